import Benchmark
import Measure

/// Figures in the sentences of findings.
enum ClaimText {
  /// `0.98–1.02`
  static func span(_ interval: Interval, decimals: Int = 2) -> String {
    interval.lower.text(decimals: decimals) + "–" + interval.upper.text(decimals: decimals)
  }

  /// `1.01 (0.98–1.02)`; a dash for what was not measured.
  static func figure(_ estimate: Estimate?, decimals: Int = 2) -> String {
    guard let estimate else { return "–" }
    let value = estimate.value.text(decimals: decimals)
    return estimate.interval.map { "\(value) (\(span($0, decimals: decimals)))" } ?? value
  }

  /// `93 % (91–95)`
  static func share(_ estimate: Estimate?) -> String {
    guard let estimate else { return "–" }
    let value = (estimate.value * 100).text(decimals: 0) + " %"
    guard let interval = estimate.interval else { return value }
    let percent = Interval(
      lower: interval.lower * 100, upper: interval.upper * 100, confidence: interval.confidence)
    return "\(value) (\(span(percent, decimals: 0)))"
  }

  /// `2 threads`, `1 thread`
  static func count(_ number: Int, _ thing: String) -> String {
    "\(grouped(UInt64(max(number, 0)))) \(thing)"
      + (number == 1 ? "" : thing.hasSuffix("s") ? "es" : "s")
  }

  /// Whole numbers with their thousands apart: `1,204`.
  static func grouped(_ value: UInt64) -> String {
    var text = ""
    let digits = Array(String(value))
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `a, b and c`
  static func list(_ parts: [String]) -> String {
    guard let last = parts.last else { return "" }
    return parts.count == 1 ? last : parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
