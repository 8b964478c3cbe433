import Execution
import Measure
import Platform
import Testing

@Suite struct SamplingPaceTests {
  /// However dear looks are, they take no more than their share, but for the first and the last.
  @Test(arguments: [10_000, 300_000, 5_000_000, 80_000_000] as [UInt64])
  func dearLooksKeepToTheirShare(cost: UInt64) {
    var pace = SamplingPace()
    var (now, spent, count) = (UInt64(0), UInt64(0), 0)
    while now < 60_000_000_000 {
      if pace.maySample(after: now, spent: spent) {
        spent += cost
        count += 1
        pace.sampled(for: cost)
      }
      now += pace.pause
    }
    #expect(count > 0)
    #expect(Double(spent) <= 60e9 * SamplingPace.share + 500_000 + Double(cost))
  }

  /// Where one may just be had, two may not.
  @Test func oneLookCanBeKeptBack() {
    var pace = SamplingPace()
    pace.sampled(for: 300_000)
    #expect(pace.maySample(after: 0, spent: 0))
    #expect(!pace.maySample(2, after: 0, spent: 0))
    #expect(pace.maySample(2, after: 40_000_000, spent: 0))
    #expect(!pace.maySample(after: 40_000_000, spent: 300_001))
  }

  @Test(arguments: [1_000, 50_000, 400_000] as [UInt64])
  func cheapLooksLeaveSomethingForDearOnes(cost: UInt64) {
    var pace = SamplingPace()
    pace.looked(for: cost)
    #expect(pace.pause >= 10_000_000)
    #expect(Double(cost) / Double(pace.pause) < SamplingPace.share)
  }
}

@Suite struct MemoryReferenceTests {
  /// Four processes, of which each has the same.
  private let resident = Dictionary(
    uniqueKeysWithValues: (1...4).map {
      (CInt($0), ResidentMemory(anonymous: 40, files: 60, shared: 20))
    })
  private var reference: MemoryReference {
    MemoryReference(
      resident.mapValues { .init(proportional: 50, resident: $0) }, time: 7)
  }

  private func after(
    _ processes: ClosedRange<CInt>, _ change: (inout ResidentMemory) -> Void
  ) -> [CInt: ResidentMemory] {
    var now = resident
    for process in processes { change(&now[process, default: ResidentMemory()]) }
    return now
  }

  @Test func nothingChangesWhereNothingDid() {
    #expect(reference.likely(resident) == 200)
    #expect(reference.most(resident) == 200)
  }

  @Test func whatOneTakesIsNobodyElses() {
    for now in [after(2...2) { $0.anonymous += 12 }, after(2...2) { $0.shared += 12 }] {
      #expect(reference.likely(now) == 212)
      #expect(reference.most(now) == 212)
    }
    for now in [after(2...2) { $0.anonymous -= 12 }, after(2...2) { $0.shared -= 12 }] {
      #expect(reference.likely(now) == 188)
      #expect(reference.most(now) == 188)
    }
  }

  /// Whether one process touches eight bytes more of the program, or each does.
  @Test(arguments: [1...1, 1...4] as [ClosedRange<CInt>])
  func whatAllTouchIsThereOnce(touching: ClosedRange<CInt>) {
    let now = after(touching) { $0.files += 8 }
    #expect(reference.likely(now) == 208)
    #expect(reference.most(now) == 200 + 8 * UInt64(touching.count))
  }

  @Test func noFilesPageThatWentMakesRoom() {
    let now = after(1...1) { $0.files -= 30 }
    #expect(reference.likely(now) == 200)
    #expect(reference.most(now) == 200)
  }

  @Test func whoIsGoneHasNothing() {
    #expect(reference.likely(resident.filter { $0.key != 2 }) == 150)
    #expect(reference.likely([:]) == 0)
  }

  /// What a forked process begins with is its parent's.
  @Test func whoIsNewHasWhatItTookSince() {
    var reference = reference
    let forked = after(5...5) { $0 = ResidentMemory(anonymous: 9, files: 60, shared: 1) }
    reference.meet(forked)
    #expect(reference.likely(forked) == 200)
    var later = forked
    later[5] = ResidentMemory(anonymous: 19, files: 64, shared: 4)
    reference.meet(later)
    #expect(reference.likely(later) == 217)
  }

  @Test func lessThanNothingIsNothing() {
    let now = after(1...4) { $0 = ResidentMemory() }
    #expect(reference.likely(now) == 0)
    #expect(reference.most(now) == 0)
  }

  @Test func anotherIsWantedInTimeAndAtAPeakAndForOthers() {
    let more = after(1...1) { $0.anonymous += 1 }
    let late = 7 + MemoryReference.renewal
    #expect(reference.worthOfRenewal(resident, at: 8, peak: 200) == .nothing)
    #expect(reference.worthOfRenewal(more, at: 8, peak: 201) == .nothing)
    #expect(reference.worthOfRenewal(more, at: 8, peak: 200) == .much)
    #expect(reference.worthOfRenewal(resident, at: late, peak: 999) == .something)
    #expect(reference.worthOfRenewal(more, at: late, peak: 200) == .much)
    let fewer = resident.filter { $0.key != 2 }
    #expect(reference.worthOfRenewal(fewer, at: 8, peak: 999) == .much)
    var reference = reference
    let other = after(5...5) { $0 = ResidentMemory() }
    reference.meet(other)
    #expect(reference.worthOfRenewal(other, at: 8, peak: 999) == .much)
  }
}

@Suite struct MemoryFiguresTests {
  @Test func aLongRunKeepsFewSamplesAndItsPeak() {
    var figures = MemoryFigures()
    let peak = 70_001
    for index in 0..<100_000 {
      let time = UInt64(index) * 20_000_000
      figures.record(
        MemoryFigures.Sample(time: time, bytes: index == peak ? 999 : 5, cpu: UInt64(index)))
    }
    #expect(figures.peak.samples == 100_000)
    #expect(figures.peak.bytes == 999)
    #expect(figures.peak.time == UInt64(peak) * 20_000_000)
    #expect((1_000...4_096).contains(figures.samples.count))
    #expect(zip(figures.samples, figures.samples.dropFirst()).allSatisfy { $0.time < $1.time })
    // From the beginning to the end.
    #expect(figures.samples[0].time == 0)
    #expect((figures.samples.last?.cpu ?? 0) > 99_000)
  }

  @Test func whatComesTooSoonIsKeptOnlyAtANewPeak() {
    var figures = MemoryFigures()
    for (time, bytes) in [(0, 5), (1, 4), (2, 6), (3, 6), (20_000_002, 1)] as [(UInt64, UInt64)] {
      figures.record(MemoryFigures.Sample(time: time, bytes: bytes, cpu: 0))
    }
    #expect(figures.samples.map(\.bytes) == [5, 6, 1])
    #expect(figures.peak.bytes == 6)
  }
}
