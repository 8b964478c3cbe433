/// Values between the pixels of a picture, each from a place of its own.
package protocol WarpKernels: SendableMetatype {
  /// Where pixels of a line come from, all within the picture.
  @unsafe static func find(_ line: WarpLine, _ places: WarpPlaces, _ count: Int)

  /// Pixel i of `out` is the bicubic mean of 4 by 4 pixels, halves to even, clamped.
  ///
  /// The pixels are those from one above and to the left of place i on, by Catmull and Rom's
  /// weights. Around them, the picture is readable for a row more.
  ///
  /// - Parameters:
  ///   - stride: samples from a row to the next.
  ///   - channels: 1 to 4.
  @unsafe static func bicubic(
    _ picture: UnsafePointer<UInt8>, stride: Int, channels: Int, _ places: WarpPlaces,
    _ out: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func bicubic(
    _ picture: UnsafePointer<UInt16>, stride: Int, channels: Int, _ places: WarpPlaces,
    _ out: UnsafeMutablePointer<UInt16>, _ count: Int)
}

/// Pixels side by side, and how they are mapped into the picture that they come from.
package struct WarpLine: Sendable {
  /// The middle of the first pixel.
  package var x: Double
  /// Column `across.x · x + across.row + across.shift` of the picture, less `half`; and its row.
  package var across, down: Share
  package var half: Double
  /// Samples from a pixel, and a row, of the picture to the next, and from where addresses begin
  /// to its first pixel: whole numbers.
  package var pixelStep, rowStep, first: Double

  package struct Share: Sendable {
    package var x, row, shift: Double

    package init(x: Double, row: Double, shift: Double) {
      (self.x, self.row, self.shift) = (x, row, shift)
    }
  }

  package init(
    x: Double, across: Share, down: Share, half: Double, pixelStep: Double, rowStep: Double,
    first: Double
  ) {
    self.x = x
    (self.across, self.down, self.half) = (across, down, half)
    (self.pixelStep, self.rowStep, self.first) = (pixelStep, rowStep, first)
  }
}

/// Places between four pixels each.
@unsafe
package struct WarpPlaces {
  /// Samples from where addresses begin to the upper left pixel's first.
  package let samples: UnsafeMutablePointer<Int>
  /// How far the place is from that pixel, 0…1.
  package let across, down: UnsafeMutablePointer<Float>
  /// Room for eight weights for each place.
  package let weights: UnsafeMutablePointer<Float>

  package init(
    samples: UnsafeMutablePointer<Int>, across: UnsafeMutablePointer<Float>,
    down: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>
  ) {
    unsafe self.samples = samples
    unsafe (self.across, self.down) = (across, down)
    unsafe self.weights = weights
  }
}
