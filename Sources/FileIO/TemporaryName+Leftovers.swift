import Platform
import SystemPackage

extension TemporaryName {
  /// Removes what a process that was killed may have left of a file it was putting in place.
  package static func removeLeftovers(of target: FilePath, process: Int) {
    let directory = target.removingLastComponent()
    guard let entries = try? Sys.listDirectory(directory.isEmpty ? "." : directory) else { return }
    for entry in entries where isOurs(entry.name, process) {
      try? Sys.unlink(directory.appending(entry.name))
    }
  }

  private static func isOurs(_ name: FilePath.Component, _ process: Int) -> Bool {
    let text = name.string
    return text.hasSuffix(".tmp") && text.contains(".triptych-\(process)-")
  }
}
