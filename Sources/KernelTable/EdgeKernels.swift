/// How steep a picture is, by Sobel's kernels. Rows go on for a pixel on both sides.
package protocol EdgeKernels: SendableMetatype {
  /// `out[i] = scale · √(gx² + gy²)`, rounded to nearest, clamped; neighbours are `step` samples
  /// apart.
  @unsafe static func gradientLength(
    _ out: UnsafeMutablePointer<UInt8>, _ above: UnsafePointer<UInt8>,
    _ centre: UnsafePointer<UInt8>,
    _ below: UnsafePointer<UInt8>, _ count: Int, _ step: Int, _ scale: Float)
  @unsafe static func gradientLength(
    _ out: UnsafeMutablePointer<UInt16>, _ above: UnsafePointer<UInt16>,
    _ centre: UnsafePointer<UInt16>,
    _ below: UnsafePointer<UInt16>, _ count: Int, _ step: Int, _ scale: Float)

  /// The gradients of `count` pixels, which are `step` samples apart.
  @unsafe static func gradients(
    _ out: Gradients<Int32>, _ above: UnsafePointer<UInt8>, _ centre: UnsafePointer<UInt8>,
    _ below: UnsafePointer<UInt8>, _ count: Int, _ step: Int)
  @unsafe static func gradients(
    _ out: Gradients<Int64>, _ above: UnsafePointer<UInt16>, _ centre: UnsafePointer<UInt16>,
    _ below: UnsafePointer<UInt16>, _ count: Int, _ step: Int)

  /// `marks[i] = 1` where a gradient's square is above `low` and the largest across the edge, 2
  /// where it is above `high` as well, else 0.
  @unsafe static func peaks(
    _ marks: UnsafeMutablePointer<UInt8>, _ above: Gradients<Int32>, _ centre: Gradients<Int32>,
    _ below: Gradients<Int32>, _ count: Int, low: Int, high: Int)
  @unsafe static func peaks(
    _ marks: UnsafeMutablePointer<UInt8>, _ above: Gradients<Int64>, _ centre: Gradients<Int64>,
    _ below: Gradients<Int64>, _ count: Int, low: Int, high: Int)
}

/// Gradients of a row's pixels: `Int32` has room for the squares of 8-bit samples' gradients,
/// `Int64` for those of 16-bit ones.
@safe
package struct Gradients<Number: FixedWidthInteger & BitwiseCopyable> {
  /// gx, and gy.
  @unsafe package let across, down: UnsafeMutablePointer<Number>
  /// gx² + gy².
  @unsafe package let squares: UnsafeMutablePointer<Number>

  @unsafe
  package init(
    across: UnsafeMutablePointer<Number>, down: UnsafeMutablePointer<Number>,
    squares: UnsafeMutablePointer<Number>
  ) {
    unsafe self.across = across
    unsafe self.down = down
    unsafe self.squares = squares
  }
}
