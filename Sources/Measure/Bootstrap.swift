/// Percentile intervals from rounds drawn anew, with replacement, again and again.
///
/// The percentile method was chosen over BCa: the acceleration of BCa comes from a jackknife, which
/// is inconsistent for the median (Efron 1982).
///
/// Of a median they promise more than they hold for few rounds, since its draws jump from value to
/// value: 95 % intervals cover it in 87.5 % of cases for 7 rounds, 90.8 for 13 and 90.7 for 23, and
/// in at most 96.5 % (exact for odd numbers up to 51); about 93 % for 10. Nothing may be decided by
/// them: `SignedRank` is for that.
package struct Bootstrap: Sendable, Hashable {
  package var seed: UInt64
  /// How often the rounds are drawn. At 10 000, another seed moves an end's share of the
  /// distribution by about 0.15 percentage points.
  package var resamples: Int
  package var confidence: Double

  package init(
    seed: UInt64, resamples: Int = 10_000, confidence: Double = Interval.usualConfidence
  ) {
    self.seed = seed
    self.resamples = resamples
    self.confidence = confidence
  }

  /// The interval of the median; nil below `Interval.fewestRounds` values and where a value is no
  /// finite number.
  package func median(of values: [Double]) -> Interval? {
    guard values.allSatisfy(\.isFinite) else { return nil }
    return intervals(rounds: values.count) { rounds in
      [Sample.median(of: rounds.map { values[$0] })]
    }?.first
  }

  /// The intervals of several figures of the same rounds.
  ///
  /// - Parameters:
  ///   - rounds: how many there are. What was measured in the same round is to be drawn together,
  ///     so that what disturbed all arms of a round at once does not look like noise between them.
  ///   - figures: computes the figures from the rounds drawn, given by index; always as many, or
  ///     nil where they cannot be had from this draw, which is then left out.
  /// - Returns: one interval for each figure; nil below `Interval.fewestRounds` rounds, or where
  ///   more than a tenth of the draws had to be left out.
  package func intervals(
    rounds: Int, of figures: (_ rounds: [Int]) -> [Double]?
  ) -> [Interval]? {
    guard rounds >= Interval.fewestRounds, resamples > 0 else { return nil }
    var random = SplitMix64(seed: seed)
    var drawn: [[Double]] = []
    drawn.reserveCapacity(resamples)
    var rows = [Int](repeating: 0, count: rounds)
    for _ in 0..<resamples {
      for index in rows.indices { rows[index] = random.index(below: rounds) }
      if let row = figures(rows) { drawn.append(row) }
    }
    guard drawn.count * 10 >= resamples * 9, let width = drawn.first?.count else { return nil }
    let tail = (1 - confidence) / 2
    var result: [Interval] = []
    for column in 0..<width {
      guard let sample = Sample(drawn.map { $0[column] }) else { return nil }
      result.append(
        Interval(
          lower: sample.quantile(tail), upper: sample.quantile(1 - tail), confidence: confidence))
    }
    return result
  }
}
