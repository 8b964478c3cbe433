import Benchmark
import Claims
import Measure

/// What `reproduce` could have found out on a machine with two CPUs.
enum PlantedClaims {
  /// - Parameter workers: of the arms that compute.
  static func make(workers: [Int] = [1, 2]) -> ClaimsReport {
    let computing = PlantedReport.make(workers: workers, cpus: 2, rounds: 8)
    var evidence = Evidence(effectiveCPUs: 2, seed: 3)
    evidence.computing = computing
    evidence.waiting = PlantedReport.make(workers: [1, 4], cpus: 2, rounds: 8, waiting: 20_000_000)
    evidence.overlaps = ["locked", "free"].map { mode in
      let round = OverlapRuns.Round(
        share: 0.9, cores: mode == "locked" ? 1 : 1.9, switchesPerSecond: 190, handedOver: 0.95,
        jobTime: 60e6)
      var runs = OverlapRuns(mode: mode, workers: 2, rounds: Array(repeating: round, count: 8))
      runs.timeline = computing.arms.first { $0.label == "\(mode) 2" }?.timeline
      return runs
    }
    evidence.tallies = [
      tally("locked", "racy", [0, 0, 0]), tally("free", "racy", [4_000, 9_000, 2_500]),
      tally("free", "atomic", [0, 0, 0]), tally("free", "merged", [0, 0, 0]),
      tally("forked", "racy", [1_000_000, 1_000_000, 1_000_000]),
      tally("forked", "shared", [0, 0, 0]),
    ]
    evidence.advice = ["computing", "waiting"].map {
      AdviceCheck(
        bottleneck: $0, driver: $0, advised: "free 2", best: "free 2",
        ratio: Estimate(value: 1, interval: Interval(lower: 1, upper: 1, confidence: 0.95)))
    }
    evidence.convoys = [1, 2, 4].flatMap(convoys)
    evidence.pythons = [python(), PythonRuns(interpreter: "python9")]
    evidence.pythons[1].notes = ["there is no 'python9' on PATH"]
    return ClaimsReport(
      version: "1.0.0", command: ["triptych", "reproduce", "<me> & you", "--seed", "3"],
      evidence: evidence)
  }

  private static func convoys(beside count: Int) -> [ConvoyRun] {
    let intervals: [UInt64?] = [nil, 500_000, 5_000_000, 50_000_000]
    return intervals.map { interval in
      let typical = interval.map { Double($0) / 1e6 } ?? 0.06
      let late = (0..<60).map { typical * (1 + Double($0 * count) / 40) }
      return ConvoyRun(switchInterval: interval, computing: count, lateness: late)
    }
  }

  private static func python() -> PythonRuns {
    var runs = PythonRuns(interpreter: "python3", version: "3.13.5", hasLock: true)
    let ways: [(PythonArm.Work, String, Int, Double)] = [
      (.filter, "threads", 1, 2), (.filter, "threads", 2, 2.1), (.filter, "processes", 2, 1.1),
      (.waiting, "threads", 1, 0.4), (.waiting, "threads", 4, 0.1),
    ]
    runs.arms = ways.map { work, mode, workers, wall in
      var arm = PythonArm(work, mode, workers)
      arm.rounds = (0..<8).map {
        .init(
          wall: wall * (1 + Double($0) / 200), cpu: 2, voluntarySwitches: 900,
          involuntarySwitches: 30)
      }
      return arm
    }
    runs.convoys = [1, 2, 4].flatMap(convoys).filter { $0.switchInterval != nil }
    return runs
  }

  private static func tally(_ mode: String, _ kept: String, _ lost: [UInt64]) -> TallyRuns {
    TallyRuns(
      mode: mode, kept: kept, workers: 2,
      runs: lost.map { .init(counted: 1_000_000 - $0, expected: 1_000_000) })
  }
}
