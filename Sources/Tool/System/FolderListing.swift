import FileIO
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// The names in a folder.
enum FolderListing {
  /// Names in the order of their bytes, without `.` and `..`.
  static func names(in folder: FilePath) throws(FileError) -> [[UInt8]] {
    // Safe: the stream is ours until closed below.
    guard let stream = unsafe folder.withPlatformString({ path in unsafe opendir(path) }) else {
      throw FileError(.list, folder, Errno(rawValue: errno))
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      // Safe: the kernel zero-terminates d_name, and the entry lives until the next readdir.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { start in
          unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: strnlen(start, 256)))
        }
      }
      if name != [UInt8(ascii: ".")] && name != [UInt8(ascii: "."), UInt8(ascii: ".")] {
        names.append(name)
      }
    }
    if errno != 0 { throw FileError(.list, folder, Errno(rawValue: errno)) }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Makes a folder and those above it; one that is there already is fine.
  static func create(_ folder: FilePath) throws(FileError) {
    if folder.isEmpty { return }
    // Safe: mkdir only reads the path for the length of the call.
    let made = unsafe folder.withPlatformString { path in unsafe mkdir(path, 0o777) }
    if made == 0 { return }
    switch Errno(rawValue: errno) {
    case .fileExists:
      if (try? folder.stat())?.type == .directory { return }
      throw FileError(.createDirectory, folder, .fileExists, note: "a file has that name")
    case .noSuchFileOrDirectory where !folder.removingLastComponent().isEmpty:
      try create(folder.removingLastComponent())
      // Another process may have made it meanwhile, which is as good.
      // Safe: as above.
      let again = unsafe folder.withPlatformString { path in unsafe mkdir(path, 0o777) }
      if again != 0, errno != EEXIST {
        throw FileError(.createDirectory, folder, Errno(rawValue: errno))
      }
    case let error:
      throw FileError(.createDirectory, folder, error)
    }
  }
}
