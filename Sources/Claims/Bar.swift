import Benchmark
import Figures
import Measure

/// A number that a figure is held against. The whole interval must lie on one side: what might as
/// well lie on the other is not shown.
struct Bar {
  enum Side { case atMost, atLeast }

  let side: Side
  let value: Double

  static func atMost(_ value: Double) -> Bar { Bar(side: .atMost, value: value) }
  static func atLeast(_ value: Double) -> Bar { Bar(side: .atLeast, value: value) }

  /// - Parameter name: of the figure, for the reason why nothing can be said.
  func verdict(of estimate: Estimate?, named name: String) -> ClaimVerdict {
    guard let estimate else { return .cannotBeShown(reason: "\(name) was not measured") }
    guard let interval = estimate.interval else {
      return .cannotBeShown(
        reason: "\(Interval.fewestRounds) rounds are needed to say how sure \(name) is")
    }
    let met = side == .atMost ? interval.upper <= value : interval.lower >= value
    if met { return .holds }
    let missed = side == .atMost ? interval.lower > value : interval.upper < value
    if missed { return .fails }
    return .cannotBeShown(
      reason: "\(name) is too uncertain, \(ClaimText.span(interval)) around the bar of "
        + "\(Humanised.fixed(value, 2)); more rounds (--runs) or a quieter machine would tell")
  }
}
