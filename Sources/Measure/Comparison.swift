#if canImport(Glibc)
  import Glibc
#endif

/// One arm against another, from rounds in which both were run.
///
/// Only ratios within a round count: what slows down a whole round slows down both arms of it.
package struct Comparison: Sendable, Hashable {
  /// What the arm took ÷ what the baseline took, by round; all of them.
  package let ratios: [Double]
  /// Rounds left out because the machine was held up in them, by index; see `DisturbedRounds`.
  package let disturbedRounds: [Int]
  /// The typical ratio: Hodges and Lehmann's centre of the logarithms. Above 1, the arm is slower.
  package let ratio: Double
  /// The exact interval of `ratio`; nil where there are too few rounds for the confidence.
  package let interval: Interval?
  /// The fewest rounds of which there would be an interval.
  package let fewestRounds: Int

  /// How many rounds are measured unless the user says otherwise: of ten, a difference of 5 % was
  /// shown in 18 or 19 of 20 comparisons of runs that take a third of a second and vary by 3 %.
  package static let usualRounds = 15

  /// - Parameters:
  ///   - arm, baseline: what each took by round, in any unit that is the same for both.
  ///   - comparisons: how many comparisons are reported together. With more than one, each interval
  ///     is widened so that *all* of them hold with `confidence` (Bonferroni): otherwise one in
  ///     twenty comparisons between equals would show a difference. See `fewestRounds(among:)`.
  /// - Returns: nil without rounds, for unequal numbers of rounds, and where a value is not a
  ///   finite number above 0.
  package init?(
    of arm: [Double], to baseline: [Double], among comparisons: Int = 1,
    confidence: Double = Interval.usualConfidence
  ) {
    guard !arm.isEmpty, arm.count == baseline.count,
      (arm + baseline).allSatisfy({ $0.isFinite && $0 > 0 })
    else { return nil }
    let quotients = zip(arm, baseline).map { $0 / $1 }
    let each = Comparison.confidence(ofEach: comparisons, together: confidence)
    fewestRounds = SignedRank.fewest(confidence: each)
    let disturbed = DisturbedRounds.among(arm, baseline, keeping: fewestRounds)
    ratios = quotients
    disturbedRounds = disturbed
    let kept = quotients.indices.filter { !disturbed.contains($0) }.map { log(quotients[$0]) }
    guard let ranks = SignedRank(kept, confidence: each) else { return nil }
    ratio = exp(ranks.centre)
    interval = ranks.interval.map {
      Interval(lower: exp($0.lower), upper: exp($0.upper), confidence: confidence)
    }
  }

  /// The fewest rounds of which there are verdicts when so many comparisons are reported together:
  /// ten for up to 25 of them at 95 %.
  package static func fewestRounds(
    among comparisons: Int, confidence: Double = Interval.usualConfidence
  ) -> Int {
    SignedRank.fewest(confidence: Comparison.confidence(ofEach: comparisons, together: confidence))
  }

  private static func confidence(ofEach comparisons: Int, together confidence: Double) -> Double {
    1 - (1 - confidence) / Double(max(comparisons, 1))
  }

  package var verdict: Verdict {
    guard let interval else { return .tooFewRounds }
    if interval.upper < 1 { return .faster }
    if interval.lower > 1 { return .slower }
    return .noDifferenceShown
  }
}
