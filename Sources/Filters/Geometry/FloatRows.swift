import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// Rows of single-precision numbers between the two passes of a filter, zero until written.
@safe
struct FloatRows: ~Copyable {
  /// Numbers from one row's start to the next.
  let stride: Int
  let count: Int
  private let base: UnsafeMutablePointer<Float>

  /// - Throws: `ImageError.Code.outOfMemory`.
  init(width: Int, count: Int) throws(ImageError) {
    stride = (width + 15) & ~15
    self.count = count
    guard let memory = unsafe calloc(stride * count, 4) else {
      throw .outOfMemory(bytes: stride * count * 4)
    }
    unsafe base = memory.bindMemory(to: Float.self, capacity: stride * count)
  }

  deinit { unsafe free(base) }

  /// Start of a row; valid while the rows live.
  @unsafe
  subscript(row: Int) -> UnsafeMutablePointer<Float> {
    precondition(row >= 0 && row < count, "row outside the buffer")
    return unsafe base + row * stride
  }

  /// Bytes that so many rows will take.
  static func bytes(width: Int, count: Int) -> Int { ((width + 15) & ~15) * count * 4 }
}
