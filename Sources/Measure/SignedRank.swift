/// The centre of differences and its exact interval (Wilcoxon's signed ranks, turned around).
///
/// If each difference were as likely to lie above the true centre as the same distance below it,
/// which random order within a round makes true of two equal arms whatever the noise, then the
/// number of Walsh averages below the centre follows a known distribution. The interval leaves out
/// as many averages at both ends as that distribution allows.
///
/// Source: Hollander, Wolfe, Chicken, "Nonparametric Statistical Methods", 3rd ed., 3.1 to 3.3.
package struct SignedRank: Sendable, Hashable {
  /// The median of all Walsh averages (Hodges and Lehmann's estimate).
  package let centre: Double
  /// Nil where the differences are too few for the confidence asked for.
  package let interval: Interval?

  /// Nil where there are no differences, or one of them is no finite number.
  package init?(_ differences: [Double], confidence: Double = Interval.usualConfidence) {
    guard let sample = Sample(differences) else { return nil }
    var averages: [Double] = []
    averages.reserveCapacity(sample.count * (sample.count + 1) / 2)
    for (index, first) in sample.sorted.enumerated() {
      for second in sample.sorted[index...] { averages.append((first + second) / 2) }
    }
    averages.sort()
    centre = Sample.median(of: averages)
    if let left = SignedRank.leftOut(of: sample.count, confidence: confidence) {
      interval = Interval(
        lower: averages[left], upper: averages[averages.count - 1 - left], confidence: confidence)
    } else {
      interval = nil
    }
  }

  /// The fewest differences of which there is an interval with this confidence, below 1: no
  /// interval is wider than from the smallest to the largest of them.
  package static func fewest(confidence: Double) -> Int {
    var count = 1
    while leftOut(of: count, confidence: confidence) == nil { count += 1 }
    return count
  }

  /// How many of the ordered Walsh averages of `count` differences lie outside at each end.
  static func leftOut(of count: Int, confidence: Double) -> Int? {
    let tail = (1 - confidence) / 2
    var below = 0.0
    var left = -1
    for share in distribution(of: count) {
      below += share
      // A share that equals the tail but for rounding is within it.
      if below > tail * (1 + 1e-12) { break }
      left += 1
    }
    return left < 0 ? nil : left
  }

  /// The probabilities of each sum of positive ranks, from 0 to `count` (`count` + 1) / 2, for
  /// differences around 0.
  package static func distribution(of count: Int) -> [Double] {
    var shares = [Double](repeating: 0, count: count * (count + 1) / 2 + 1)
    shares[0] = 1
    var largest = 0
    for rank in stride(from: 1, through: count, by: 1) {
      largest += rank
      // Downwards, so that each rank is counted once. Halved as we go, for nothing to overflow.
      for sum in stride(from: largest, through: 0, by: -1) {
        shares[sum] = (shares[sum] + (sum >= rank ? shares[sum - rank] : 0)) / 2
      }
    }
    return shares
  }
}
