import KernelTable
import Pixels

/// The numbers that a blur is done in. A blurred sample stays a `Number` until `round` or `sharpen`
/// asks for it. The loops are `BlurKernels`', and so is what makes them safe.
protocol BlurArithmetic {
  associatedtype Input: Sample
  associatedtype Number: BitwiseCopyable

  /// - Parameters:
  ///   - weights: for distances 0, 1, 2 …; with both sides counted they add up to 1.
  ///   - isPart: whether it takes another sum, of another Gaussian, to make the blur.
  static func pairs(_ weights: [Double], isPart: Bool) throws(ImageError) -> BlurTapRow<Number>

  @unsafe static func sumPairs(
    _ row: UnsafePointer<Input>, _ sums: UnsafeMutablePointer<Number>, _ count: Int,
    _ taps: BlurTaps<Number>)
  @unsafe static func sumPairs(
    _ row: UnsafePointer<Number>, _ sums: UnsafeMutablePointer<Number>, _ count: Int,
    _ taps: BlurTaps<Number>)
  @unsafe static func round(
    _ numbers: UnsafePointer<Number>, _ levels: UnsafeMutablePointer<Input>, _ count: Int)
  @unsafe static func sharpen(
    _ original: UnsafePointer<Input>, _ blurred: UnsafePointer<Number>,
    _ levels: UnsafeMutablePointer<Input>, _ count: Int, amount: Float, threshold: Float)
}
