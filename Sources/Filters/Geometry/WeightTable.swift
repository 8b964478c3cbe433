import Pixels

/// For every target pixel of an axis: where its source pixels begin and how much each counts.
///
/// Weights of a target pixel sum to 1, which keeps a constant image constant. What a kernel would
/// take from outside the image counts for the edge pixel.
struct WeightTable {
  /// First source pixel, by target pixel; never decreases.
  private(set) var first: [Int] = []
  /// Source pixels that count, by target pixel; at least 1.
  private(set) var counts: [Int] = []
  /// Weights of all target pixels, `stride` for each, those beyond `counts` being 0.
  private(set) var weights: [Float] = []
  let stride: Int
  let maxTaps: Int

  /// - Parameter multiple: `stride` is rounded up to this.
  /// - Throws: only what the checkpoint does.
  init(
    _ axis: ResamplingAxis, _ kernel: ResamplingKernel, multiple: Int, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    maxTaps = axis.mostTaps(kernel)
    stride = (maxTaps + multiple - 1) / multiple * multiple
    first.reserveCapacity(axis.outputCount)
    counts.reserveCapacity(axis.outputCount)
    weights.reserveCapacity(axis.outputCount * stride)
    for i in 0..<axis.outputCount { try append(axis, i, kernel, checkpoint) }
  }

  private mutating func append(
    _ axis: ResamplingAxis, _ i: Int, _ kernel: ResamplingKernel, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    let taps = axis.taps(i, kernel)
    let last = axis.inputCount - 1
    let low = min(max(taps.lowerBound, 0), last)
    let high = min(max(taps.upperBound - 1, 0), last)
    var exact = [Double](repeating: 0, count: high - low + 1)
    var sum = 0.0
    try checkpoint.paced(taps.count, stretch: 256) { range in
      for offset in range {
        let j = taps.lowerBound + offset
        let weight = axis.weight(j, i, kernel)
        exact[min(max(j, low), high) - low] += weight
        sum += weight
      }
    }
    // Kernels vanish at their ends, and rounding leaves specks there that would cost time.
    let speck = 1e-9 * abs(sum)
    var start = 0
    var end = exact.count
    while end - start > 1, abs(exact[start]) < speck { start += 1 }
    while end - start > 1, abs(exact[end - 1]) < speck { end -= 1 }
    first.append(low + start)
    counts.append(end - start)
    for index in start..<end { weights.append(Float(exact[index] / sum)) }
    weights.append(contentsOf: repeatElement(0, count: stride - (end - start)))
  }

  /// Source pixels that some target pixel is made of.
  var used: Range<Int> {
    var end = 0
    for (first, count) in zip(first, counts) { end = max(end, first + count) }
    return first[0]..<end
  }
}
