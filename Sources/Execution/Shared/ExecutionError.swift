import SystemPackage

/// A batch that could not be run at all. What happens to single jobs is an outcome, never this.
package struct ExecutionError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable, Hashable {
    /// The I/O engine asked for by name does not work here.
    case engine
    /// No worker process could be started.
    case fork
    /// What `--sandbox on` asks for cannot be had.
    case sandbox
    /// The folder that outputs go to cannot be entered.
    case output
    /// There is no memory for processes to share.
    case memory
  }

  package var code: Code
  package var reason: String

  package init(_ code: Code, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  /// A worker process, or the one that forks them, that could not be started.
  package init(startingProcess errno: Errno) {
    let advice =
      switch errno {
      case .tooManyOpenFiles, .tooManyOpenFilesInSystem: "a higher `ulimit -n`, or fewer workers"
      case .resourceTemporarilyUnavailable: "a higher `ulimit -u`, fewer workers, or --mode free"
      default: "fewer workers, or --mode free"
      }
    self.init(.fork, "cannot start a worker process: \(errno); try \(advice)")
  }

  package var description: String { reason }
}
