import Benchmark
import Claims
import Measure

/// Evidence as a machine with two CPUs would give it, on which everything holds; each part can be
/// made different.
struct PlantedEvidence {
  var cpus = 2
  var rounds = 10
  /// Of a round's figures, from one side of the true value to the other.
  var noise = 0.01
  var files = 12
  var othersCores = 0.02

  var lockedSpeedUp = 0.98
  var lockedCores = 1.0
  var freeSpeedUp = 1.95
  var freeCores = 1.93
  var forkedSpeedUp = 1.9
  var forkedCores = 1.9
  var jobTime = 50e6
  var handedOver = 0.95
  var overlap = 0.9
  var waitingSpeedUp = 3.7
  var waitingCores = 0.04
  var memory = 1.5
  var cpuTime = 1.03
  var tallies: [TallyRuns] = [
    Self.tally("locked", "racy", lost: 0), Self.tally("free", "racy", lost: 5_000),
    Self.tally("free", "atomic", lost: 0), Self.tally("free", "merged", lost: 0),
    Self.tally("forked", "shared", lost: 0), Self.tally("forked", "racy", lost: 1_000_000),
  ]
  var advice: [Double] = [1, 1.01]
  var hasProcesses = true
  /// Of four free threads, where that many were advised: no claim but C9 is about them.
  var advisedSpeedUp: Double?

  static func tally(_ mode: String, _ kept: String, lost: UInt64) -> TallyRuns {
    TallyRuns(
      mode: mode, kept: kept, workers: 2,
      runs: [lost, 0, lost].map { .init(counted: 1_000_000 - $0, expected: 1_000_000) }
        .filter { lost == 0 || mode == "free" || $0.lost > 0 })
  }

  /// Round by round around `value`, so that medians are the value and noise has no direction.
  private func spread(_ value: Double, _ place: Int) -> [Double] {
    (0..<rounds).map { round in
      let step = (round * 7 + place * 3) % 11
      return value * (1 + noise * (Double(step) / 5 - 1))
    }
  }

  private func arm(
    _ mode: String, _ workers: Int, wall: Double, cores: Double, memory: Double = 30e6,
    cpuTime: Double = 1e9, option: ArmSetup.Option? = nil
  ) -> Arm {
    let walls = spread(wall, workers)
    let busy = spread(cores, workers + 1)
    let times = spread(cpuTime, mode.count)
    let memories = spread(memory, workers + mode.count)
    let runs = (0..<rounds).map { round in
      var values: [Figure: Double] = [
        // Starting the program takes half as long again as the jobs, whatever the number of
        // workers.
        .wall: walls[round] + 5e8, .runWall: walls[round],
        .decodeCPU: walls[round] * busy[round] * 0.25,
        .filterCPU: walls[round] * busy[round] * 0.5,
        .encodeCPU: walls[round] * busy[round] * 0.25,
        .peakMemory: memories[round], .cpuUser: times[round], .cpuSystem: 1,
      ]
      if mode == "forked" { values[.workerStartUp] = 1.5e6 }
      if option != nil { values[.handoffBytes] = 2e6 }
      return BenchmarkRun(round: round, place: 0, started: 0, values: values)
    }
    let name = option.map { " \($0.name)=\($0.value)" } ?? ""
    return Arm(
      setup: ArmSetup(mode: mode, workers: workers, options: option.map { [$0] } ?? []),
      label: "\(mode) \(workers)\(name)", seriesLabel: mode + name, runs: runs)
  }

  private func report(_ arms: [Arm]) -> ComparisonReport {
    var state = MachineState()
    state.othersCores = othersCores
    var report = ComparisonReport(
      version: "0", command: [], machine: MachineFacts(effectiveCPUs: cpus, state: state),
      workload: Workload(files: files, inputBytes: 1, chain: nil),
      design: Design(
        seed: 1, rounds: rounds, plannedRounds: rounds, warmups: 1, cache: .warm, comparisons: 1,
        duration: 1),
      arms: arms, baseline: 0)
    report.analyse(Bootstrap(seed: 1, resamples: 300))
    return report
  }

  private func overlaps(_ mode: String, _ share: Double, _ cores: Double) -> OverlapRuns {
    let shares = spread(share, 1)
    let busy = spread(cores, 2)
    let handed = spread(handedOver, 3)
    return OverlapRuns(
      mode: mode, workers: 2,
      rounds: (0..<rounds).map {
        .init(
          share: shares[$0], cores: busy[$0], switchesPerSecond: mode == "locked" ? 190 : nil,
          handedOver: mode == "locked" ? handed[$0] : nil,
          jobTime: jobTime)
      })
  }

  var evidence: Evidence {
    let second = 1e9
    var evidence = Evidence(effectiveCPUs: cpus, seed: 1)
    let pipe = ArmSetup.Option(name: "handoff", value: "pipe")
    evidence.computing = report(
      [
        arm("locked", 1, wall: second, cores: 0.99),
        arm("locked", 2, wall: second / lockedSpeedUp, cores: lockedCores),
        arm("free", 1, wall: second, cores: 0.99),
        arm("free", 2, wall: second / freeSpeedUp, cores: freeCores),
        arm("forked", 1, wall: second, cores: 0.99),
        arm(
          "forked", 2, wall: second / forkedSpeedUp, cores: forkedCores, memory: 30e6 * memory,
          cpuTime: 1e9 * cpuTime),
        arm("forked", 2, wall: second, cores: 1.8, cpuTime: 1e9 * cpuTime, option: pipe),
      ] + (advisedSpeedUp.map { [arm("free", 4, wall: second / $0, cores: $0)] } ?? []))
    if !hasProcesses { evidence.computing?.arms.removeAll { $0.setup.mode == "forked" } }
    evidence.waiting = report([
      arm("locked", 1, wall: second, cores: waitingCores),
      arm("locked", 4, wall: second / waitingSpeedUp, cores: 0.1),
      // More threads than files can tell nothing of.
      arm("locked", 16, wall: second / 2, cores: 0.1),
    ])
    evidence.overlaps = [
      overlaps("locked", overlap, lockedCores), overlaps("free", 1, freeCores),
    ]
    evidence.overlapOthersCores = othersCores
    evidence.tallies = tallies
    evidence.advice = zip(["computing", "waiting"], advice).map { bottleneck, ratio in
      AdviceCheck(
        bottleneck: bottleneck, driver: bottleneck, advised: "free 2", best: "free 2",
        ratio: Estimate(
          value: ratio,
          interval: Interval(
            lower: ratio * (1 - noise), upper: ratio * (1 + noise), confidence: 0.95)
        ))
    }
    return evidence
  }

  func verdict(_ id: ClaimID) -> ClaimVerdict { Claim.named(id).judged(by: evidence).verdict }
}
