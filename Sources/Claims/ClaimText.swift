import Benchmark
import Figures
import Measure

/// Figures in the sentences of findings.
package enum ClaimText {
  /// `0.98–1.02`
  static func span(_ interval: Interval, decimals: Int = 2) -> String {
    Humanised.fixed(interval.lower, decimals) + "–" + Humanised.fixed(interval.upper, decimals)
  }

  /// `1.01 (0.98–1.02)`; a dash for what was not measured.
  package static func figure(_ estimate: Estimate?, decimals: Int = 2) -> String {
    guard let estimate else { return "–" }
    let value = Humanised.fixed(estimate.value, decimals)
    return estimate.interval.map { "\(value) (\(span($0, decimals: decimals)))" } ?? value
  }

  /// `93 % (91–95)`
  static func share(_ estimate: Estimate?) -> String {
    guard let estimate else { return "–" }
    let value = Humanised.fixed(estimate.value * 100, 0) + " %"
    guard let interval = estimate.interval else { return value }
    let percent = Interval(
      lower: interval.lower * 100, upper: interval.upper * 100, confidence: interval.confidence)
    return "\(value) (\(span(percent, decimals: 0)))"
  }

  /// `a, b and c`
  static func list(_ parts: [String]) -> String {
    guard let last = parts.last else { return "" }
    return parts.count == 1 ? last : parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
