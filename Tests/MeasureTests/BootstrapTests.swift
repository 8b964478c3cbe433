import Measure
import Testing

@Suite struct BootstrapTests {
  /// Both ends are random; those of an odd number of values are values, and hence the same.
  @Test(arguments: GoldenBootstrap.all.indices)
  func agreesWithSciPy(index: Int) throws {
    let golden = GoldenBootstrap.all[index]
    let found = try #require(Bootstrap(seed: 1).median(of: golden.values))
    let tolerance = 0.04 * (golden.upper - golden.lower)
    #expect(abs(found.lower - golden.lower) <= tolerance)
    #expect(abs(found.upper - golden.upper) <= tolerance)
    #expect(found.confidence == 0.95)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func isTheSameForTheSameSeedAndScales(seed: UInt64) throws {
    var noise = Noise(seed: seed)
    let values = noise.normals(6 + noise.random.index(below: 20), mean: 10)
    let bootstrap = Bootstrap(seed: seed, resamples: 500)
    let found = try #require(bootstrap.median(of: values))
    #expect(bootstrap.median(of: values) == found)
    let scaled = try #require(bootstrap.median(of: values.map { 4 * $0 }))
    #expect(scaled.lower == 4 * found.lower && scaled.upper == 4 * found.upper)
    let wider = try #require(
      Bootstrap(seed: seed, resamples: 500, confidence: 0.99).median(of: values))
    #expect(wider.lower <= found.lower && wider.upper >= found.upper)
    let median = try #require(Sample(values)).median
    #expect(found.contains(median))
  }

  @Test func coversTheMedianAsOftenAsItIsSaid() {
    var noise = Noise(seed: 3)
    let covered = (0..<400).count { round in
      let values = noise.normals(10)
      return Bootstrap(seed: UInt64(round), resamples: 500).median(of: values)!.contains(0)
    }
    print("bootstrap intervals of 10 values hold the median in \(covered) of 400 cases")
    #expect(covered >= 360)
  }

  /// Exactly: of an odd number of values the ends are values themselves, and how often the true
  /// median lies outside of the k-th smallest and largest is a matter of coins.
  @Test(arguments: [(7, 0.875), (13, 0.9077)])
  func fewRoundsAreCoveredLessOftenThanTheConfidenceSays(count: Int, share: Double) throws {
    let found = try #require(Bootstrap(seed: 1).median(of: (1...count).map(Double.init)))
    let least = Int(found.lower)
    #expect(Double(least) == found.lower && found.upper == Double(count + 1 - least))
    var outside = 0.0
    var ways = 1.0
    for below in 0..<least {
      outside += 2 * ways
      ways *= Double(count - below) / Double(below + 1)
    }
    for _ in 0..<count { outside /= 2 }
    #expect(abs(1 - outside - share) < 5e-5)
  }

  @Test func tooFewRoundsYieldNoInterval() {
    #expect(Bootstrap(seed: 1).median(of: [1, 2, 3, 4, 5]) == nil)
    #expect(Bootstrap(seed: 1).median(of: []) == nil)
    #expect(Bootstrap(seed: 1).median(of: [1, 2, 3, 4, 5, .nan]) == nil)
  }

  @Test func drawsThatYieldNothingAreLeftOutUnlessTheyAreMany() {
    let bootstrap = Bootstrap(seed: 1, resamples: 1000)
    // All from six rounds without round 0: (5/6)^6, a third of the draws.
    #expect(bootstrap.intervals(rounds: 6) { $0.contains(0) ? [1] : nil } == nil)
    // All the same: 6 in 6^6.
    let found = bootstrap.intervals(rounds: 6) { Set($0).count > 1 ? [1, 2] : nil }
    #expect(found?.map(\.lower) == [1, 2])
  }
}
