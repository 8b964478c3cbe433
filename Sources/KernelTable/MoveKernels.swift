/// Pixels that go elsewhere as they are.
package protocol MoveKernels: SendableMetatype {
  /// Pixel i of `out` is the last but i of `row`; the two do not overlap.
  ///
  /// - Parameter pixelBytes: 1, 2, 3, 4, 6 or 8.
  @unsafe static func mirror(
    _ row: UnsafeRawPointer, pixelBytes: Int, _ out: UnsafeMutableRawPointer, _ pixels: Int)
}
