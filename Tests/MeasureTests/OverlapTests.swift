import Measure
import TestSupport
import Testing

@Suite struct OverlapTests {
  /// Looks at every moment by itself.
  private func naive(_ ranges: [Range<UInt64>]) -> Double? {
    let depths = (0..<60).map { moment in ranges.count { $0.contains(moment) } }
    let busy = depths.count { $0 > 0 }
    return busy == 0 ? nil : Double(depths.count { $0 > 1 }) / Double(busy)
  }

  @Test(arguments: 0..<100) func itIsWhatEveryMomentShows(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let ranges = (0..<Int.random(in: 0...6, using: &random)).map { _ in
      let start = UInt64.random(in: 0..<50, using: &random)
      return start..<start + UInt64.random(in: 0...9, using: &random)
    }
    #expect(Concurrency.overlap(of: ranges) == naive(ranges))
    #expect(Concurrency.overlap(of: ranges.reversed()) == naive(ranges))
  }

  @Test func oneAfterTheOtherIsNoOverlap() {
    #expect(Concurrency.overlap(of: [0..<5, 5..<9, 20..<30]) == 0)
    #expect(Concurrency.overlap(of: [0..<5, 0..<5]) == 1)
    #expect(Concurrency.overlap(of: [UInt64]().map { $0..<$0 }) == nil)
  }
}
