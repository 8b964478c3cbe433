import Figures
import TestSupport
import Testing

/// Values from all magnitudes, the edges of powers of two among them.
private func values(seed: UInt64, count: Int) -> [UInt64] {
  var random = SeededRandom(seed: seed)
  return (0..<count).map { _ in
    let value = random.next() >> UInt64.random(in: 0...63, using: &random)
    return value & (UInt64.max >> 12)  // so that totals of a few hundred do not overflow
  }
}

private func histogram(_ values: some Sequence<UInt64>) -> Histogram {
  var result = Histogram()
  for value in values { result.record(value) }
  return result
}

@Suite struct HistogramTests {
  @Test func bucketsCoverAllValuesWithoutGapsOrOverlaps() {
    var next: UInt64 = 0
    for index in 0..<Histogram.bucketCount {
      let range = Histogram.range(of: index)
      #expect(range.lowerBound == next)
      #expect(Histogram.index(of: range.lowerBound) == index)
      #expect(Histogram.index(of: range.upperBound) == index)
      next = range.upperBound &+ 1
    }
    #expect(next == 0, "the last bucket ends with the largest value there is")
  }

  @Test func bucketsAreNarrow() {
    for index in 0..<Histogram.bucketCount {
      let range = Histogram.range(of: index)
      #expect((range.upperBound - range.lowerBound) <= range.lowerBound / 16)
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func everyValueLiesInItsBucket(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<2_000 {
      let value = random.next() >> UInt64.random(in: 0...63, using: &random)
      #expect(Histogram.range(of: Histogram.index(of: value)).contains(value))
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func countsTotalsAndMaximaAreThoseOfTheValues(seed: UInt64) {
    let values = values(seed: seed, count: 300)
    let histogram = histogram(values)
    #expect(histogram.count == 300)
    #expect(histogram.total == values.reduce(0, +))
    #expect(histogram.maximum == values.max())
    #expect(histogram.buckets.reduce(0, +) == 300)
    #expect(histogram.mean == Double(histogram.total) / 300)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func addingIsTheSameAsRecordingAll(seed: UInt64) {
    let values = values(seed: seed, count: 200)
    var random = SeededRandom(seed: seed &+ 1_000)
    let cut = Int.random(in: 0...200, using: &random)
    let whole = histogram(values)
    var left = histogram(values[..<cut])
    var right = histogram(values[cut...])
    let leftAlone = left
    left.add(right)
    right.add(leftAlone)
    #expect(left == whole)
    #expect(right == whole, "in either order")
    left.add(Histogram())
    #expect(left == whole)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func quantilesAreKnownToWithinABucket(seed: UInt64) throws {
    let values = values(seed: seed, count: 257).sorted()
    let histogram = histogram(values)
    for share in [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1] {
      let rank = max(1, Int((share * 257).rounded(.up)))
      let exact = values[rank - 1]
      let found = try #require(histogram.quantile(share))
      let error = exact > found ? exact - found : found - exact
      #expect(error <= exact / 16, "share \(share): \(found) for \(exact)")
      #expect(found <= histogram.maximum)
    }
  }

  @Test func smallValuesAreExact() {
    let histogram = histogram(0...15)
    #expect(histogram.quantile(0.5) == 7)
    #expect(histogram.quantile(1) == 15)
    #expect(histogram.quantile(0) == 0)
  }

  @Test func nothingRecordedIsNotMeasured() {
    #expect(Histogram().quantile(0.5) == nil)
    #expect(Histogram().mean == nil)
  }

  @Test(arguments: [0, 15, 16, 31, 32, .max] as [UInt64])
  func aSingleValueIsEveryQuantileToWithinABucket(value: UInt64) throws {
    let found = try #require(histogram([value]).quantile(0.5))
    #expect(Histogram.range(of: Histogram.index(of: value)).contains(found))
  }
}

@Suite struct HistogramRestoringTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func whatWasWrittenIsPutTogetherAgain(seed: UInt64) {
    let original = histogram(values(seed: seed, count: Int(seed * 7)))
    let restored = Histogram(
      total: original.total, maximum: original.maximum, buckets: original.buckets)
    #expect(restored == original)
  }

  @Test func theEmptyOneToo() {
    #expect(Histogram(total: 0, maximum: 0, buckets: []) == Histogram())
  }

  struct Contradiction: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var total: UInt64
    var maximum: UInt64
    var buckets: [UInt64]
  }

  @Test(arguments: [
    Contradiction(testDescription: "a total of nothing", total: 1, maximum: 0, buckets: []),
    Contradiction(testDescription: "a maximum of nothing", total: 0, maximum: 1, buckets: []),
    Contradiction(testDescription: "empty buckets", total: 0, maximum: 0, buckets: [0, 0]),
    Contradiction(testDescription: "a trailing empty one", total: 0, maximum: 0, buckets: [1, 0]),
    Contradiction(testDescription: "a maximum above", total: 3, maximum: 3, buckets: [0, 1]),
    Contradiction(testDescription: "a maximum below", total: 1, maximum: 0, buckets: [0, 1]),
    Contradiction(
      testDescription: "more entries than can be counted", total: 1, maximum: 1,
      buckets: [.max, 1]),
    Contradiction(
      testDescription: "more buckets than there are", total: 1, maximum: 1,
      buckets: Array(repeating: 0, count: Histogram.bucketCount) + [1]),
    Contradiction(
      testDescription: "a total below the maximum", total: 2, maximum: 3, buckets: [1, 0, 0, 1]),
    Contradiction(
      testDescription: "a total below what the buckets hold at least", total: 4, maximum: 3,
      buckets: [0, 0, 1, 1]),
    Contradiction(
      testDescription: "a total above what the buckets hold at most", total: 6, maximum: 3,
      buckets: [0, 0, 1, 1]),
  ])
  func partsThatContradictEachOtherAreRefused(_ parts: Contradiction) {
    #expect(
      Histogram(total: parts.total, maximum: parts.maximum, buckets: parts.buckets) == nil)
  }
}
