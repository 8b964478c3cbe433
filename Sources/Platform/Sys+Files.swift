import CPlatformShims
import Memory
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Files: opening, moving bytes, giving names. Paths are relative to the folder given, and to the
/// working directory without one.
extension Sys {
  /// How a file is opened; descriptors never survive exec.
  package enum Opening: Sendable, Hashable {
    /// For reading. Does not wait for the other end of a FIFO.
    case reading
    /// For reading from front to back; waits for the other end of a FIFO.
    case readingStream
    /// A directory, to list or to sync.
    case directory
    /// A file or folder as such, neither to be read nor written.
    case place
    /// A new file without a name in the directory of the path. Permissions as umask has them.
    case unnamed
    /// A new file of that name, which must not exist. Permissions as umask has them.
    case new
    /// As `reading`, but never through a link: a file that is expected in its place.
    case readingInPlace
    /// For reading and writing, made empty where it is not there, if so told; never through a link.
    case updating(creating: Bool)
    /// What is there already, a device too, for writing; a file is emptied.
    case existing

    package var flags: CInt {
      switch self {
      case .reading: O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
      case .readingStream: O_RDONLY | O_NOCTTY | O_CLOEXEC
      case .readingInPlace: Opening.reading.flags | O_NOFOLLOW
      case .directory: O_RDONLY | O_DIRECTORY | O_CLOEXEC
      case .place: platform_O_PATH | O_CLOEXEC
      case .unnamed: platform_O_TMPFILE | O_WRONLY | O_CLOEXEC
      case .updating(let creating):
        O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (creating ? O_CREAT : 0)
      case .existing: O_WRONLY | O_TRUNC | O_NOCTTY | O_CLOEXEC
      case .new: O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC
      }
    }

    /// Permissions of a new file, from which umask takes away.
    package static let permissions: mode_t = 0o666
  }

  package static func open(
    _ path: FilePath, _ how: Opening, in folder: FileDescriptor? = nil
  ) throws(Errno) -> Descriptor {
    let opened = try unsafe path.withPointer { path throws(Errno) in
      try call(.open) {
        Int(unsafe openat(number(of: folder), path, how.flags, Opening.permissions))
      }
    }
    return Descriptor(adopting: CInt(opened))
  }

  /// - Throws: why this process cannot make files in a folder. To the fault seam, it is looked at.
  ///   (By real IDs, which are the effective ones here: flags would need a call that some sandboxes
  ///   forbid.)
  package static func checkWritable(_ folder: FileDescriptor) throws(Errno) {
    _ = try unsafe FilePath(".").withPointer { path throws(Errno) in
      try call(.stat) {
        Int(unsafe faccessat(folder.rawValue, path, W_OK | X_OK, 0))
      }
    }
  }

  /// Closes; what close says is not looked at, since there is nothing left to do about it.
  package static func close(_ descriptor: FileDescriptor) {
    _ = Faults.strike(.close)
    _ = Glibc.close(descriptor.rawValue)
  }

  /// Reads at an offset. 0 is the end of the file.
  package static func read(
    _ descriptor: FileDescriptor, at offset: Int, into bytes: UnsafeMutableRawBufferPointer
  ) throws(Errno) -> Int {
    try transfer(.read, bytes.count) {
      unsafe pread(descriptor.rawValue, bytes.baseAddress, $0, offset)
    }
  }

  /// Writes at an offset; may write fewer bytes than given.
  package static func write(
    _ descriptor: FileDescriptor, at offset: Int, from bytes: UnsafeRawBufferPointer
  ) throws(Errno) -> Int {
    try transfer(.write, bytes.count) {
      unsafe pwrite(descriptor.rawValue, bytes.baseAddress, $0, offset)
    }
  }

  /// Reads from a stream (a pipe, standard input, an event counter). 0 is its end.
  package static func read(
    _ descriptor: FileDescriptor, into bytes: UnsafeMutableRawBufferPointer
  ) throws(Errno) -> Int {
    try transfer(.read, bytes.count) {
      unsafe Glibc.read(descriptor.rawValue, bytes.baseAddress, $0)
    }
  }

  /// All bytes of a small file, such as one of /proc.
  package static func contents(of path: FilePath) throws(Errno) -> [UInt8] {
    let file = try open(path, .reading)
    guard let piece = ByteBlock(capacity: 64 << 10) else { throw .noMemory }
    var contents: [UInt8] = []
    repeat {
      try unsafe piece.fill { bytes throws(Errno) in
        try unsafe read(file.borrowed, at: contents.count, into: bytes)
      }
      contents += piece.array
    } while piece.count > 0
    return contents
  }

  /// Writes all bytes to a stream.
  /// - Parameter name: what the fault seam calls it.
  package static func writeAll(
    _ descriptor: FileDescriptor, _ bytes: UnsafeRawBufferPointer, as name: Call = .write
  ) throws(Errno) {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      do throws(Errno) {
        done += try transfer(name, rest.count) {
          unsafe Glibc.write(descriptor.rawValue, rest.baseAddress, $0)
        }
      } catch .resourceTemporarilyUnavailable where name == .say {
        // Somebody who has the same terminal or pipe made it one that does not wait.
        try waitForever(Poll(descriptor, read: false, write: true))
      }
    }
  }

  /// Writes all bytes to a stream.
  package static func writeAll(_ descriptor: FileDescriptor, _ bytes: [UInt8]) throws(Errno) {
    // Safe: the storage is the array's own and lives as long as the call. What fails is carried
    // over, since the array's own accessor cannot throw typed.
    let outcome = unsafe bytes.withUnsafeBytes { storage -> Result<Void, Errno> in
      do throws(Errno) {
        return .success(try unsafe writeAll(descriptor, storage))
      } catch {
        return .failure(error)
      }
    }
    try outcome.get()
  }

  /// Cuts a file, or lengthens it with zeros.
  package static func resize(_ descriptor: FileDescriptor, to bytes: Int) throws(Errno) {
    _ = try call(.truncate) { Int(ftruncate(descriptor.rawValue, bytes)) }
  }

  /// Writes a file's data and metadata, or a directory's entries, to the device.
  package static func fsync(_ descriptor: FileDescriptor) throws(Errno) {
    _ = try call(.fsync) { Int(Glibc.fsync(descriptor.rawValue)) }
  }

  /// Writes everything of the file system that the descriptor is on to the device.
  package static func syncfs(_ descriptor: FileDescriptor) throws(Errno) {
    _ = try call(.syncfs) { Int(platform_syncfs(descriptor.rawValue)) }
  }

  /// How system calls name a folder that paths are relative to.
  package static func number(of folder: FileDescriptor?) -> CInt { folder?.rawValue ?? AT_FDCWD }

  /// Gives a file a further name, which must not exist.
  /// - Parameter followingSource: whether a symbolic link as source stands for its target, as it
  ///   must for the names below /proc/self/fd.
  package static func link(
    _ source: FilePath, to target: FilePath, followingSource: Bool = false,
    in folder: FileDescriptor? = nil
  ) throws(Errno) {
    let folder = number(of: folder)
    _ = try unsafe source.withPointer { source throws(Errno) in
      try unsafe target.withPointer { target throws(Errno) in
        try call(.link) {
          Int(
            unsafe linkat(
              folder, source, folder, target, followingSource ? AT_SYMLINK_FOLLOW : 0))
        }
      }
    }
  }

  /// The flag of renameat2 that makes it refuse to replace.
  package static let noReplace: UInt32 = platform_RENAME_NOREPLACE

  /// Renames a file, replacing one of the new name unless told not to.
  /// - Throws: EEXIST; EINVAL where the file system cannot refuse to replace.
  package static func rename(
    _ source: FilePath, to target: FilePath, replace: Bool = true,
    in folder: FileDescriptor? = nil
  ) throws(Errno) {
    let folder = number(of: folder)
    _ = try unsafe source.withPointer { source throws(Errno) in
      try unsafe target.withPointer { target throws(Errno) in
        try call(.rename) {
          Int(unsafe platform_renameat2(folder, source, target, replace ? 0 : noReplace))
        }
      }
    }
  }

  package static func unlink(_ path: FilePath, in folder: FileDescriptor? = nil) throws(Errno) {
    _ = try unsafe path.withPointer { path throws(Errno) in
      try call(.unlink) { Int(unsafe unlinkat(number(of: folder), path, 0)) }
    }
  }
}

extension FilePath {
  /// The path for a system call, NUL-terminated. (The library's own accessor cannot throw typed.)
  package func withPointer<Result, Failure: Error>(
    _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outcome = unsafe withPlatformString { path -> Swift.Result<Result, Failure> in
      do throws(Failure) {
        return .success(try unsafe body(path))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }
}
