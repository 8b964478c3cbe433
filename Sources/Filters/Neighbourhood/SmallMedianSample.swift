import KernelTable
import Pixels
import Vectors

/// A sample that `MedianKernels` has small windows' medians of.
protocol SmallMedianSample: Sample {
  /// The loops for such samples. Made anew each time, so ask once.
  static var loops: SmallMedianLoops<Self> { get }
}

/// The loops that find medians of one kind of samples. They are `MedianKernels`', which says what
/// they do and what makes them safe.
@safe
struct SmallMedianLoops<S: Sample> {
  typealias Rows = UnsafeBufferPointer<UnsafePointer<S>>

  /// Rows, start, channels, medians and their number.
  let medianOfNine: (Rows, Int, Int, UnsafeMutablePointer<S>, Int) -> Void
  /// Rows, start, columns, their length and number.
  let sortFive: (Rows, Int, UnsafeMutablePointer<S>, Int, Int) -> Void
  /// Columns, their length, channels, medians and their number.
  let medianOfFive: (UnsafePointer<S>, Int, Int, UnsafeMutablePointer<S>, Int) -> Void
}

extension UInt8: SmallMedianSample {
  static var loops: SmallMedianLoops<UInt8> {
    let kernels = Vectors.chosen.kernels.median
    return unsafe SmallMedianLoops(
      medianOfNine: kernels.medianOfNine, sortFive: kernels.sortFive,
      medianOfFive: kernels.medianOfFive)
  }
}

extension UInt16: SmallMedianSample {
  static var loops: SmallMedianLoops<UInt16> {
    let kernels = Vectors.chosen.kernels.median
    return unsafe SmallMedianLoops(
      medianOfNine: kernels.medianOfNine, sortFive: kernels.sortFive,
      medianOfFive: kernels.medianOfFive)
  }
}
