/// Pixels between tiles that have a tone curve each.
package protocol LocalCurveKernels: SendableMetatype {
  /// By how much `n` tones change: the bilinear mean of four curves, less the tone.
  ///
  /// - Parameters:
  ///   - corners: for each tone the four entries as bytes of a word, the lowest one first: above on
  ///     the left and on the right, below on the left and on the right. One look instead of four.
  ///   - across: for each pixel the share of the curves on the right.
  ///   - down: the share of the curves below.
  @unsafe static func change(
    _ tones: UnsafePointer<UInt8>, _ corners: UnsafePointer<UInt32>,
    across: UnsafePointer<Float>, down: Float, _ to: UnsafeMutablePointer<Float>, _ n: Int)
  /// As above, with the four curves as they are.
  @unsafe static func change(
    _ tones: UnsafePointer<UInt16>, _ corners: CurveCorners, across: UnsafePointer<Float>,
    down: Float, _ to: UnsafeMutablePointer<Float>, _ n: Int)

  /// Adds its number to all channels of each of `n` pixels, rounded to nearest, clamped. Of 2 or 4
  /// channels the last one is alpha and stays.
  @unsafe static func add(
    _ changes: UnsafePointer<Float>, _ samples: UnsafeMutablePointer<UInt8>, channels: Int,
    _ n: Int)
  @unsafe static func add(
    _ changes: UnsafePointer<Float>, _ samples: UnsafeMutablePointer<UInt16>, channels: Int,
    _ n: Int)
}

/// The curves of the four tiles whose middles surround a pixel, each with an entry for every tone.
@unsafe
package struct CurveCorners {
  package let above, below: (left: UnsafePointer<UInt16>, right: UnsafePointer<UInt16>)

  package init(
    above: (left: UnsafePointer<UInt16>, right: UnsafePointer<UInt16>),
    below: (left: UnsafePointer<UInt16>, right: UnsafePointer<UInt16>)
  ) {
    unsafe self.above = above
    unsafe self.below = below
  }
}
