import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// Memory of a kernel's own for one row of intermediate values, with a margin on both sides.
@safe
final class ScratchRow<Element: BitwiseCopyable> {
  /// Where the row proper starts; `margin` elements lie before it and behind its `count`.
  @unsafe let start: UnsafeMutablePointer<Element>
  private let memory: UnsafeMutableRawPointer

  /// All elements are zero bits.
  init(count: Int, margin: Int) throws(ImageError) {
    let bytes = Self.bytes(count: count, margin: margin)
    guard let memory = unsafe calloc(bytes, 1) else { throw .outOfMemory(bytes: bytes) }
    unsafe self.memory = memory
    unsafe start = memory.assumingMemoryBound(to: Element.self) + margin
  }

  deinit { unsafe free(memory) }

  static func bytes(count: Int, margin: Int) -> Int {
    (count + 2 * margin) * MemoryLayout<Element>.stride
  }
}
