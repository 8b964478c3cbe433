import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What a name in a file tree stands for.
package enum FileKind: Sendable, Hashable {
  case regular, directory, symbolicLink, fifo, socket, characterDevice, blockDevice
  /// Not said; ask for its status.
  case unknown

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regular
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .symbolicLink
    case S_IFIFO: self = .fifo
    case S_IFSOCK: self = .socket
    case S_IFCHR: self = .characterDevice
    case S_IFBLK: self = .blockDevice
    default: self = .unknown
    }
  }

  init(entryType: UInt8) {
    // d_type is the mode's type field, shifted (readdir(3), DTTOIF).
    self.init(mode: mode_t(entryType) << 12)
  }

  /// In words, with its article.
  package var words: String {
    switch self {
    case .regular: "a regular file"
    case .directory: "a directory"
    case .symbolicLink: "a symbolic link"
    case .fifo: "a FIFO"
    case .socket: "a socket"
    case .characterDevice: "a character device"
    case .blockDevice: "a block device"
    case .unknown: "a file of unknown kind"
    }
  }
}

/// What the file system says of a file.
package struct FileStatus: Sendable, Hashable {
  package var kind: FileKind
  /// Bytes.
  package var size: Int
  /// Nanoseconds since 1970.
  package var modified: Int64
  /// Together with the inode: which file it is, whatever it is called.
  package var device: UInt64
  package var inode: UInt64
  /// How many names it has.
  package var links: UInt64

  /// Whether two paths lead to the same file.
  package func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode
  }
}

/// One name in a directory.
package struct DirectoryEntry: Sendable, Hashable {
  /// Bytes as the file system has them, whatever their encoding.
  package var name: FilePath.Component
  package var kind: FileKind
}

/// The tree: what is there, and making directories.
extension Sys {
  /// - Parameter followingLinks: whether a symbolic link stands for its target.
  package static func status(
    _ path: FilePath, followingLinks: Bool = true
  ) throws(Errno) -> FileStatus {
    var found = platform_stat()
    _ = try unsafe path.withPointer { path throws(Errno) in
      try call(.stat) { Int(unsafe platform_stat(path, -1, followingLinks ? 1 : 0, &found)) }
    }
    return FileStatus(found)
  }

  package static func status(_ descriptor: FileDescriptor) throws(Errno) -> FileStatus {
    var found = platform_stat()
    _ = try call(.stat) { Int(unsafe platform_stat(nil, descriptor.rawValue, 1, &found)) }
    return FileStatus(found)
  }

  /// Makes one directory.
  package static func makeDirectory(
    _ path: FilePath, in folder: FileDescriptor? = nil
  ) throws(Errno) {
    _ = try unsafe path.withPointer { path throws(Errno) in
      try call(.mkdir) { Int(unsafe mkdirat(number(of: folder), path, 0o777)) }
    }
  }

  /// Removes an empty directory.
  package static func removeDirectory(_ path: FilePath) throws(Errno) {
    _ = try unsafe path.withPointer { path throws(Errno) in
      try call(.rmdir) { Int(unsafe rmdir(path)) }
    }
  }

  /// Makes a directory and those above it; those that exist already are well.
  /// - Throws: ENOTDIR where something else has the name.
  package static func makeDirectories(_ path: FilePath) throws(Errno) {
    let parent = path.removingLastComponent()
    do {
      try makeDirectory(path)
    } catch .noSuchFileOrDirectory where !parent.isEmpty && parent != path {
      try makeDirectories(parent)
      // Somebody else may have made it meanwhile.
      do { try makeDirectory(path) } catch .fileExists {}
    } catch .fileExists {
      if try status(path).kind != .directory { throw .notDirectory }
    }
  }

  /// The names in a directory without `.` and `..`, in the file system's order.
  package static func listDirectory(
    _ path: FilePath, in folder: FileDescriptor? = nil
  ) throws(Errno) -> [DirectoryEntry] {
    let descriptor = try open(path, .directory, in: folder)
    guard let directory = unsafe platform_fdopendir(descriptor.raw) else {
      throw Errno(rawValue: errno)
    }
    // The stream owns the descriptor from here on.
    _ = descriptor.release()
    defer { _ = unsafe platform_closedir(directory) }
    var entries: [DirectoryEntry] = []
    var type: UInt8 = 0
    while true {
      if case .fail(let errno)? = Faults.strike(.list), errno != .interrupted { throw errno }
      guard let name = unsafe platform_readdir(directory, &type) else { break }
      // A name that is no component is `.` or `..` spelled by a broken file system: skipped too.
      guard let component = unsafe FilePath.Component(platformString: name),
        component.kind == .regular
      else { continue }
      entries.append(DirectoryEntry(name: component, kind: FileKind(entryType: type)))
    }
    let error = errno
    guard error == 0 else { throw Errno(rawValue: error) }
    return entries
  }
}

extension FileStatus {
  fileprivate init(_ found: platform_stat) {
    kind = FileKind(mode: found.mode)
    size = Int(found.size)
    modified = found.modified
    device = found.device
    inode = found.inode
    links = found.links
  }
}
