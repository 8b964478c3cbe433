/// Weighted sums of samples at fixed distances, in fixed point and in single precision.
///
/// Fixed point has 128 steps a level of 8 bits. Products are cut off to a whole step.
package protocol BlurKernels: SendableMetatype {
  /// `sums[i] = start + Σ weight · (row[i + near] + row[i + far])`. Samples in blocks of 64.
  ///
  /// In fixed point a level counts 128 and a product is `(a + b) · weight ÷ 65,536`.
  @unsafe static func sumPairs(
    _ row: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<UInt16>, _ count: Int,
    _ taps: BlurTaps<UInt16>)
  @unsafe static func sumPairs(
    _ row: UnsafePointer<UInt16>, _ sums: UnsafeMutablePointer<UInt16>, _ count: Int,
    _ taps: BlurTaps<UInt16>)
  @unsafe static func sumPairs(
    _ row: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>)
  @unsafe static func sumPairs(
    _ row: UnsafePointer<UInt16>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>)
  @unsafe static func sumPairs(
    _ row: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>)

  /// `sums[i] = start + Σ weight · row[i + near]`. Samples in blocks of 64.
  @unsafe static func sumSingles(
    _ row: UnsafePointer<UInt16>, _ sums: UnsafeMutablePointer<UInt16>, _ count: Int,
    _ taps: BlurTaps<UInt16>)

  /// Rounds to the nearest level, clamped.
  @unsafe static func round(
    _ steps: UnsafePointer<UInt16>, _ levels: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func round(
    _ numbers: UnsafePointer<Float>, _ levels: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func round(
    _ numbers: UnsafePointer<Float>, _ levels: UnsafeMutablePointer<UInt16>, _ count: Int)

  /// `original + amount · d` for d = original − blurred where |d| reaches the threshold, else the
  /// original; rounded to the nearest level, clamped. The threshold is in levels.
  @unsafe static func sharpen(
    _ original: UnsafePointer<UInt8>, _ blurred: UnsafePointer<UInt16>,
    _ levels: UnsafeMutablePointer<UInt8>, _ count: Int, amount: Float, threshold: Float)
  @unsafe static func sharpen(
    _ original: UnsafePointer<UInt8>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt8>, _ count: Int, amount: Float, threshold: Float)
  @unsafe static func sharpen(
    _ original: UnsafePointer<UInt16>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt16>, _ count: Int, amount: Float, threshold: Float)

  /// `white ÷ 2 + amount · (original − blurred)` with blurred rounded to steps of 65,535 and white
  /// the pixel's alpha, if 2 or 4 channels have it, which is kept; rounded to the nearest level,
  /// clamped.
  @unsafe static func detail(
    _ original: UnsafePointer<UInt8>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt8>, _ pixels: Int, channels: Int, amount: Float)
  @unsafe static func detail(
    _ original: UnsafePointer<UInt16>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt16>, _ pixels: Int, channels: Int, amount: Float)
}

/// The samples that a blurred one is the sum of.
@unsafe
package struct BlurTaps<Number: BitwiseCopyable> {
  /// Distances in elements from the sample itself, `count` of each; singles have no `far`.
  package let near, far: UnsafePointer<Int>
  /// Sixteen times the same weight for each tap: a vector that is loaded in the loop. Of a weight
  /// spread before the loop the compiler no longer knows that it has 16 bits, which it must to use
  /// the instruction for the upper half of a product.
  package let weights: UnsafePointer<Number>
  package let count: Int
  package let start: Number

  @inlinable
  package init(
    near: UnsafePointer<Int>, far: UnsafePointer<Int>, weights: UnsafePointer<Number>, count: Int,
    start: Number
  ) {
    unsafe self.near = near
    unsafe self.far = far
    unsafe self.weights = weights
    unsafe self.count = count
    unsafe self.start = start
  }
}

/// How many samples the loops of a blur take at a time.
package let blurBlock = 64
/// How often each weight of `BlurTaps` is repeated.
package let blurWeightRepeats = 16
