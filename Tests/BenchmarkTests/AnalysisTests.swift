import Benchmark
import Figures
import Measure
import Report
import Testing

/// Made-up runs, whose analysis is known.
enum Planted {
  static func arm(
    _ mode: String, _ workers: Int, walls: [Double], _ more: [Figure: Double] = [:]
  ) -> Arm {
    let runs = walls.enumerated().map { round, wall in
      BenchmarkRun(
        round: round, place: workers, started: UInt64(round * 1000 + workers),
        values: more.merging([.wall: wall]) { $1 })
    }
    return Arm(
      setup: ArmSetup(mode: mode, workers: workers), label: "\(mode) \(workers)",
      seriesLabel: mode, runs: runs)
  }

  static func report(_ arms: [Arm]) -> ComparisonReport {
    var report = ComparisonReport(
      version: "0", command: ["triptych", "compare"],
      machine: MachineFacts(effectiveCPUs: 4, state: MachineState()),
      workload: Workload(files: 10, inputBytes: 1000, chain: nil),
      design: Design(
        seed: 1, rounds: arms[0].runs.count, plannedRounds: 8, warmups: 1, cache: .warm,
        comparisons: 1, duration: 5),
      arms: arms, baseline: 0)
    report.analyse(Bootstrap(seed: 1, resamples: 500))
    return report
  }

  /// Noise that no verdict may follow from.
  static func walls(_ seconds: Double, rounds: Int = 8) -> [Double] {
    (0..<rounds).map { seconds * 1e9 * (1 + 0.002 * Double(($0 * 5) % 7)) }
  }
}

@Suite struct AnalysisTests {
  @Test func speedUpsArePairedByRound() {
    let report = Planted.report([
      Planted.arm("free", 1, walls: Planted.walls(2)),
      Planted.arm("free", 2, walls: Planted.walls(1)),
      Planted.arm("locked", 2, walls: Planted.walls(2.2)),
    ])
    #expect(report.arms[0].speedUp == Estimate(value: 1, interval: nil))
    let speedUp = report.arms[1].speedUp?.value ?? 0
    #expect(abs(speedUp - 2) < 1e-9)
    #expect(abs((report.arms[1].efficiency?.value ?? 0) - 1) < 1e-9)
    // Its series has no arm with one worker.
    #expect(report.arms[2].speedUp == nil && report.arms[2].efficiency == nil)
    #expect(report.arms[0].comparison == nil)
    #expect(report.arms[1].comparison?.verdict == .faster)
    #expect(report.arms[2].sentence?.contains("10.0 % slower than free 1") == true)
    #expect(report.design.comparisons == 2)
  }

  /// They are no medians, and their intervals no bootstrap's: they go by the name of what they are.
  @Test func speedUpsAreWrittenAsRatios() throws {
    let report = Planted.report([
      Planted.arm("free", 1, walls: Planted.walls(2)),
      Planted.arm("free", 2, walls: Planted.walls(1)),
    ])
    let arms = try #require(report.json["arms"]?.asArray)
    for name in ["speed_up", "efficiency"] {
      let written = try #require(arms[1][name])
      #expect(written["median"] == nil)
      #expect(written["interval"]?.asArray?.count == 2)
    }
    #expect(arms[1]["speed_up"]?["ratio"]?.asNumber == report.arms[1].speedUp?.value)
    #expect(arms[1]["figures"]?["wall_ns"]?["median"] != nil)
  }

  /// Stopped in the middle of a round, with one run more of the first arm.
  @Test func whatDoesNotCountIsInNoHistogram() {
    var arms = [
      Planted.arm("locked", 1, walls: Planted.walls(1, rounds: 3)),
      Planted.arm("locked", 2, walls: Planted.walls(1, rounds: 2)),
    ]
    for arm in arms.indices {
      for run in arms[arm].runs.indices {
        var histogram = Histogram()
        histogram.record(UInt64(1 + run))
        arms[arm].runs[run].histograms = ["lock_wait_ns": histogram]
      }
    }
    #expect(arms[0].histograms["lock_wait_ns"]?.count == 3)
    #expect(arms.keepWholeRounds() == 2)
    #expect(arms.map(\.runs.count) == [2, 2])
    #expect(arms.map { $0.histograms["lock_wait_ns"]?.count } == [2, 2])
    #expect(arms[0].histograms["lock_wait_ns"]?.maximum == 2)
  }

  @Test func aFigureThatOneRunLacksIsUnknown() {
    var arm = Planted.arm("free", 1, walls: Planted.walls(1), [.majorFaults: 3])
    #expect(Planted.report([arm]).arms[0].figures[.majorFaults]?.value == 3)
    arm.runs[2].values[.majorFaults] = nil
    let report = Planted.report([arm])
    #expect(report.arms[0].figures[.majorFaults] == nil)
    #expect(report.arms[0].figures[.peakMemory] == nil)
    #expect(report.arms[0].figures[.wall]?.interval != nil)
  }

  @Test func lawsAreFittedToFourWorkerCountsAndRefusedForFewer() {
    let counts = [1, 2, 3, 4]
    let arms = counts.map { Planted.arm("free", $0, walls: Planted.walls(4 / Double($0))) }
    let fitted = Planted.report(arms).scaling
    #expect(fitted.count == 1 && fitted[0].refusal == nil)
    #expect(fitted[0].arms == [0, 1, 2, 3])
    #expect((fitted[0].fits.first?.parameters.contention ?? 1) < 1e-6)
    let refused = Planted.report(Array(arms.prefix(2))).scaling
    #expect(refused[0].fits.isEmpty)
    #expect(refused[0].refusal?.contains("--workers") == true)
  }

  @Test func lawsFittedToMoreWorkersThanCPUsComeWithAWarning() {
    // The planted machine has four.
    let arms = [1, 2, 4, 8].map { Planted.arm("free", $0, walls: Planted.walls(4 / Double($0))) }
    let warned = Planted.report(arms).warnings.filter { $0.kind == .oversubscribed }
    #expect(warned.count == 1 && warned[0].message.contains("only 3 of 4"))
    let few = [1, 2, 3, 4].map { Planted.arm("free", $0, walls: Planted.walls(4 / Double($0))) }
    #expect(!Planted.report(few).warnings.contains { $0.kind == .oversubscribed })
    // Nothing was fitted, so there is nothing to warn of.
    #expect(
      !Planted.report(Array(arms.suffix(2))).warnings.contains { $0.kind == .oversubscribed })
  }

  @Test func whatIsTrueOfAllArmsIsSaidOnce() {
    let arms = ["free", "locked"].flatMap { mode in
      [1, 2, 4, 8].map { Planted.arm(mode, $0, walls: Planted.walls(4 / Double($0))) }
    }
    let warned = Planted.report(arms).warnings.filter { $0.kind == .oversubscribed }
    #expect(warned.count == 1 && warned[0].message.hasPrefix("free, locked: "))
    let few = Planted.report([
      Planted.arm("free", 1, walls: [1e9]), Planted.arm("free", 2, walls: [1e9]),
    ]).warnings.filter { $0.kind == .tooFewRounds }
    #expect(few.count == 1 && few[0].message.hasPrefix("1 round is too few"))
  }

  @Test func optionsThatNoLabelShowsAreTold() {
    func setup(_ mode: String, _ options: [(String, String)]) -> Arm {
      Arm(
        setup: ArmSetup(
          mode: mode, workers: 1, options: options.map { .init(name: $0.0, value: $0.1) }),
        label: mode, seriesLabel: mode, runs: [])
    }
    var report = Planted.report([setup("free", [])])
    #expect(report.circumstances == nil)
    report.arms = [
      setup("locked", [("io", "pool"), ("no-checkpoints", ""), ("io-latency", "20ms")]),
      setup("free", [("io", "pool"), ("io-latency", "20ms")]),
      setup("free", [("io", "uring"), ("io-latency", "20ms")]),
    ]
    report.workload.options = ["--filters", "invert", "--quality", "70"]
    #expect(
      report.circumstances
        == "all arms: --quality 70 --io-latency 20ms; locked: --io pool --no-checkpoints")
  }

  @Test func withoutRunsNothingIsClaimed() {
    let report = Planted.report([
      Planted.arm("free", 1, walls: []), Planted.arm("free", 2, walls: []),
    ])
    #expect(report.arms.allSatisfy { $0.figures.isEmpty && $0.comparison == nil })
    #expect(report.csv.split(separator: "\n").count == 1)
  }

  @Test func rawValuesAreOneLineARunInTheirOrder() {
    let report = Planted.report([
      Planted.arm("free", 2, walls: [5e6, 7e6]), Planted.arm("free", 1, walls: [3e6, 4.5]),
    ])
    let lines = report.csv.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("arm,mode,workers,options,round,place,started_ns,wall_ns,"))
    #expect(
      lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false)[7] } == [
        "3000000", "5000000", "4.5", "7000000",
      ])
    #expect(lines[1].hasPrefix("free 1,free,1,,1,2,1,"))
    let columns = Set(
      lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count })
    #expect(columns == [7 + Figure.allCases.count])
  }

  @Test func whatAReportDoesNotSayIsNoFigure() {
    var report = RunReport()
    report.sums["wall_ns"] = .measured(900)
    report.sums["run_queue_delay_ns"] = .unknown
    report.stages["decode"] = .init(wall: 5, cpu: nil)
    let outside = OutsideView(wall: 1000, cpuUser: 1500, cpuSystem: 500)
    let values = Figure.values(outside, report, effectiveCPUs: 4)
    #expect(values[.startUp] == 100)
    #expect(values[.effectiveCores] == 2)
    #expect(values[.utilisation] == 0.5)
    #expect(values[.decodeWall] == 5)
    for figure in [Figure.runQueueDelay, .decodeCPU, .lockWait, .ioOverlap, .peakMemory] {
      #expect(values[figure] == nil)
    }
  }

  @Test(arguments: [(1_000_000_000, nil), (1_020_000_000, nil), (500_000_000, -0.5), (0, -1.0)])
  func accountsThatDisagreeAreNoticed(own: Int, share: Double?) {
    var report = RunReport()
    report.sums["cpu_user_ns"] = .measured(UInt64(own))
    report.sums["cpu_system_ns"] = .measured(0)
    let outside = OutsideView(wall: 1, cpuUser: 900_000_000, cpuSystem: 100_000_000)
    #expect(Figure.disagreement(outside, report) == share)
  }
}

@Suite struct ArmTimelineTests {
  private func recorded() -> Timeline {
    var timeline = Timeline()
    timeline.tracks = [
      .init(
        "worker 0", .worker, process: 1, processName: "p",
        spans: [
          .init("job", id: 0, start: 100, end: 200), .init("decode", id: 0, start: 100, end: 140),
          .init("filter", id: 0, start: 140, end: 200),
        ]),
      .init(
        "lock 0", .lock, process: 1, processName: "p",
        spans: [
          .init("holding the lock", id: 0, start: 100, end: 150),
          .init("waiting for the lock", id: 0, start: 150, end: 160),
          .init("waiting for the lock", id: 0, start: 170, end: 175),
        ]),
      .init(
        "reads", .io, process: 1, processName: "p",
        spans: [
          .init("read", id: 0, start: 90, end: 100), .init("read", id: 1, start: 95, end: 120),
        ]),
    ]
    timeline.counters = [
      .init(
        "CPU", unit: "ns",
        samples: [
          .init(time: 100, value: 10), .init(time: 150, value: 85), .init(time: 200, value: 110),
        ])
    ]
    return timeline
  }

  @Test func waitsCutTheStageThatTheyInterrupt() {
    let timeline = ArmTimeline(of: recorded(), wall: 7)
    #expect(timeline.wall == 7 && timeline.duration == 110)
    #expect(timeline.tracks.map(\.name) == ["worker 0", "reads"])
    #expect(
      timeline.tracks[0].spans == [
        .init(start: 10, end: 50, name: "decode"), .init(start: 50, end: 60, name: "filter"),
        .init(start: 60, end: 70, name: "wait"), .init(start: 70, end: 80, name: "filter"),
        .init(start: 80, end: 85, name: "wait"), .init(start: 85, end: 110, name: "filter"),
      ])
    #expect(timeline.tracks[1].spans == [.init(start: 0, end: 30, name: "read")])
  }

  @Test func coresAreTheSlopeOfCPUTime() {
    let timeline = ArmTimeline(of: recorded(), wall: 7)
    let cores = timeline.counters.first { $0.name == "effective_cores" }
    #expect(cores?.points == [.init(time: 10, value: 1.5), .init(time: 60, value: 0.5)])
  }

  @Test func theShortestSpansGoFirst() {
    var timeline = Timeline()
    let count = ArmTimeline.mostSpans + 500
    timeline.tracks = [
      .init(
        "worker 0", .worker, process: 1, processName: "p",
        spans: (0..<count).map {
          let start = UInt64($0) * 100_000
          return Timeline.Span("filter", id: 0, start: start, end: start + UInt64($0) + 1)
        })
    ]
    let thinned = ArmTimeline(of: timeline, wall: 1)
    #expect(thinned.recordedSpans == count)
    #expect(thinned.tracks[0].spans.count == ArmTimeline.mostSpans)
    #expect(thinned.tracks[0].spans.allSatisfy { $0.end - $0.start > 500 })
  }

  @Test func nothingRecordedIsAnEmptyChart() {
    let timeline = ArmTimeline(of: Timeline(), wall: 1)
    #expect(timeline.tracks.isEmpty && timeline.duration == 0)
  }
}

@Suite struct SelfCheckVerdictTests {
  private func noise(_ seed: UInt64, _ count: Int, times factor: Double = 1) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in factor * (1e9 + Double(random.index(below: 20_000_000))) }
  }

  private static let rounds = SelfCheckVerdict.comparisons * Comparison.usualRounds

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func equalsPass(seed: UInt64) throws {
    let answer = try #require(
      SelfCheckVerdict.equals(noise(seed, Self.rounds), noise(seed + 1000, Self.rounds)))
    #expect(answer.sentence.contains("of 40 comparisons"))
    #expect(answer.passed, "\(answer.sentence)")
  }

  @Test func aBiasedInstrumentFails() throws {
    let answer = try #require(
      SelfCheckVerdict.equals(noise(1, Self.rounds), noise(2, Self.rounds, times: 1.03)))
    #expect(!answer.passed)
    #expect(SelfCheckVerdict.equals(noise(1, 9), noise(2, 9)) == nil)
  }

  @Test(arguments: [(1.0, true), (1.005, true), (1.05, false)])
  func recordingMayCostOnePerCent(factor: Double, passes: Bool) throws {
    let answer = try #require(
      SelfCheckVerdict.recordingCost(noise(3, 60, times: factor), noise(4, 60)))
    #expect(answer.passed == passes, "\(answer.sentence)")
  }

  @Test(arguments: [(1.04, true), (0.96, false), (1.0, false)])
  func aPlantedSlownessIsFoundWithItsSign(factor: Double, passes: Bool) throws {
    let rounds = 6 * Comparison.usualRounds
    let answer = try #require(
      SelfCheckVerdict.planted(noise(5, rounds, times: factor), noise(6, rounds), share: 0.05))
    #expect(answer.passed == passes, "\(answer.sentence)")
    #expect(answer.sentence.contains("\(passes ? 6 : 0) of 6 comparisons"), "\(answer.sentence)")
  }

  /// One comparison of twenty may miss it, and no more.
  @Test(arguments: [(0, true), (1, true), (2, false)])
  func aPlantedSlownessMayBeMissedOnce(misses: Int, passes: Bool) throws {
    let length = Comparison.usualRounds
    let slowed =
      noise(7, misses * length) + noise(8, (20 - misses) * length, times: 1.05)
    let answer = try #require(
      SelfCheckVerdict.planted(slowed, noise(9, 20 * length), share: 0.05))
    #expect(answer.sentence.contains("\(20 - misses) of 20 comparisons"), "\(answer.sentence)")
    #expect(answer.passed == passes)
    #expect(SelfCheckVerdict.planted(noise(1, 9), noise(2, 9), share: 0.05) == nil)
  }
}
