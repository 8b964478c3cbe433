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

extension TemporaryName {
  /// Removes what processes that are gone may have left in a folder of files they were putting in
  /// place.
  package static func removeLeftovers(in folder: FilePath) {
    guard let entries = try? Sys.listDirectory(folder.isEmpty ? "." : folder) else { return }
    for entry in entries {
      guard let process = process(in: entry.name.string),
        (try? Sys.status(FilePath("/proc/\(process)"))) == nil
      else { continue }
      try? Sys.unlink(folder.appending(entry.name))
    }
  }

  /// The process that a temporary name names; nil for other names.
  package static func process(in name: String) -> Int? {
    guard name.hasPrefix("."), name.hasSuffix(".tmp") else { return nil }
    let parts = name.dropLast(4).split(separator: ".", omittingEmptySubsequences: false)
    guard let fields = parts.last?.split(separator: "-"), fields.count == 3,
      fields[0] == "triptych", let process = Int(fields[1]), Int(fields[2]) != nil
    else { return nil }
    return process
  }
}
