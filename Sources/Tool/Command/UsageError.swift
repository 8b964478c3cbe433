/// Arguments that are well formed and make no sense: what is wrong, and what to try.
package struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }
}
