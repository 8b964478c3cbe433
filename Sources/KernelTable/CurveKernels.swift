/// Tone curves of bytes that arithmetic gives, which vectors do many at a time, as no table can be
/// looked up. `n` samples of whole pixels are changed in place; of 2 or 4 channels the last one is
/// alpha and stays.
package protocol CurveKernels: SendableMetatype {
  @unsafe static func shift(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ shift: ByteShift, _ n: Int)
  @unsafe static func step(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ step: ByteStep, _ n: Int)
  @unsafe static func line(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ line: ByteLine, _ n: Int)
}

/// `clamp(in ^ flip, low, high) + offset`, without the carry. `flip` is 255 for a negative.
package struct ByteShift: Sendable {
  package let flip, low, high, offset: UInt8

  package init(flip: UInt8, low: UInt8, high: UInt8, offset: UInt8) {
    self.flip = flip
    self.low = low
    self.high = high
    self.offset = offset
  }
}

/// One value below a level, another one from it on.
package struct ByteStep: Sendable {
  package let level, below, from: UInt8

  package init(level: UInt8, below: UInt8, from: UInt8) {
    self.level = level
    self.below = below
    self.from = from
  }
}

/// `clamp(in · slope + start, low, high)`, rounded to nearest.
package struct ByteLine: Sendable {
  package let slope, start, low, high: Float

  package init(slope: Float, start: Float, low: Float, high: Float) {
    self.slope = slope
    self.start = start
    self.low = low
    self.high = high
  }
}
