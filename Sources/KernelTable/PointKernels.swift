/// Pixels of 3 or 4 channels, red, green and blue first, each by itself. Ranges are pixels.
package protocol PointKernels: SendableMetatype {
  /// Each colour becomes a weighted sum of all three, rounded to nearest, clamped, in place.
  @unsafe static func mix(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ weights: MixWeights,
    _ pixels: Range<Int>)
  @unsafe static func mix(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ weights: MixWeights,
    _ pixels: Range<Int>)

  /// `luma + factor · (in − luma)` for each colour, rounded to nearest, clamped, in place.
  @unsafe static func saturate(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ factor: Float, _ pixels: Range<Int>)
  @unsafe static func saturate(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ factor: Float, _ pixels: Range<Int>)
}

/// What red, green and blue, the columns, add to each colour.
package struct MixWeights: Sendable {
  package let red, green, blue: (Float, Float, Float)

  package init(
    red: (Float, Float, Float), green: (Float, Float, Float), blue: (Float, Float, Float)
  ) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}
