import Platform
import SystemPackage

extension TemporaryName {
  /// Removes what a process that was killed may have left of a file it was putting in place.
  package static func removeLeftovers(
    of target: FilePath, beneath root: OutputRoot?, process: Int
  ) {
    remove(in: target.removingLastComponent(), root) { isOurs($0, target, process) }
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
  package static func removeLeftovers(in folder: FilePath, beneath root: OutputRoot? = nil) {
    remove(in: folder, root) { name in
      process(in: name.string).map { (try? Sys.status(FilePath("/proc/\($0)"))) == nil } ?? false
    }
  }

  private static func remove(
    in folder: FilePath, _ root: OutputRoot?, where isLeft: (FilePath.Component) -> Bool
  ) {
    let path: FilePath = folder.isEmpty ? "." : folder
    guard let entered = root == nil ? try? Sys.open(path, .place) : try? root?.enter(path),
      let entries = try? Sys.listDirectory(".", in: entered.borrowed)
    else { return }
    for entry in entries where isLeft(entry.name) {
      try? Sys.unlink(FilePath(root: nil, [entry.name]), in: entered.borrowed)
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
