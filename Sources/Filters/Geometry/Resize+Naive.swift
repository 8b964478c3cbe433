import Pixels

/// Resizing as its definition says: every target sample on its own, in double precision, over all
/// source pixels of both axes. What the fast one is checked against.
package enum NaiveResize {
  /// - Parameter samples: of one channel, row by row.
  /// - Returns: the target's samples, neither rounded nor clamped.
  package static func apply(_ samples: [Double], _ resampling: Resampling) -> [Double] {
    let (columns, rows) = (resampling.horizontal, resampling.vertical)
    var result: [Double] = []
    for y in 0..<rows.outputCount {
      let vertical = weights(rows, y, resampling.kernel)
      for x in 0..<columns.outputCount {
        var sum = 0.0
        for (column, horizontalWeight) in weights(columns, x, resampling.kernel) {
          for (row, verticalWeight) in vertical {
            sum += samples[row * columns.inputCount + column] * horizontalWeight * verticalWeight
          }
        }
        result.append(sum)
      }
    }
    return result
  }

  /// Source pixels and normalised weights of one target pixel, found by trying all pixels that lie
  /// within the widened kernel, and a few more.
  private static func weights(
    _ axis: ResamplingAxis, _ i: Int, _ kernel: ResamplingKernel
  ) -> [(pixel: Int, weight: Double)] {
    let ratio = axis.extent / Double(axis.outputCount)
    let centre = axis.start + (Double(i) + 0.5) * ratio
    let inside = { min(max($0, 0), axis.inputCount - 1) }
    if axis.start == 0, ratio == 1, axis.inputCount == axis.outputCount { return [(i, 1)] }
    if kernel == .nearest { return [(inside(Int(centre.rounded(.down))), 1)] }
    let stretch = max(1, ratio)
    let reach = Int(3 * stretch) + 3
    var found: [(pixel: Int, weight: Double)] = []
    for pixel in Int(centre) - reach...Int(centre) + reach {
      let weight =
        if kernel == .box {
          max(
            0, min(Double(pixel) + 1, centre + ratio / 2) - max(Double(pixel), centre - ratio / 2))
        } else {
          kernel.weight((Double(pixel) + 0.5 - centre) / stretch)
        }
      found.append((inside(pixel), weight))
    }
    let sum = found.reduce(0) { $0 + $1.weight }
    return found.map { ($0.pixel, $0.weight / sum) }
  }
}
