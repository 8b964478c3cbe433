/// Why a text is not JSON: at which byte, counted from 0, and what is wrong there.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  package var offset: Int
  package var reason: String

  package init(offset: Int, _ reason: String) {
    self.offset = offset
    self.reason = reason
  }

  package var description: String { "byte \(offset): \(reason)" }
}
