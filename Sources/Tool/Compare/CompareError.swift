/// Why a comparison ended without a result, and with which exit status.
struct CompareError: Error, Sendable, CustomStringConvertible {
  var description: String
  var status: ExitStatus

  init(_ description: String, _ status: ExitStatus) {
    self.description = description
    self.status = status
  }
}
