#if canImport(Glibc)
  import Glibc
#endif

/// Rows of pixels in memory: a whole image, or the few rows that a filter needs at once.
///
/// Rows start 64-byte aligned; the padding's content is undefined. The bytes are undefined until
/// written.
@safe
package struct PixelBuffer: ~Copyable {
  package let shape: ImageShape
  /// Bytes from one row's start to the next.
  package let stride: Int
  private let base: UnsafeMutableRawPointer

  /// - Throws: `ImageError.Code.outOfMemory`.
  package init(_ shape: ImageShape) throws(ImageError) {
    let alignment = 64
    let stride = (shape.rowBytes + alignment - 1) & ~(alignment - 1)
    let (bytes, overflow) = stride.multipliedReportingOverflow(by: shape.height)
    var memory: UnsafeMutableRawPointer?
    guard !overflow, unsafe posix_memalign(&memory, alignment, bytes) == 0,
      let memory = unsafe memory
    else {
      throw .outOfMemory(bytes: overflow ? Int.max : bytes)
    }
    self.shape = shape
    self.stride = stride
    unsafe base = memory
    unsafe Self.preferLargePages(memory, bytes)
  }

  /// Asks for pages of 2 MiB where the buffer fills them: the system then hands out a picture's
  /// memory hundreds of small pages at a time, and walks down its columns find their pages sooner.
  private static func preferLargePages(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if os(Linux)
      let page = 2 << 20
      let start = Int(bitPattern: memory)
      let first = (start + page - 1) / page * page - start
      let end = (start + bytes) / page * page - start
      guard first < end else { return }
      // Only advice: a system that knows no such pages says so, and nothing is lost.
      _ = unsafe madvise(memory + first, end - first, MADV_HUGEPAGE)
    #endif
  }

  deinit { unsafe free(base) }

  package var width: Int { shape.width }
  package var height: Int { shape.height }
  package var format: PixelFormat { shape.format }

  /// The row `y`, counted from the top.
  @inline(__always)
  package subscript(row y: Int) -> MutableRow {
    precondition(y >= 0 && y < shape.height, "row outside the image")
    return unsafe MutableRow(base: base + y * stride, byteCount: shape.rowBytes)
  }

  /// The samples of row `y`.
  @inline(__always)
  package func withRow<S: Sample, Result, Failure: Error>(
    _ y: Int, as type: S.Type, _ body: (inout MutableSpan<S>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try self[row: y].with(type, body)
  }

  /// Start of the first row, for kernels that walk columns; rows are `stride` bytes apart.
  @unsafe
  package var start: UnsafeMutableRawPointer { unsafe base }
}
