import Platform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// A small file system in memory, mounted for the length of a test. Needs to be root.
enum FullDisk {
  static let isAvailable: Bool = {
    do {
      try with(bytes: 64 << 10) { _ in }
      return true
    } catch {
      print("NOT TESTED HERE: a full disk: \(error)")
      return false
    }
  }()

  static func with(bytes: Int, _ body: (FilePath) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let options = "size=\(bytes)"
      let status = unsafe folder.withPointer { folder in
        unsafe options.withCString { unsafe mount("tmpfs", folder, "tmpfs", 0, $0) }
      }
      guard status == 0 else { throw Errno(rawValue: errno) }
      defer { _ = unsafe folder.withPointer { unsafe umount2($0, CInt(MNT_DETACH)) } }
      try body(folder)
    }
  }
}
