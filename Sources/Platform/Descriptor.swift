import SystemPackage

/// A file descriptor with one owner, closed when the owner lets go of it.
package struct Descriptor: ~Copyable, Sendable {
  /// For calls made while the owner holds on.
  package let borrowed: FileDescriptor

  /// Takes over an open descriptor.
  package init(adopting descriptor: FileDescriptor) { borrowed = descriptor }
  package init(adopting descriptor: CInt) { borrowed = FileDescriptor(rawValue: descriptor) }

  deinit { Sys.close(borrowed) }

  /// The number; it is valid while this is held.
  package var raw: CInt { borrowed.rawValue }

  /// Gives up ownership: the caller now closes it.
  package consuming func release() -> FileDescriptor {
    let descriptor = borrowed
    discard self
    return descriptor
  }
}
