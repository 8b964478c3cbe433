import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Small files and folders, for tests that need them to be there.
package enum Files {
  /// A file's bytes.
  package static func read(_ path: FilePath) throws -> [UInt8] {
    let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    return try file.closeAfter {
      var bytes: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = try unsafe piece.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
        if count == 0 { return bytes }
        bytes += piece[..<count]
      }
    }
  }

  /// A file's lines.
  package static func lines(_ path: FilePath) throws -> [String] {
    String(decoding: try read(path), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  package static func write(_ bytes: some Sequence<UInt8>, to path: FilePath) throws {
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate, .closeOnExec],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    try file.closeAfter { _ = try file.writeAll(Array(bytes)) }
  }

  package static func createFolder(_ path: FilePath) throws {
    guard unsafe path.withPlatformString({ unsafe mkdir($0, 0o755) }) == 0 || errno == EEXIST
    else { throw Errno(rawValue: errno) }
  }

  /// Sets when a file was last read and changed.
  ///
  /// - Parameter moment: in nanoseconds since 1970.
  package static func touch(_ path: FilePath, _ moment: Int64) throws {
    let second: Int64 = 1_000_000_000
    let time = timespec(tv_sec: Int(moment / second), tv_nsec: Int(moment % second))
    var times = [time, time]
    guard unsafe path.withPlatformString({ unsafe utimensat(AT_FDCWD, $0, &times, 0) }) == 0
    else { throw Errno(rawValue: errno) }
  }

  /// Paths of all files below a folder, relative to it, sorted; without the journal of a run that
  /// did not finish all it was to do, and without the draft of one that was killed as it began.
  package static func tree(_ root: FilePath) throws -> [String] {
    let journals: Set = [".triptych-journal", ".triptych-journal.new"]
    return try tree(root, below: "").filter { !journals.contains($0) }.sorted()
  }

  private static func tree(_ folder: FilePath, below prefix: String) throws -> [String] {
    try names(in: folder).flatMap { name in
      isFolder(folder.appending(name))
        ? try tree(folder.appending(name), below: prefix + name.string + "/")
        : [prefix + name.string]
    }
  }

  /// Removes a file, or a folder with everything in it; not following links.
  package static func remove(_ path: FilePath) {
    if isFolder(path) {
      for name in (try? names(in: path)) ?? [] { remove(path.appending(name)) }
      _ = unsafe path.withPlatformString { unsafe rmdir($0) }
    } else {
      _ = unsafe path.withPlatformString { unsafe unlink($0) }
    }
  }

  private static func isFolder(_ path: FilePath) -> Bool {
    var status = stat()
    return unsafe path.withPlatformString { unsafe lstat($0, &status) } == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }

  /// As the file system has them, which need not be text.
  private static func names(in folder: FilePath) throws -> [FilePath.Component] {
    guard let stream = unsafe folder.withPlatformString({ unsafe opendir($0) }) else {
      throw Errno(rawValue: errno)
    }
    defer { _ = unsafe closedir(stream) }
    var names: [FilePath.Component] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe FilePath.Component(platformString: $0)
        }
      }
      if let name, name.kind == .regular { names.append(name) }
    }
    return names
  }
}
