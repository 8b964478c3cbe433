import Pixels

/// Plain colour again from pre-multiplied 16-bit samples, at the depth the image had before.
///
/// `v = min(M, round(p · M / a))` with M the largest sample of the output's depth; alpha itself
/// becomes `round(a · M / 65535)`. Where the output's alpha is 0 the colour is 0, since there is no
/// way to know it.
///
/// There and back, 8-bit samples return exactly wherever alpha is not 0. 16-bit samples return to
/// within `32767.5 / a + 0.5`: exactly for opaque pixels, coarsely for nearly transparent ones.
enum Unpremultiply {
  static func plan(for input: ImageShape, to depth: SampleDepth) -> FilterPlan {
    precondition(
      input.format.model.hasAlpha && input.format.depth == .sixteen, "not pre-multiplied")
    let output = input.with(format: PixelFormat(input.format.model, depth))
    let scratch = depth == .eight ? input.rowBytes : 0
    return FilterPlan(output: output, workingBytes: scratch, reach: .row) {
      source, checkpoint throws(ImageError) in
      try UnpremultiplyingSource(source, output, checkpoint)
    }
  }

  /// What a colour sample is multiplied by to undo `alpha`.
  ///
  /// In double precision the product is far nearer to the exact quotient than that can be to a
  /// rounding border, except on the border itself, where `nudge` makes halves round up.
  @inline(__always)
  static func factor(_ alpha: UInt16, _ maximum: Double) -> Double {
    alpha == 0 ? 0 : maximum / Double(alpha)
  }

  @inline(__always)
  static func quotient(_ p: UInt16, _ factor: Double, _ maximum: Double) -> Int32 {
    let nudge = 1e-7
    return Int32(min(Double(p) * factor + (0.5 + nudge), maximum))
  }

  /// Turns `pixels` of a row into plain 16-bit samples, in place.
  static func apply16(_ samples: inout MutableSpan<UInt16>, pixels: Range<Int>, channels: Int) {
    for pixel in pixels {
      let first = pixel * channels
      let factor = factor(samples[first + channels - 1], 65_535)
      for channel in first..<first + channels - 1 {
        samples[channel] = UInt16(
          truncatingIfNeeded: quotient(samples[channel], factor, 65_535))
      }
    }
  }

  /// Turns `pixels` of a row into plain 8-bit samples in another row.
  static func apply8(
    _ from: borrowing MutableSpan<UInt16>, _ to: inout MutableSpan<UInt8>, pixels: Range<Int>,
    channels: Int
  ) {
    for pixel in pixels {
      let first = pixel * channels
      let alpha = from[first + channels - 1]
      let narrow = (UInt32(alpha) + 128) / 257
      let factor = narrow == 0 ? 0 : factor(alpha, 255)
      for channel in first..<first + channels - 1 {
        to[channel] = UInt8(truncatingIfNeeded: quotient(from[channel], factor, 255))
      }
      to[first + channels - 1] = UInt8(truncatingIfNeeded: narrow)
    }
  }
}

private final class UnpremultiplyingSource: RowSource {
  let shape: ImageShape
  private let source: any RowSource
  private let checkpoint: Checkpoint
  /// One row as the source has it, where that is wider than ours.
  private let wide: StoredImage?

  init(
    _ source: any RowSource, _ shape: ImageShape, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.shape = shape
    self.source = source
    self.checkpoint = checkpoint
    let input = source.shape
    wide =
      shape.format.depth == .eight
      ? StoredImage(
        try PixelBuffer(ImageShape(width: input.width, height: 1, format: input.format)))
      : nil
  }

  func read(into row: MutableRow) throws(ImageError) {
    let channels = shape.channels
    guard let wide else {
      try source.read(into: row)
      try checkpoint.paced(shape.width, stretch: 2048) { range in
        row.with(UInt16.self) { Unpremultiply.apply16(&$0, pixels: range, channels: channels) }
      }
      return
    }
    let samples = wide.pixels[row: 0]
    try source.read(into: samples)
    try checkpoint.paced(shape.width, stretch: 2048) { range in
      samples.with(UInt16.self) { from in
        row.with(UInt8.self) { to in
          Unpremultiply.apply8(from, &to, pixels: range, channels: channels)
        }
      }
    }
  }
}
