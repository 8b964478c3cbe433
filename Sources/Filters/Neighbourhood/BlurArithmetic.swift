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

  /// The loops for such numbers. Made anew each time, so ask once.
  static var loops: BlurPass<Input, Number> { get }
}

/// The loops that blur in one kind of numbers. They are `BlurKernels`', which says what they do and
/// what makes them safe.
@safe
struct BlurPass<Input: Sample, Number: BitwiseCopyable> {
  typealias Sum<Element> = (
    UnsafePointer<Element>, UnsafeMutablePointer<Number>, Int, BlurTaps<Number>
  ) -> Void

  /// `sumPairs` of the picture's samples, and of what was summed up already.
  let sumSamples: Sum<Input>
  let sumNumbers: Sum<Number>
  let round: (UnsafePointer<Number>, UnsafeMutablePointer<Input>, Int) -> Void
  /// The last two are amount and threshold.
  let sharpen:
    (
      UnsafePointer<Input>, UnsafePointer<Number>, UnsafeMutablePointer<Input>, Int, Float, Float
    ) -> Void
}
