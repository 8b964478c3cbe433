import CPlatformShims
import Memory
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Blocks of bytes that another process can map, through a descriptor handed to it.
package enum SharedMemory {
  /// A new, empty block that can hold so many bytes, reads as zeros, and may be mapped by whoever
  /// is given its descriptor.
  package static func create(capacity: Int) throws(Errno) -> ByteBlock {
    let number = try Sys.call(.memfd) { Int(unsafe platform_memfd_create("triptych")) }
    let descriptor = Descriptor(adopting: CInt(number))
    // A mapping has at least one byte, or there would be none.
    let bytes = max(capacity, 1)
    _ = try Sys.call(.truncate) { Int(ftruncate(descriptor.raw, bytes)) }
    _ = try Sys.call(.truncate) { Int(platform_fix_size(descriptor.raw)) }
    return try map(descriptor, count: 0, capacity: capacity)
  }

  /// Maps a block that another process made. The descriptor becomes the block's.
  /// - Parameters:
  ///   - count: bytes stored in it, as the other side says.
  ///   - capacity: bytes it can hold; checked against the real size, since reading beyond that
  ///     would kill the process.
  /// - Throws: EINVAL when it is smaller than said, or the other side could still make it so.
  package static func map(
    _ descriptor: consuming Descriptor, count: Int, capacity: Int
  ) throws(Errno) -> ByteBlock {
    guard count >= 0, count <= capacity, platform_has_fixed_size(descriptor.raw) != 0,
      try Sys.status(descriptor.borrowed).size >= max(capacity, 1)
    else { throw .invalidArgument }
    let number = descriptor.raw
    let address = try Sys.call(.mmap) {
      // MAP_FAILED is -1, as the seam wants it.
      Int(
        bitPattern: unsafe mmap(
          nil, max(capacity, 1), PROT_READ | PROT_WRITE, MAP_SHARED, number, 0))
    }
    guard let base = unsafe UnsafeMutableRawPointer(bitPattern: address) else {
      throw .noMemory
    }
    // The mapping is fresh and nobody else's; the block unmaps it and closes the descriptor.
    return unsafe ByteBlock(
      adoptingMapping: base, descriptor: descriptor.release().rawValue, count: count,
      capacity: capacity)
  }
}

extension ByteBlock {
  /// The descriptor to hand to another process, where the block can be shared.
  package var descriptor: FileDescriptor? {
    guard case .shared(let descriptor) = home else { return nil }
    return FileDescriptor(rawValue: descriptor)
  }
}

extension SharedMemory {
  /// A block that can be shared, with the same bytes.
  package static func copy(of block: ByteBlock) throws(Errno) -> ByteBlock {
    let copy = try create(capacity: block.count)
    unsafe copy.fill { target in
      unsafe block.withBytes { source in unsafe target.copyMemory(from: source) }
      return block.count
    }
    return copy
  }
}
