/// A type a sample is stored as: `UInt8` or `UInt16`.
package protocol Sample: FixedWidthInteger, UnsignedInteger, Sendable, BitwiseCopyable {
  static var depth: SampleDepth { get }
}

extension UInt8: Sample {
  package static var depth: SampleDepth { .eight }
}

extension UInt16: Sample {
  package static var depth: SampleDepth { .sixteen }
}

/// Memory for one row of samples, lent for the length of a call.
///
/// Whoever receives a row fills or reads it before returning and does not keep it. Samples are
/// reached as spans, so that filters need no unsafe code of their own; `base` is for codecs,
/// which hand it to C, and for kernels where a measured gap earned it.
@safe
package struct MutableRow {
  /// Start of the row, aligned for 16-bit samples at least.
  @unsafe package let base: UnsafeMutableRawPointer
  package let byteCount: Int

  @unsafe
  @inlinable
  package init(base: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe self.base = base
    self.byteCount = byteCount
  }

  /// The row's samples, `byteCount / MemoryLayout<S>.size` of them.
  @inlinable
  package func with<S: Sample, Result, Failure: Error>(
    _ type: S.Type, _ body: (inout MutableSpan<S>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let count = byteCount / MemoryLayout<S>.stride
    // Safe: the row's owner keeps the memory for the length of the call, and it is aligned.
    var span = unsafe MutableSpan<S>(
      _unsafeStart: base.assumingMemoryBound(to: S.self), count: count)
    return try body(&span)
  }

  /// Copies all bytes of another row of the same length.
  @inlinable
  package func copy(from other: MutableRow) {
    precondition(byteCount == other.byteCount, "rows of different lengths")
    unsafe base.copyMemory(from: other.base, byteCount: byteCount)
  }
}

/// An image that can be had once, row by row, from top to bottom.
///
/// This is how pictures move: a decoder is a source, every filter is a source that reads from the
/// one before it, and an encoder takes the last one's rows. The reader supplies the memory, so a
/// point filter works in place and a window filter reads straight into its own ring of rows:
/// nothing is copied, and nobody holds more rows than the work needs.
///
/// A source belongs to one worker and is not `Sendable`.
package protocol RowSource: AnyObject {
  /// Size and format of the rows that `read` yields.
  var shape: ImageShape { get }

  /// Fills `row`, which has exactly `shape.rowBytes` bytes, with the next row.
  ///
  /// Called at most `shape.height` times; an error ends the picture.
  func read(into row: MutableRow) throws(ImageError)
}
