import Pipeline
import Platform

/// How the process ends, as the manual lists it.
package struct ExitStatus: Sendable, Hashable {
  package var rawValue: CInt

  package static let success = ExitStatus(rawValue: 0)
  package static let someFailed = ExitStatus(rawValue: 1)
  package static let usage = ExitStatus(rawValue: 2)
  /// EX_TEMPFAIL: the environment failed, and a second try may succeed.
  package static let environment = ExitStatus(rawValue: 75)

  /// - Parameters:
  ///   - failures: the kinds of failure that occurred.
  ///   - signalCode: 128 + the number of the signal that stopped the batch, if one did. It decides,
  ///     whatever else happened: who sent it wants to see it.
  package static func of(failures: Set<JobFailure.Kind>, signalCode: CInt?) -> ExitStatus {
    if let signalCode { return ExitStatus(rawValue: signalCode) }
    if failures.contains(.environment) { return .environment }
    return failures.isEmpty ? .success : .someFailed
  }
}
