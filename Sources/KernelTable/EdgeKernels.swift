/// How steep a picture is, by Sobel's kernels.
package protocol EdgeKernels: SendableMetatype {
  /// `out[i] = scale · √(gx² + gy²)`, rounded to nearest, clamped; neighbours are `step` samples
  /// apart, and rows go on for as many on both sides.
  @unsafe static func gradientLength(
    _ out: UnsafeMutablePointer<UInt8>, _ above: UnsafePointer<UInt8>,
    _ centre: UnsafePointer<UInt8>,
    _ below: UnsafePointer<UInt8>, _ count: Int, _ step: Int, _ scale: Float)
  @unsafe static func gradientLength(
    _ out: UnsafeMutablePointer<UInt16>, _ above: UnsafePointer<UInt16>,
    _ centre: UnsafePointer<UInt16>,
    _ below: UnsafePointer<UInt16>, _ count: Int, _ step: Int, _ scale: Float)
}
