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

  @Test(arguments: [1_000, 50_000, 400_000] as [UInt64])
  func cheapLooksLeaveSomethingForDearOnes(cost: UInt64) {
    var pace = SamplingPace()
    pace.looked(for: cost)
    #expect(pace.pause >= 10_000_000)
    #expect(Double(cost) / Double(pace.pause) < SamplingPace.share)
  }
}

@Suite struct MemoryReferenceTests {
  private let resident = ResidentMemory(anonymous: 40, files: 60, shared: 20)
  private var reference: MemoryReference {
    MemoryReference(
      processes: [1, 2, 3, 4], proportional: 50,
      before: .init(anonymous: 30, files: 60, shared: 20),
      after: .init(anonymous: 50, files: 60, shared: 20), time: 7)
  }

  private func after(_ change: (inout ResidentMemory) -> Void) -> ResidentMemory {
    var now = resident
    change(&now)
    return now
  }

  @Test func nothingChangesWhereNothingDid() {
    #expect(reference.likely(resident) == 50)
    #expect(reference.most(resident) == 50)
  }

  @Test func whatOneTakesIsNobodyElses() {
    for now in [after { $0.anonymous += 12 }, after { $0.shared += 12 }] {
      #expect(reference.likely(now) == 62)
      #expect(reference.most(now) == 62)
    }
    for now in [after { $0.anonymous -= 12 }, after { $0.shared -= 12 }] {
      #expect(reference.likely(now) == 38)
      #expect(reference.most(now) == 38)
    }
  }

  /// Four processes that each touch eight bytes more of the program have eight more of them.
  @Test func whatAllTouchIsThereOnce() {
    let now = after { $0.files += 32 }
    #expect(reference.likely(now) == 58)
    #expect(reference.most(now) == 82)
  }

  @Test func whatWentMakesNoRoom() {
    #expect(reference.most(after { $0.files -= 32 }) == 50)
  }

  @Test func lessThanNothingIsNothing() {
    #expect(reference.likely(ResidentMemory()) == 0)
    #expect(reference.most(ResidentMemory()) == 0)
  }

  @Test func anotherIsWantedInTimeAndAtAPeak() {
    let more = after { $0.anonymous += 1 }
    #expect(!reference.wantsRenewal(resident, at: 8, peak: 50))
    #expect(!reference.wantsRenewal(more, at: 8, peak: 51))
    #expect(reference.wantsRenewal(more, at: 8, peak: 50))
    #expect(reference.wantsRenewal(resident, at: 7 + MemoryReference.renewal, peak: 99))
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
