#if canImport(Glibc)
  import Glibc
#endif

/// A block of bytes with one owner and a fixed capacity: an encoded file on its way in or out.
///
/// A block crosses threads by being handed over, never by being shared while somebody writes:
/// whoever fills it lets go of it before anybody reads. That rule, not a lock, is what makes the
/// unchecked `Sendable` sound.
@safe
package final class ByteBlock: @unchecked Sendable {
  /// Where the bytes live, which decides how they are given back.
  package enum Home: Sendable, Equatable {
    case heap
    /// A shared mapping of the descriptor, which the block owns and closes.
    case shared(descriptor: CInt)
  }

  package let home: Home
  /// Bytes that may be stored. Zero only for an empty block.
  package let capacity: Int
  /// Bytes stored, counted from the start; never more than `capacity`.
  package private(set) var count: Int

  private let base: UnsafeMutableRawPointer

  /// A block on the heap, its bytes undefined until written, or nil when memory is short.
  package init?(capacity: Int) {
    precondition(capacity >= 0, "negative capacity")
    guard let base = unsafe malloc(max(capacity, 1)) else { return nil }
    unsafe self.base = base
    self.capacity = capacity
    count = 0
    home = .heap
  }

  /// Takes over memory that `malloc` returned; `count` bytes of it are filled.
  @unsafe
  package init(adoptingHeap base: UnsafeMutableRawPointer, count: Int, capacity: Int) {
    precondition(count <= capacity, "more bytes than fit")
    unsafe self.base = base
    self.capacity = capacity
    self.count = count
    home = .heap
  }

  /// Takes over a shared mapping and its descriptor; unmapped and closed at the end.
  @unsafe
  package init(
    adoptingMapping base: UnsafeMutableRawPointer, descriptor: CInt, count: Int, capacity: Int
  ) {
    precondition(count <= capacity, "more bytes than fit")
    unsafe self.base = base
    self.capacity = capacity
    self.count = count
    home = .shared(descriptor: descriptor)
  }

  deinit {
    switch home {
    case .heap:
      unsafe free(base)
    case .shared(let descriptor):
      _ = unsafe munmap(base, max(capacity, 1))
      _ = close(descriptor)
    }
  }

  /// The stored bytes. The pointer must not outlive the call.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// The stored bytes as a span.
  package func withSpan<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: base, count: count)))
  }

  /// The whole capacity for writing; `body` returns how many bytes are then stored.
  package func fill<Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    let stored = try unsafe body(UnsafeMutableRawBufferPointer(start: base, count: capacity))
    precondition((0...capacity).contains(stored), "stored more than fits")
    count = stored
  }
}

extension ByteBlock {
  /// A copy of the bytes of an array.
  package convenience init?(_ bytes: [UInt8]) {
    self.init(capacity: bytes.count)
    unsafe fill { storage in
      unsafe storage.copyBytes(from: bytes)
      return bytes.count
    }
  }

  /// The bytes copied into an array, for tests and small metadata.
  package var array: [UInt8] { unsafe withBytes { unsafe [UInt8]($0) } }
}
