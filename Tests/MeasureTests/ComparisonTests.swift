import Measure
import Testing

@Suite struct ComparisonTests {
  @Test(arguments: GoldenRank.all.indices)
  func signedRankIntervalsAgreeWithSciPy(index: Int) throws {
    let golden = GoldenRank.all[index]
    let found = try #require(SignedRank(golden.values, confidence: golden.confidence))
    #expect(isClose(found.centre, golden.centre))
    #expect((found.interval == nil) == golden.lower.isInfinite)
    if let interval = found.interval {
      #expect(isClose(interval.lower, golden.lower))
      #expect(isClose(interval.upper, golden.upper))
    }
  }

  @Test(arguments: [1, 2, 5, 10, 60])
  func ranksAreDistributedSymmetrically(count: Int) {
    let shares = SignedRank.distribution(of: count)
    #expect(shares.count == count * (count + 1) / 2 + 1)
    #expect(isClose(shares.reduce(0, +), 1))
    for (a, b) in zip(shares, shares.reversed()) { #expect(isClose(a, b)) }
  }

  /// What verdicts rest on holds what it promises, however few the rounds are.
  @Test(arguments: 6...13)
  func signedRankIntervalsCoverAsOftenAsTheySay(count: Int) throws {
    // Powers, of which no two pairs have the same average.
    let values = (0..<count).map { Double(1 << (2 * $0)) }
    let interval = try #require(SignedRank(values)?.interval)
    let below = values.indices.reduce(0) { sum, first in
      sum + values[first...].count { (values[first] + $0) / 2 < interval.lower }
    }
    let shares = SignedRank.distribution(of: count)
    let outside = 2 * shares[...below].reduce(0, +)
    #expect(outside <= 0.05)
    // One average less, and it would not hold.
    #expect(outside + 2 * shares[below + 1] > 0.05)
  }

  @Test(arguments: GoldenComparison.all.indices)
  func pairedRatiosAgreeWithSciPy(index: Int) throws {
    let golden = GoldenComparison.all[index]
    let found = try #require(Comparison(of: golden.values, to: golden.baseline))
    #expect(found.disturbedRounds == golden.disturbed)
    #expect(isClose(found.ratio, golden.ratio))
    let interval = try #require(found.interval)
    #expect(isClose(interval.lower, golden.lower))
    #expect(isClose(interval.upper, golden.upper))
  }

  /// The rates that a user relies on, at default settings. 5 % of 2000 is 100, and 128 would be
  /// three standard deviations more.
  @Test(arguments: Disturbance.all)
  func equalArmsRarelyDiffer(disturbance: Disturbance) throws {
    var noise = Noise(seed: 11)
    let trials = 2000
    let claims = try (0..<trials).count { _ in
      let times = disturbance.rounds(Comparison.usualRounds, slowdown: 1, noise: &noise)
      let verdict = try #require(Comparison(of: times.arm, to: times.base)).verdict
      return verdict != .noDifferenceShown
    }
    print("A/A, \(disturbance.name): \(Double(claims) / Double(trials) * 100) % claims")
    #expect(claims <= 128)
  }

  @Test(arguments: Disturbance.all, [1.05, 1 / 1.05])
  func aDifferenceOfFivePercentIsFound(disturbance: Disturbance, slowdown: Double) throws {
    var noise = Noise(seed: 12)
    let trials = 2000
    var verdicts: [Verdict: Int] = [:]
    for _ in 0..<trials {
      let times = disturbance.rounds(Comparison.usualRounds, slowdown: slowdown, noise: &noise)
      verdicts[try #require(Comparison(of: times.arm, to: times.base)).verdict, default: 0] += 1
    }
    let right = verdicts[slowdown > 1 ? .slower : .faster] ?? 0
    let wrong = verdicts[slowdown > 1 ? .faster : .slower] ?? 0
    print("×\(slowdown), \(disturbance.name): \(Double(right) / Double(trials) * 100) % found")
    #expect(right * 20 >= trials * 19)
    #expect(wrong == 0)
  }

  @Test func comparisonsReportedTogetherHoldTogether() throws {
    var noise = Noise(seed: 13)
    let disturbance = Disturbance.all[4]
    let families = 400
    let claims = try (0..<families).count { _ in
      try (0..<8).contains { _ in
        let times = disturbance.rounds(Comparison.usualRounds, slowdown: 1, noise: &noise)
        let found = try #require(Comparison(of: times.arm, to: times.base, among: 8))
        return found.verdict == .faster || found.verdict == .slower
      }
    }
    print("A/A, any of 8 together: \(Double(claims) / Double(families) * 100) % claims")
    #expect(claims <= 33, "5 % are 20, and 33 three standard deviations more")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func exchangingTheArmsInvertsTheRatio(seed: UInt64) throws {
    var noise = Noise(seed: seed)
    let times = Disturbance.all[4].rounds(12, slowdown: 1.03, noise: &noise)
    let there = try #require(Comparison(of: times.arm, to: times.base))
    let back = try #require(Comparison(of: times.base, to: times.arm))
    #expect(isClose(there.ratio * back.ratio, 1))
    #expect(there.disturbedRounds == back.disturbedRounds)
    let (a, b) = (try #require(there.interval), try #require(back.interval))
    #expect(isClose(a.lower * b.upper, 1) && isClose(a.upper * b.lower, 1))
    #expect(a.contains(there.ratio))
    let scaled = try #require(
      Comparison(of: times.arm.map { $0 * 1e9 }, to: times.base.map { $0 * 1e9 }))
    #expect(isClose(scaled.ratio, there.ratio), "the unit does not matter")
    #expect(scaled.verdict == there.verdict)
    let together = try #require(Comparison(of: times.arm, to: times.base, among: 3)?.interval)
    #expect(together.lower <= a.lower && together.upper >= a.upper)
  }

  @Test func aHiccupInTheFasterArmDoesNotHideADifference() throws {
    var base = [1, 1.01, 0.99, 1.005, 1, 0.995, 1.01, 1, 0.99, 1.002]
    let arm = base.reversed().map { $0 * 1.05 }
    base[4] *= 1.4
    base[7] *= 1.2
    let found = try #require(Comparison(of: arm, to: base))
    #expect(found.disturbedRounds == [4, 7])
    #expect(found.verdict == .slower)
    #expect(found.ratios.count == 10, "what was left out is still there to be seen")
  }

  /// Leaving out a round must not cost the interval, whatever the confidence asks for.
  @Test func noRoundIsLeftOutThatTheIntervalNeeds() throws {
    var base = [1, 1.01, 0.99, 1.005, 1, 0.995, 1.01, 1, 0.99, 1.002]
    let arm = base.reversed().map { $0 * 1.05 }
    base[4] *= 1.4
    let alone = try #require(Comparison(of: arm, to: base))
    #expect(alone.disturbedRounds == [4] && alone.fewestRounds == 6)
    let together = try #require(Comparison(of: arm, to: base, among: 14))
    #expect(together.fewestRounds == 10 && together.disturbedRounds.isEmpty)
    #expect(together.interval != nil)
    let many = try #require(Comparison(of: arm, to: base, among: 26))
    #expect(many.verdict == .tooFewRounds)
    #expect(many.sentence(baseline: "locked").contains("(--runs 11)"))
  }

  @Test(arguments: [(1, 6), (12, 9), (13, 10), (25, 10), (26, 11)])
  func manyComparisonsWantMoreRounds(comparisons: Int, rounds: Int) {
    #expect(Comparison.fewestRounds(among: comparisons) == rounds)
  }

  @Test func sixRoundsAreTheFewestThatCanTell() throws {
    let base = [1.0, 1.001, 1.002, 1.003, 1.004, 1.005]
    let arm = base.map { $0 * 2 }
    #expect(Comparison(of: arm, to: base)?.verdict == .slower)
    #expect(
      Comparison(of: Array(arm.dropLast()), to: Array(base.dropLast()))?.verdict == .tooFewRounds)
    #expect(Comparison(of: arm, to: Array(base.dropLast())) == nil)
    #expect(Comparison(of: [], to: []) == nil)
    #expect(Comparison(of: [1, 0], to: [1, 1]) == nil)
    #expect(Comparison(of: base, to: base)?.verdict == .noDifferenceShown)
  }

  @Test func verdictsAreSaidInPlainWords() throws {
    let base = (0..<10).map { 1 + 0.001 * Double($0) }
    func sentence(_ factor: Double) throws -> String {
      let arm = base.enumerated().map { $1 * (factor + ($0 % 2 == 0 ? 0.001 : -0.001)) }
      return try #require(Comparison(of: arm, to: base)).sentence(baseline: "locked")
    }
    #expect(try sentence(1.05) == "5.0 % slower than locked (4.9 % to 5.1 %)")
    #expect(try sentence(0.9) == "10.0 % faster than locked (9.9 % to 10.1 %)")
    #expect(try sentence(0.5) == "2.00 times as fast as locked (2.00 times to 2.00 times)")
    #expect(try sentence(3) == "takes 3.00 times as long as locked (3.00 times to 3.00 times)")
    #expect(
      try sentence(1)
        == "no difference from locked shown (from 0.1 % faster to 0.1 % slower)")
    let few = try #require(Comparison(of: [1, 2], to: [1, 1])).sentence(baseline: "locked")
    #expect(few.contains("(--runs 6)"))
  }
}
