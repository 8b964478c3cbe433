/// Why a comparison ended without a result, and with which exit status.
package struct CompareError: Error, Sendable, CustomStringConvertible {
  package var description: String
  package var status: ExitStatus

  init(_ description: String, _ status: ExitStatus) {
    self.description = description
    self.status = status
  }

  /// Inputs without a picture.
  static func nothing(to action: String, hint: String = "; --recursive enters folders in folders")
    -> CompareError
  {
    CompareError("there is no picture among the inputs, so nothing to \(action)\(hint)", .usage)
  }
}
