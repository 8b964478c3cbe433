#if canImport(Glibc)
  import Glibc
#endif

/// Rounds in which something held up the machine, found without asking which arm it hit.
///
/// A test of ten paired rounds cannot bear a hiccup of 30 % in the faster arm of a single round.
/// Leaving out the round is fair if the rule looks at both arms alike: the sum of their logarithms
/// stays the same when the arms change places, so under "no difference" what remains is as
/// symmetric as it was, and intervals stay exact. A hiccup in either arm shows in that sum.
enum DisturbedRounds {
  /// What Iglewicz and Hoaglin (1993) recommend as the largest usual modified Z-score.
  static let largestUsualScore = 3.5

  /// The rounds to leave out, by index. At least `fewest` remain, or all stay.
  ///
  /// - Parameters:
  ///   - first, second: what the two arms took in each round; positive, of equal number.
  ///   - fewest: rounds without which there would be no interval: one with a disturbed round in it
  ///     is wide, and says more than none.
  static func among(_ first: [Double], _ second: [Double], keeping fewest: Int) -> [Int] {
    let sums = zip(first, second).map { log($0) + log($1) }
    // A machine that slows down steadily must not hide a hiccup.
    let scores = ModifiedScores(Trend.removed(from: sums), leastDeviation: 0.001)
    let found = scores.values.indices.filter { scores.values[$0] > largestUsualScore }
    return sums.count - found.count < fewest ? [] : found
  }
}

/// How far values lie from their median, in units that single values cannot stretch.
struct ModifiedScores {
  /// 0.6745 × distance ÷ median absolute deviation: as a Z-score for normal values, sign included.
  let values: [Double]

  /// - Parameters:
  ///   - leastDeviation: what the median absolute deviation is taken for when it is smaller, since
  ///     nearly equal values would make an outlier of the tiniest difference. Not 0.
  init(_ values: [Double], leastDeviation: Double) {
    guard let sample = Sample(values) else {
      self.values = values.map { _ in 0 }
      return
    }
    let median = sample.median
    let deviation = max(sample.medianAbsoluteDeviation, leastDeviation)
    self.values = values.map { deviation == 0 ? 0 : 0.6745 * ($0 - median) / deviation }
  }
}
