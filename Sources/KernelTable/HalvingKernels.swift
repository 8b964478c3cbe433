/// Means of squares of four pixels.
package protocol HalvingKernels: SendableMetatype {
  /// Pixel i of `out` is the mean of pixels 2i and 2i + 1 of two rows, to the nearest, halves to
  /// even.
  ///
  /// - Parameter channels: 1 to 4.
  @unsafe static func halve(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, channels: Int,
    _ out: UnsafeMutablePointer<UInt8>, _ pixels: Int)
  @unsafe static func halve(
    _ upper: UnsafePointer<UInt16>, _ lower: UnsafePointer<UInt16>, channels: Int,
    _ out: UnsafeMutablePointer<UInt16>, _ pixels: Int)
}
