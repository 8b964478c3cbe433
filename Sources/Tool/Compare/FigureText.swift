import Benchmark
import Figures
import Measure

/// Figures for people. What is not known is a dash.
enum FigureText {
  static let unknown = "–"

  static func median(_ figure: Figure, of arm: Arm) -> String {
    arm.figures[figure].map { figure.unit.text($0.value) } ?? unknown
  }

  /// `1.20–1.25 s`, or both ends with their units where these differ.
  static func interval(_ figure: Figure, of arm: Arm) -> String {
    guard let interval = arm.figures[figure]?.interval else { return unknown }
    let ends = [interval.lower, interval.upper].map { figure.unit.text($0) }
    let units = ends.map { $0.drop { !$0.isWhitespace } }
    guard units[0] == units[1], !units[0].isEmpty else { return ends.joined(separator: " – ") }
    return ends[0].dropLast(units[0].count) + "–" + ends[1]
  }

  /// `1.96 (1.93–1.98)`.
  static func ratio(_ estimate: Estimate?) -> String {
    guard let estimate else { return unknown }
    guard let interval = estimate.interval else { return Humanised.fixed(estimate.value, 2) }
    return Humanised.fixed(estimate.value, 2)
      + " (\(Humanised.fixed(interval.lower, 2))–\(Humanised.fixed(interval.upper, 2)))"
  }

  /// A percentile of a histogram that arms may have.
  static func quantile(_ share: Double, of name: String, _ arm: Arm) -> String {
    arm.histograms[name]?.quantile(share).map { Humanised.duration($0) } ?? unknown
  }
}
