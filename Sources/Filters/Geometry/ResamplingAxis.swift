/// One axis of a resize: a stretch of source pixels that becomes a number of target pixels.
///
/// Pixel j covers [j, j + 1). Target pixel i has its centre at `start + (i + ½) · ratio`.
package struct ResamplingAxis: Sendable, Hashable {
  /// Source pixels there are, also outside the stretch.
  package var inputCount: Int
  /// Where the stretch begins and how long it is, in source pixels; need not be whole.
  package var start: Double
  package var extent: Double
  package var outputCount: Int

  package init(inputCount: Int, start: Double, extent: Double, outputCount: Int) {
    self.inputCount = inputCount
    self.start = start
    self.extent = extent
    self.outputCount = outputCount
  }

  /// Source pixels per target pixel.
  var ratio: Double { extent / Double(outputCount) }

  /// Whether every target pixel is the source pixel of the same number.
  var isIdentity: Bool {
    start == 0 && extent == Double(inputCount) && inputCount == outputCount
  }

  /// Where the pairs of source pixels begin that make up a target pixel each, if it is so.
  var startOfHalves: Int? {
    guard extent == Double(2 * outputCount), let first = Int(exactly: start), first >= 0,
      first + 2 * outputCount <= inputCount
    else { return nil }
    return first
  }

  func centre(_ i: Int) -> Double { start + (Double(i) + 0.5) * ratio }

  /// Half the width of the kernel in source pixels, widened when reducing so that no source pixel
  /// is skipped (which is what prevents aliasing).
  func radius(_ kernel: ResamplingKernel) -> Double {
    kernel == .box ? ratio / 2 : kernel.radius * max(1, ratio)
  }

  /// The most source pixels that one target pixel can be made of.
  func mostTaps(_ kernel: ResamplingKernel) -> Int {
    if kernel == .nearest || isIdentity { return 1 }
    return min(inputCount, Int((2 * radius(kernel)).rounded(.up)) + 2)
  }

  /// The source pixels that target pixel `i` is made of, before those outside the image are
  /// replaced by the edge pixel.
  func taps(_ i: Int, _ kernel: ResamplingKernel) -> Range<Int> {
    let centre = centre(i)
    if isIdentity { return i..<i + 1 }
    if kernel == .nearest {
      let nearest = Int(centre.rounded(.down))
      return nearest..<nearest + 1
    }
    let radius = radius(kernel)
    let first = Int((centre - radius).rounded(.down))
    return first..<max(first + 1, Int((centre + radius).rounded(.up)))
  }

  /// How much source pixel `j` counts for target pixel `i`, not normalised.
  func weight(_ j: Int, _ i: Int, _ kernel: ResamplingKernel) -> Double {
    if kernel == .nearest || isIdentity { return 1 }
    let centre = centre(i)
    if kernel == .box {
      // The area that both pixels share.
      let left = max(Double(j), centre - ratio / 2)
      let right = min(Double(j + 1), centre + ratio / 2)
      return max(0, right - left)
    }
    return kernel.weight((Double(j) + 0.5 - centre) / max(1, ratio))
  }
}
