import KernelTable
import Pixels

/// Weights of a blur's taps, and memory for where the taps are.
@safe
final class BlurTapRow<Number: BitwiseCopyable> {
  let count: Int
  private let start: Number
  private let near, far: ScratchRow<Int>
  private let weights: ScratchRow<Number>

  /// - Parameter start: what sums begin with.
  init(_ weights: [Number], start: Number) throws(ImageError) {
    count = weights.count
    self.start = start
    near = try ScratchRow(count: count, margin: 0)
    far = try ScratchRow(count: count, margin: 0)
    self.weights = try ScratchRow(count: count * blurWeightRepeats, margin: 0)
    for (k, weight) in weights.enumerated() {
      // Safe: there is room for the repeats of each.
      unsafe (self.weights.start + k * blurWeightRepeats).update(
        repeating: weight, count: blurWeightRepeats)
    }
  }

  static func bytes(count: Int) -> Int {
    count * (2 * MemoryLayout<Int>.stride + blurWeightRepeats * MemoryLayout<Number>.stride)
  }

  /// Says where tap `k` is, in elements from the sample that is worked out.
  func place(_ k: Int, near: Int, far: Int = 0) {
    precondition(k >= 0 && k < count, "no such tap")
    unsafe self.near.start[k] = near
    unsafe self.far.start[k] = far
  }

  /// Puts tap `k` as many times `step` elements away on both sides.
  func spread(step: Int) {
    for k in 0..<count { place(k, near: -k * step, far: k * step) }
  }

  /// For a kernel. Good while the row lives.
  @unsafe var taps: BlurTaps<Number> {
    unsafe BlurTaps(
      near: near.start, far: far.start, weights: weights.start, count: count, start: start)
  }
}
