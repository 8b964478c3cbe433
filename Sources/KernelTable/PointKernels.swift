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

  /// `weight · in` for each colour of a pixel, rounded to nearest, in place; of 1 to 4 channels, 2
  /// and 4 with alpha.
  @unsafe static func scale(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ weights: UnsafePointer<Float>,
    _ pixels: Range<Int>)
  @unsafe static func scale(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ weights: UnsafePointer<Float>,
    _ pixels: Range<Int>)

  /// The weights of a row's pixels, `down` half pixels below the picture's centre.
  @unsafe static func falloff(
    _ weights: UnsafeMutablePointer<Float>, _ falloff: Falloff, down: Int, _ pixels: Range<Int>)
}

/// How much darker a picture becomes away from its centre: weights are `1 − amount · t² (3 − 2t)`,
/// with t from 0 at `start`, a share of the way from the centre to a corner, to 1 at the corner.
package struct Falloff: Sendable {
  package let amount, start: Double
  /// Pixels, 1…2³⁰.
  package let width, height: Int

  package init(amount: Double, start: Double, width: Int, height: Int) {
    self.amount = amount
    self.start = start
    self.width = width
    self.height = height
  }
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
