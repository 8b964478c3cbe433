/// Why a value that is JSON is not what it should be: where in it, and what is wrong there.
package struct ReportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Names and places from the outermost in, as in `sums.wall_ns`.
  package var place: String
  package var reason: String

  package init(_ place: String, _ reason: String) {
    self.place = place
    self.reason = reason
  }

  package var description: String { "\(place): \(reason)" }
}
