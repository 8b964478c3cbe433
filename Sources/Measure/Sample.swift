/// Measured values of one quantity, in any order, and the figures that outliers cannot spoil.
package struct Sample: Sendable, Hashable {
  /// In ascending order; at least one.
  package let sorted: [Double]

  /// Nil where there are no values, or one of them is no finite number.
  package init?(_ values: [Double]) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    sorted = values.sorted()
  }

  package var count: Int { sorted.count }
  package var minimum: Double { sorted[0] }
  package var maximum: Double { sorted[count - 1] }
  package var median: Double { quantile(0.5) }

  /// The value below which the share `share` (0 to 1) lies, interpolated between neighbours
  /// (type 7 of Hyndman and Fan 1996: what R, NumPy and spreadsheets do unless told otherwise).
  package func quantile(_ share: Double) -> Double {
    let position = Double(count - 1) * min(max(share, 0), 1)
    let below = Int(position)
    let above = min(below + 1, count - 1)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
  }

  /// The median distance from the median. Times 1.4826 it estimates the standard deviation of
  /// normally distributed values.
  package var medianAbsoluteDeviation: Double {
    let median = median
    return Sample.median(of: sorted.map { abs($0 - median) })
  }

  /// The median of values known to be finite and not none.
  static func median(of values: [Double]) -> Double {
    let sorted = values.sorted()
    let upper = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2
  }
}
