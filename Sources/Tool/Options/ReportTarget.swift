import Platform
import SystemPackage

/// Where `--report`, `--trace` and the like go.
package enum ReportTarget: Sendable, Hashable {
  case standardOutput, standardError
  case file(FilePath)

  /// - Parameter argument: as written: a dash, or a path. One that leads to where standard output
  ///   or standard error already goes (/dev/stdout, or the file that the shell made for it) stands
  ///   for that: to open or replace it would lose what was written there before.
  package init(argument: String) {
    let path = ArgumentText.path(argument)
    if argument == "-" || ReportTarget.leads(path, to: .standardOutput) {
      self = .standardOutput
    } else if ReportTarget.leads(path, to: .standardError) {
      self = .standardError
    } else {
      self = .file(path)
    }
  }

  /// Devices lose nothing: a terminal shows all that comes, and /dev/null nothing.
  private static func leads(_ path: FilePath, to stream: FileDescriptor) -> Bool {
    guard let named = try? Sys.status(path), let open = try? Sys.status(stream) else {
      return false
    }
    return named.isSameFile(as: open) && named.kind != .characterDevice
  }
}
