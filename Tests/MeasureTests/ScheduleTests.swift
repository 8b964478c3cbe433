import Measure
import Testing

@Suite struct ScheduleTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func everyRoundHoldsEveryArmOnce(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (arms, warmups) = (1 + random.index(below: 9), random.index(below: 3))
    let schedule = Schedule(arms: arms, warmups: warmups, rounds: 7, seed: seed)
    #expect(schedule.steps.count == arms * (warmups + 7))
    #expect(
      schedule.steps.map(\.isWarmup)
        == (0..<arms * (warmups + 7)).map { $0 < arms * warmups })
    for start in stride(from: 0, to: schedule.steps.count, by: arms) {
      let round = schedule.steps[start..<start + arms]
      #expect(Set(round.map(\.arm)) == Set(0..<arms))
      #expect(Set(round.map(\.round)).count == 1)
    }
    #expect(schedule == Schedule(arms: arms, warmups: warmups, rounds: 7, seed: seed))
  }

  /// Seeds stand in reports: this order, worked out by hand in Python, has to stay what it is.
  @Test func aSeedMeansTheSameForEver() {
    let steps = Schedule(arms: 4, warmups: 1, rounds: 2, seed: 42).steps
    #expect(steps.map(\.arm) == [1, 3, 0, 2, 2, 3, 0, 1, 1, 3, 2, 0])
    var random = SplitMix64(seed: 1_234_567)
    // The first outputs for this seed as published with the generator's reference code.
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
  }

  @Test func noArmHasAFavouritePlace() {
    let steps = Schedule(arms: 3, warmups: 0, rounds: 6000, seed: 9).steps
    var counts = [[Int]](repeating: [0, 0, 0], count: 3)
    for (index, step) in steps.enumerated() { counts[step.arm][index % 3] += 1 }
    // 2000 each, with a standard deviation of 37.
    #expect(counts.joined().allSatisfy { abs($0 - 2000) < 150 })
  }

  @Test func whatIsLeftIsEstimatedFromWhatWasDone() {
    let schedule = Schedule(arms: 2, warmups: 0, rounds: 3, seed: 5)
    let durations = schedule.steps.map { $0.arm == 0 ? 10.0 : 1 }
    #expect(schedule.remaining(after: []) == nil)
    #expect(schedule.remaining(after: Array(durations.prefix(2))) == 22)
    #expect(schedule.remaining(after: Array(durations.prefix(4))) == 11)
    #expect(schedule.remaining(after: durations) == 0)
    #expect(schedule.remaining(after: [4]) == 20, "arms not yet seen are like the others")
    #expect(Schedule(arms: 0, warmups: 1, rounds: 1, seed: 1).remaining(after: []) == 0)
  }
}
