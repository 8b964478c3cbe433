import Platform
import SystemPackage

extension TemporaryName {
  /// Removes what a process that was killed may have left of a file it was putting in place.
  package static func removeLeftovers(of target: FilePath, process: Int) {
    let directory = target.removingLastComponent()
    guard let entries = try? Sys.listDirectory(directory.isEmpty ? "." : directory) else { return }
    for entry in entries where isOurs(entry.name, target, process) {
      try? Sys.unlink(directory.appending(entry.name))
    }
  }

  private static func isOurs(
    _ name: FilePath.Component, _ target: FilePath, _ process: Int
  ) -> Bool {
    // Of a long name the temporary one has nothing.
    let tail = ".triptych-\(process)-"
    return name.string.hasSuffix(".tmp")
      && (name.string.hasPrefix(".\(target.lastComponent?.string ?? "")\(tail)")
        || name.string.hasPrefix(tail))
  }
}
