import Measure
import Testing

/// Equal but for rounding.
func isClose(_ a: Double, _ b: Double, within share: Double = 1e-12) -> Bool {
  abs(a - b) <= share * max(abs(a), abs(b)) || abs(a - b) < 1e-300
}

@Suite struct SampleTests {
  static let shares = [0, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 1]

  @Test(arguments: GoldenSample.all.indices)
  func agreesWithNumPy(index: Int) throws {
    let golden = GoldenSample.all[index]
    let sample = try #require(Sample(golden.values))
    for (share, expected) in zip(Self.shares, golden.quantiles) {
      #expect(isClose(sample.quantile(share), expected), "share \(share)")
    }
    #expect(isClose(sample.median, golden.median))
    #expect(isClose(sample.medianAbsoluteDeviation, golden.deviation))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func scalesWithItsUnitAndIgnoresOrder(seed: UInt64) throws {
    var noise = Noise(seed: seed)
    let values = noise.normals(1 + noise.random.index(below: 30), mean: 5)
    let sample = try #require(Sample(values))
    let shuffled = noise.random.permutation(of: values.count).map { values[$0] }
    #expect(Sample(shuffled) == sample)
    let scaled = try #require(Sample(values.map { 8 * $0 }))
    #expect(scaled.median == 8 * sample.median)
    #expect(scaled.medianAbsoluteDeviation == 8 * sample.medianAbsoluteDeviation)
    let quantiles = stride(from: 0, through: 1, by: 0.01).map { sample.quantile($0) }
    #expect(quantiles == quantiles.sorted(), "quantiles never fall")
    #expect(quantiles.first == sample.minimum && quantiles.last == sample.maximum)
  }

  @Test func nothingMeasuredIsNoSample() {
    #expect(Sample([]) == nil)
    #expect(Sample([1, .nan]) == nil)
    #expect(Sample([1, .infinity]) == nil)
  }
}
