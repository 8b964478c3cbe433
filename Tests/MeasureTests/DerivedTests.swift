import Measure
import Testing

@Suite struct DerivedTests {
  @Test func coresFollowFromTimes() {
    let use = CoreUse(wall: 2_000_000_000, cpu: 3_000_000_000, effectiveCPUs: 2)
    #expect(use.effectiveCores == 1.5)
    #expect(use.utilisation == 0.75)
    #expect(Scaling.speedUp(wall: 2, ofOneWorker: 6) == 3)
    #expect(Scaling.efficiency(speedUp: 3, workers: 4) == 0.75)
  }

  @Test func whatFollowsFromNothingMeasuredIsNotMeasured() {
    #expect(CoreUse(wall: nil, cpu: 1, effectiveCPUs: 1).effectiveCores == nil)
    #expect(CoreUse(wall: 1, cpu: nil, effectiveCPUs: 1).effectiveCores == nil)
    #expect(CoreUse(wall: 0, cpu: 1, effectiveCPUs: 1).effectiveCores == nil)
    #expect(CoreUse(wall: 1, cpu: 1, effectiveCPUs: nil).utilisation == nil)
    #expect(CoreUse(wall: 1, cpu: nil, effectiveCPUs: 2).utilisation == nil)
    #expect(CoreUse(wall: 1, cpu: 0, effectiveCPUs: 2).utilisation == 0, "measured, and none")
    #expect(Scaling.speedUp(wall: nil, ofOneWorker: 1) == nil)
    #expect(Scaling.speedUp(wall: 1, ofOneWorker: nil) == nil)
    #expect(Scaling.speedUp(wall: 0, ofOneWorker: 1) == nil)
    #expect(Scaling.efficiency(speedUp: nil, workers: 1) == nil)
    #expect(Scaling.efficiency(speedUp: 1, workers: 0) == nil)
  }

  @Test func peaksAreOfSumsAtOneMoment() {
    var peak = PeakMemory()
    #expect(peak.bytes == nil && peak.samples == 0)
    peak.record(time: 1, processes: [])
    #expect(peak.bytes == nil)
    peak.record(time: 2, processes: [nil])
    #expect(peak.bytes == nil, "not read is not 0")
    peak.record(time: 3, processes: [100, 0])
    peak.record(time: 4, processes: [10, 80])
    #expect(peak.bytes == 100, "and not 180, of two moments")
    peak.record(time: 5, processes: [60, nil, 70])
    peak.record(time: 6, processes: [20])
    #expect(peak.bytes == 130 && peak.time == 5)
    #expect(peak.samples == 6 && peak.incompleteSamples == 2)
  }
}

@Suite struct TimeSpansTests {
  /// The naive twin: a set of nanoseconds.
  private func moments(_ ranges: [Range<UInt64>]) -> Set<UInt64> { Set(ranges.joined()) }

  private func ranges(_ random: inout SplitMix64) -> [Range<UInt64>] {
    (0..<random.index(below: 12)).map { _ in
      let start = UInt64(random.index(below: 200))
      return start..<start + UInt64(random.index(below: 30))
    }
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func behavesAsASetOfMoments(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (a, b) = (ranges(&random), ranges(&random))
    let (left, right) = (TimeSpans(a), TimeSpans(b))
    #expect(left.length == moments(a).count)
    #expect(moments(left.spans) == moments(a))
    for (one, next) in zip(left.spans, left.spans.dropFirst()) {
      #expect(one.upperBound < next.lowerBound)
    }
    #expect(TimeSpans(a.reversed()) == left)
    #expect(moments(left.union(right).spans) == moments(a + b))
    #expect(left.union(right).length == moments(a + b).count)
    let both = left.intersection(right)
    #expect(moments(both.spans) == moments(a).intersection(moments(b)))
    #expect(both == right.intersection(left) && both == TimeSpans(both.spans))
    #expect(left.union(right).length + both.length == left.length + right.length)
  }

  @Test func overlapIsTheShareOfTheTimeWithIO() {
    func overlap(_ io: [Range<UInt64>], _ computing: [Range<UInt64>]) -> Double? {
      TimeSpans.overlap(io: TimeSpans(io), computing: TimeSpans(computing))
    }
    #expect(overlap([], [0..<10]) == nil, "no I/O, no share of it")
    #expect(overlap([0..<10], []) == 0)
    #expect(overlap([0..<10, 20..<30], [10..<20]) == 0, "one after the other")
    #expect(overlap([0..<10, 20..<30], [0..<30]) == 1)
    #expect(overlap([0..<10, 5..<15], [10..<20]) == 5.0 / 15, "time is counted once")
    #expect(overlap([0..<10], [0..<2, 1..<5, 9..<12]) == 0.6)
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func concurrencyCountsEveryMomentOfEveryRange(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let all = ranges(&random)
    let window = UInt64(20)..<UInt64(180)
    for parts in [1, 7, 16, 160] {
      let found = Concurrency.average(of: all, in: window, parts: parts)
      #expect(found.count == parts)
      let width = 160 / Double(parts)
      let inside = all.reduce(0) { $0 + $1.clamped(to: window).count }
      #expect(abs(found.reduce(0, +) * width - Double(inside)) < 1e-6)
    }
    let each = Concurrency.average(of: all, in: window, parts: 160)
    for (moment, found) in zip(window, each) {
      #expect(abs(found - Double(all.count { $0.contains(moment) })) < 1e-9)
    }
    #expect(Concurrency.average(of: all, in: 5..<5, parts: 3).isEmpty)
  }
}
