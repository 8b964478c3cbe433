import Figures

extension Warning {
  /// The modified Z-score above which a value is an outlier, as in hyperfine: ten standard
  /// deviations. Ten clean, normally distributed values hold one in 0.2 % of cases; at the
  /// textbook's 3.5 it would be 13 %, and nobody heeds a warning that is mostly wrong.
  package static let outlierScore = 10.0

  /// Smaller deviations than this share of the median count as this large.
  private static let leastDeviation = 0.001

  /// A trend has to be this improbable by chance, and change the value by this share over all
  /// rounds, to be called a drift.
  private static let driftProbability = 0.01
  private static let driftShare = 0.01

  /// What is odd about the values of one arm.
  ///
  /// - Parameters:
  ///   - values: what the arm took, in the order of the rounds; positive.
  package static func ofRounds(_ values: [Double], arm: String) -> [Warning] {
    var warnings: [Warning] = []
    if values.count < Interval.fewestRounds {
      warnings.append(
        Warning(
          .tooFewRounds,
          "\(arm): \(tooFew(values.count))"))
    }
    if let warning = outliers(values, arm: arm) { warnings.append(warning) }
    if let warning = drift(values, arm: arm) { warnings.append(warning) }
    return warnings
  }

  /// The same of all arms, which have as many rounds each.
  package static func ofTooFewRounds(_ count: Int) -> Warning {
    let sentence = tooFew(count)
    return Warning(.tooFewRounds, sentence.prefix(1).uppercased() + sentence.dropFirst())
  }

  private static func tooFew(_ count: Int) -> String {
    (count == 1 ? "1 round is" : "\(count) rounds are") + " too few for a 95 % interval. "
      + "Measure at least \(Interval.fewestRounds) (--runs)."
  }

  /// Which values are outliers, by index, slow and fast ones.
  package static func outliers(among values: [Double]) -> [Int] {
    guard let sample = Sample(values) else { return [] }
    let scores = ModifiedScores(values, leastDeviation: leastDeviation * abs(sample.median))
    return scores.values.indices.filter { abs(scores.values[$0]) > outlierScore }
  }

  private static func outliers(_ values: [Double], arm: String) -> Warning? {
    let found = outliers(among: values)
    guard let sample = Sample(values), !found.isEmpty else { return nil }
    if found == [0], values[0] > sample.median {
      let excess = Humanised.fixed((values[0] / sample.median - 1) * 100, 0)
      return Warning(
        .slowFirstRound,
        "\(arm): the first round took \(excess) % longer than the median, as if caches were still "
          + "cold. Use more warm-up rounds (--warmup), or measure with a cold cache on purpose "
          + "(--cache cold).")
    }
    return Warning(
      .outliers,
      "\(arm): \(found.count) of \(values.count) rounds lie far from the others "
        + "(round \(found.map { String($0 + 1) }.joined(separator: ", "))). Something else may "
        + "have been running: close other programs and measure again, or measure more rounds "
        + "(--runs).")
  }

  private static func drift(_ values: [Double], arm: String) -> Warning? {
    guard let trend = Trend(values), let sample = Sample(values), sample.median > 0 else {
      return nil
    }
    let change = trend.slope * Double(values.count - 1) / sample.median
    guard trend.probability < driftProbability, abs(change) >= driftShare else { return nil }
    let percent = Humanised.fixed(abs(change) * 100, 1)
    let advice =
      change > 0
      ? "The machine may be heating up or filling its memory: let it cool down and measure again."
      : "It may not have been warm yet: use more warm-up rounds (--warmup)."
    return Warning(
      .drift,
      "\(arm): rounds became \(percent) % \(change > 0 ? "slower" : "faster") from the first to "
        + "the last. \(advice) Ratios are paired by round and suffer less than the medians.")
  }
}
