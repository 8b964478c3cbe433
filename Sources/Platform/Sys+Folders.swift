import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Folders to work in by descriptor, so that it does not matter what becomes of their names.
extension Sys {
  /// A descriptor of a folder: not to be read from, but to open, make, name and remove what is in
  /// it.
  ///
  /// - Parameter root: where the path begins, and what no part of it may lead out of, nor be a
  ///   symbolic link. Nil is the working directory, and an ordinary path.
  /// - Throws: ELOOP for a link, EXDEV for a path that leads out, ENOTDIR for a file; ENOSYS before
  ///   Linux 5.6, EPERM in some containers: `walk` is for those.
  package static func enter(
    _ path: FilePath, beneath root: FileDescriptor?
  ) throws(Errno) -> Descriptor {
    let opened = try unsafe path.withPointer { path throws(Errno) in
      try call(.openat2) {
        Int(unsafe platform_enter(number(of: root), path, root == nil ? 0 : 1))
      }
    }
    return Descriptor(adopting: CInt(opened))
  }

  /// The same by older calls: name by name, and slower.
  package static func walk(
    _ path: FilePath, beneath root: FileDescriptor?
  ) throws(Errno) -> Descriptor {
    guard let root else { return try open(path, .place) }
    guard path.root == nil else { throw .improperLink }
    var reached = try step(into: ".", from: root)
    for component in path.components {
      switch component.kind {
      case .currentDirectory: continue
      case .parentDirectory: throw .improperLink
      case .regular: reached = try step(into: component, from: reached.borrowed)
      }
    }
    return reached
  }

  private static func step(
    into name: FilePath.Component, from folder: FileDescriptor
  ) throws(Errno) -> Descriptor {
    let path = FilePath(root: nil, [name])
    let opened = try unsafe path.withPointer { path throws(Errno) in
      try call(.open) { Int(unsafe platform_enter_one(folder.rawValue, path)) }
    }
    return Descriptor(adopting: CInt(opened))
  }
}
