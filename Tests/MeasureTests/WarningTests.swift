import Measure
import Testing

@Suite struct WarningTests {
  @Test(arguments: GoldenTrend.all.indices)
  func trendsAgreeWithSciPy(index: Int) throws {
    let golden = GoldenTrend.all[index]
    let found = try #require(Trend(golden.values))
    #expect(isClose(found.slope, golden.slope, within: 1e-9))
    #expect(isClose(found.probability, golden.probability, within: 1e-9))
  }

  @Test func aTrendNeedsThreeValues() {
    #expect(Trend([1, 2]) == nil)
    #expect(Trend([1, 2, .nan]) == nil)
    #expect(Trend([2, 2, 2])?.probability == 1)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func backwardsATrendIsTheOpposite(seed: UInt64) throws {
    var noise = Noise(seed: seed)
    let values = noise.normals(4 + noise.random.index(below: 30))
    let there = try #require(Trend(values))
    let back = try #require(Trend(values.reversed()))
    #expect(isClose(there.slope, -back.slope))
    #expect(there.probability == back.probability)
  }

  private func kinds(_ values: [Double]) -> [Warning.Kind] {
    Warning.ofRounds(values, arm: "free, 2 workers").map(\.kind)
  }

  @Test func ordinaryRoundsAreRarelyWarnedAbout() {
    var noise = Noise(seed: 21)
    let trials = 2000
    let warned = (0..<trials).count { _ in
      !kinds(noise.normals(10, mean: 1, deviation: 0.02)).isEmpty
    }
    print("clean rounds are warned about in \(Double(warned) / Double(trials) * 100) % of cases")
    #expect(warned * 100 <= trials * 2)
  }

  private let steady = [1.0, 1.01, 0.99, 1.005, 0.997, 1.003, 0.995, 1.002, 1.008, 0.991]

  @Test func plantedOddities() {
    #expect(kinds(steady).isEmpty)
    var slow = steady
    slow[6] = 1.5
    #expect(kinds(slow) == [.outliers])
    #expect(Warning.outliers(among: slow) == [6])
    slow[2] = 0.7
    #expect(Warning.outliers(among: slow) == [2, 6])
    var first = steady
    first[0] = 1.5
    #expect(kinds(first) == [.slowFirstRound])
    first[0] = 0.5
    #expect(kinds(first) == [.outliers], "a fast first round is no cold cache")
    let heating = steady.enumerated().map { $1 * (1 + 0.01 * Double($0)) }
    #expect(kinds(heating) == [.drift])
    #expect(kinds(heating.reversed()) == [.drift])
    #expect(kinds(Array(steady.prefix(4))) == [.tooFewRounds])
    #expect(kinds([]) == [.tooFewRounds])
  }

  @Test func roundsThatAreAllButEqualAreNotOdd() {
    #expect(kinds([1, 1, 1, 1, 1, 1, 1, 1.001]).isEmpty)
    #expect(kinds([Double](repeating: 3, count: 8)).isEmpty)
    let tiny = (0..<10).map { 1 + 1e-5 * Double($0) }
    #expect(kinds(tiny).isEmpty, "a clear drift of a hundredth of a percent")
  }

  @Test func warningsSayWhatTheySawAndWhatToDo() throws {
    var slow = steady
    slow[6] = 1.5
    let outliers = try #require(Warning.ofRounds(slow, arm: "free, 2 workers").first)
    #expect(outliers.message.hasPrefix("free, 2 workers: 1 of 10 rounds"))
    #expect(outliers.message.contains("(round 7)"))
    slow = steady
    slow[0] = 1.5
    let first = try #require(Warning.ofRounds(slow, arm: "free").first)
    #expect(first.message.contains("50 % longer") && first.message.contains("--warmup"))
    let heating = steady.enumerated().map { $1 * (1 + 0.01 * Double($0)) }
    let drift = try #require(Warning.ofRounds(heating, arm: "free").first)
    #expect(drift.message.contains("% slower from the first to the last"))
  }

  @Test func roundsLeftOutAreNamed() throws {
    var base = steady
    base[3] = 1.6
    let found = try #require(Comparison(of: steady.reversed(), to: base))
    let warning = try #require(Warning.ofComparison(found, arm: "free"))
    #expect(warning.kind == .disturbedRounds)
    #expect(warning.message.contains("(round 4)"))
    let clean = try #require(Comparison(of: steady, to: steady))
    #expect(Warning.ofComparison(clean, arm: "free") == nil)
  }

  @Test func theMachineIsWarnedAboutByWhatIsKnown() {
    func kinds(_ change: (inout MachineState) -> Void) -> [Warning.Kind] {
      var machine = MachineState()
      change(&machine)
      return Warning.ofMachine(machine).map(\.kind)
    }
    func whole(_ machine: inout MachineState) { (machine.onlineCPUs, machine.allowedCPUs) = (8, 8) }
    #expect(kinds { _ in }.isEmpty, "what is not known is no reason to warn")
    #expect(kinds(whole).isEmpty)
    #expect(
      kinds {
        whole(&$0)
        $0.allowedCPUs = 2
      } == [.affinity])
    #expect(
      kinds {
        whole(&$0)
        $0.quota = 1.5
      } == [.quota])
    #expect(
      kinds {
        whole(&$0)
        $0.quota = 8
      }.isEmpty)
    #expect(kinds { $0.quota = 1.5 } == [.quota])
    #expect(
      kinds {
        whole(&$0)
        $0.othersCores = 0.3
      }.isEmpty)
    #expect(
      kinds {
        whole(&$0)
        $0.othersCores = 0.5
      } == [.busyMachine])
    #expect(
      kinds {
        whole(&$0)
        $0.frequencyLimit = 1
      }.isEmpty)
    #expect(
      kinds {
        whole(&$0)
        $0.frequencyLimit = 0.6
      } == [.frequency])
  }
}
