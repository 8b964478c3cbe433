import Figures
import Measure

/// Whether the instrument can be trusted, worked out from runs whose answer is known.
package enum SelfCheckVerdict {
  /// How many of the comparisons between equals may show a difference. At 95 % confidence 2 of 40
  /// do on average, and more than 4 do in 5 % of all self-checks.
  package static let mostFalseAlarms = 4
  package static let comparisons = 40
  /// How many comparisons are made with what was slowed, of which all but one must show it. Where
  /// each finds it with 99 % certainty, fewer do in 2 % of all self-checks; with 96 %, in 19 %.
  package static let slowedComparisons = 20
  /// Recording must cost less than this share of the wall time.
  package static let mostRecordingCost = 0.01

  package struct Answer: Sendable, Hashable {
    package var passed: Bool
    package var sentence: String

    package init(passed: Bool, sentence: String) {
      self.passed = passed
      self.sentence = sentence
    }
  }

  /// The same arm measured as if it were two: `comparisons` comparisons, one after the other.
  ///
  /// - Parameters:
  ///   - first, second: what both took in each round, of equal number.
  /// - Returns: nil where the rounds are too few for comparisons of `Comparison.usualRounds`.
  package static func equals(_ first: [Double], _ second: [Double]) -> Answer? {
    let verdicts = verdicts(of: first, to: second)
    let count = verdicts.count
    guard count > 0 else { return nil }
    let alarms = verdicts.count { $0 == .faster || $0 == .slower }
    // The bar in proportion, where there were fewer comparisons than planned.
    let most = max(mostFalseAlarms * count / comparisons, 1)
    return Answer(
      passed: alarms <= most,
      sentence: "\(alarms) of \(count) comparisons of an arm with itself show a difference "
        + "(at most \(most) may)")
  }

  /// Recording timelines against not recording them.
  package static func recordingCost(_ recorded: [Double], _ plain: [Double]) -> Answer? {
    guard let comparison = Comparison(of: recorded, to: plain),
      let interval = comparison.interval
    else { return nil }
    let cost = (comparison.ratio - 1) * 100
    let ends = [interval.lower, interval.upper].map { Humanised.fixed(($0 - 1) * 100, 2) }
    let sentence =
      "recording a timeline costs \(Humanised.fixed(cost, 2)) % of the wall time "
      + "(95 %: \(ends[0]) % to \(ends[1]) %)"
    let isShown = interval.upper < 1 + mostRecordingCost
    let isRefuted = interval.lower > 1 + mostRecordingCost
    let bar = "the bar is 1 %"
    return Answer(
      passed: isShown,
      sentence: sentence
        + (isShown
          ? "; \(bar)"
          : isRefuted ? ", more than it may: \(bar)" : ": too wide to show that it is below 1 %"))
  }

  /// A known slowness, in `slowedComparisons` comparisons, one after the other.
  ///
  /// - Parameter share: of work added.
  package static func planted(
    _ slowed: [Double], _ plain: [Double], share: Double
  ) -> Answer? {
    let verdicts = verdicts(of: slowed, to: plain)
    guard let all = Comparison(of: slowed, to: plain), !verdicts.isEmpty else { return nil }
    let found = verdicts.count { $0 == .slower }
    let fewest = verdicts.count - verdicts.count / slowedComparisons
    let percent = Humanised.fixed(share * 100, 0)
    return Answer(
      passed: found >= fewest,
      sentence: "with \(percent) % of work added to every picture, \(found) of \(verdicts.count) "
        + "comparisons show that (at least \(fewest) must); all rounds together, it is measured as "
        + all.sentence(baseline: "without"))
  }

  /// What comparisons of the usual number of rounds say, one after the other.
  private static func verdicts(of arm: [Double], to other: [Double]) -> [Verdict] {
    let length = Comparison.usualRounds
    return (0..<min(arm.count, other.count) / length).compactMap { index in
      let rounds = index * length..<(index + 1) * length
      return Comparison(of: Array(arm[rounds]), to: Array(other[rounds]))?.verdict
    }
  }
}
