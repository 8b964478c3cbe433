/// Values between the pixels of a picture, each from a place of its own.
package protocol WarpKernels: SendableMetatype {
  /// Pixel i of `out` is the bicubic mean of 4 by 4 pixels, halves to even, clamped.
  ///
  /// The pixels are those from one above and to the left of `places[i]` on, by Catmull and Rom's
  /// weights. Of three channels, a sample more is read behind each pixel.
  ///
  /// - Parameters:
  ///   - stride: samples from a row to the next.
  ///   - channels: 1 to 4.
  @unsafe static func bicubic(
    _ picture: UnsafePointer<UInt8>, stride: Int, channels: Int,
    _ places: UnsafePointer<WarpPlace>, _ out: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func bicubic(
    _ picture: UnsafePointer<UInt16>, stride: Int, channels: Int,
    _ places: UnsafePointer<WarpPlace>, _ out: UnsafeMutablePointer<UInt16>, _ count: Int)
}

/// A place between four pixels.
package struct WarpPlace: Sendable, Equatable, BitwiseCopyable {
  /// Samples from the picture's first to the upper left pixel's first.
  package var sample: Int
  /// How far the place is from that pixel, 0…1.
  package var across, down: Float

  package init(sample: Int, across: Float, down: Float) {
    self.sample = sample
    self.across = across
    self.down = down
  }
}
