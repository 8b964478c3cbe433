import KernelTable
import Pixels
import Vectors

// Single precision: for 16-bit samples, and for 8-bit ones where what follows makes a blur's errors
// larger.

enum FloatBlur {
  static func pairs(_ weights: [Double]) throws(ImageError) -> BlurTapRow<Float> {
    // The centre is added to itself.
    try BlurTapRow(
      [Float(weights[0] / 2)] + weights.dropFirst().map { Float($0) }, start: 0)
  }
}

enum FloatBlur8: BlurArithmetic {
  static func pairs(_ weights: [Double], isPart: Bool) throws(ImageError) -> BlurTapRow<Float> {
    try FloatBlur.pairs(weights)
  }

  static func sumPairs(
    _ row: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>
  ) { unsafe Vectors.chosen.kernels.blur.sumPairs(row, sums, count, taps) }

  static func sumPairs(
    _ row: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>
  ) { unsafe Vectors.chosen.kernels.blur.sumPairs(row, sums, count, taps) }

  static func round(
    _ numbers: UnsafePointer<Float>, _ levels: UnsafeMutablePointer<UInt8>, _ count: Int
  ) { unsafe Vectors.chosen.kernels.blur.round(numbers, levels, count) }

  static func sharpen(
    _ original: UnsafePointer<UInt8>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt8>, _ count: Int, amount: Float, threshold: Float
  ) {
    unsafe Vectors.chosen.kernels.blur.sharpen(
      original, blurred, levels, count, amount: amount, threshold: threshold)
  }
}

enum FloatBlur16: BlurArithmetic {
  static func pairs(_ weights: [Double], isPart: Bool) throws(ImageError) -> BlurTapRow<Float> {
    try FloatBlur.pairs(weights)
  }

  static func sumPairs(
    _ row: UnsafePointer<UInt16>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>
  ) { unsafe Vectors.chosen.kernels.blur.sumPairs(row, sums, count, taps) }

  static func sumPairs(
    _ row: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>
  ) { unsafe Vectors.chosen.kernels.blur.sumPairs(row, sums, count, taps) }

  static func round(
    _ numbers: UnsafePointer<Float>, _ levels: UnsafeMutablePointer<UInt16>, _ count: Int
  ) { unsafe Vectors.chosen.kernels.blur.round(numbers, levels, count) }

  static func sharpen(
    _ original: UnsafePointer<UInt16>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt16>, _ count: Int, amount: Float, threshold: Float
  ) {
    unsafe Vectors.chosen.kernels.blur.sharpen(
      original, blurred, levels, count, amount: amount, threshold: threshold)
  }
}
