#if canImport(Glibc)
  import Glibc
#endif

/// Whether values rise or fall in the order in which they were measured, and how steeply.
package struct Trend: Sendable, Hashable {
  /// The median change from one value to the next (Theil and Sen), in the values' unit.
  package let slope: Double
  /// How likely a trend this clear is where there is none, from 0 to 1 (Mann and Kendall, both
  /// sides): exact up to 50 values without ties, by the normal approximation otherwise.
  package let probability: Double

  /// Nil for fewer than three values, or where one of them is no finite number.
  package init?(_ values: [Double]) {
    guard values.count >= 3, values.allSatisfy(\.isFinite) else { return nil }
    var slopes: [Double] = []
    var score = 0
    for later in 1..<values.count {
      for earlier in 0..<later {
        let change = values[later] - values[earlier]
        slopes.append(change / Double(later - earlier))
        score += change > 0 ? 1 : change < 0 ? -1 : 0
      }
    }
    slope = Sample.median(of: slopes)
    let groups = Trend.ties(in: values)
    probability =
      groups.isEmpty && values.count <= 50
      ? Trend.exact(score: score, count: values.count)
      : Trend.approximate(score: score, count: values.count, ties: groups)
  }

  /// What each value would have been without the trend.
  static func removed(from values: [Double]) -> [Double] {
    guard let trend = Trend(values) else { return values }
    return values.enumerated().map { $1 - trend.slope * Double($0) }
  }

  /// How many values share each value that occurs more than once.
  private static func ties(in values: [Double]) -> [Int] {
    var groups: [Int] = []
    var run = 1
    let sorted = values.sorted()
    for index in 1..<sorted.count {
      if sorted[index] == sorted[index - 1] {
        run += 1
      } else {
        if run > 1 { groups.append(run) }
        run = 1
      }
    }
    if run > 1 { groups.append(run) }
    return groups
  }

  /// From the distribution of the number of inversions of a random permutation.
  private static func exact(score: Int, count: Int) -> Double {
    let pairs = count * (count - 1) / 2
    let inversions = (pairs - abs(score)) / 2
    var shares = [1.0]
    for size in stride(from: 2, through: count, by: 1) {
      var next = [Double](repeating: 0, count: shares.count + size - 1)
      for (sum, share) in shares.enumerated() {
        for added in 0..<size { next[sum + added] += share / Double(size) }
      }
      shares = next
    }
    return min(1, 2 * shares[...inversions].reduce(0, +))
  }

  private static func approximate(score: Int, count: Int, ties: [Int]) -> Double {
    func term(_ size: Int) -> Double { Double(size * (size - 1) * (2 * size + 5)) }
    let variance = (term(count) - ties.reduce(0) { $0 + term($1) }) / 18
    guard variance > 0 else { return 1 }
    return erfc(Double(abs(score)) / (2 * variance).squareRoot())
  }
}
