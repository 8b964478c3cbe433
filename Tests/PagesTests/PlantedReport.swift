import Benchmark
import Figures
import Measure
import TestSupport

/// A comparison as it could have been measured on a machine with four CPUs: three modes with one to
/// eight workers, where every run is simulated.
enum PlantedReport {
  static func make(
    workers: [Int] = [1, 2, 4, 8], cpus: Int = 4, rounds: Int = 10, waiting: UInt64 = 900_000,
    chain: String = "resize=1600x1600,gaussian=sigma=3,unsharp=sigma=1:amount=0.8"
  ) -> ComparisonReport {
    var machine = MachineFacts(
      effectiveCPUs: cpus, loadBefore: [0.12, 0.2, 0.31], state: MachineState())
    machine.cpu = "Example CPU 5000 @ 3.00GHz"
    machine.kernel = "6.1.0"
    machine.architecture = "x86_64"
    machine.memory = 16 << 30
    var work = Workload(
      files: 48, inputBytes: 187_000_000, chain: chain, options: ["--quality", "80"])
    work.inputPixels = 576_000_000
    work.outputBytes = 31_000_000
    work.outputDigest = String(repeating: "9f86d081884c7d65", count: 4)
    let arms = ["locked", "free", "forked"].flatMap { mode in
      workers.map { arm($0, mode, cpus, rounds, waiting) }
    }
    var report = ComparisonReport(
      version: "1.0.0",
      command: ["triptych", "compare", "pictures of <me> & you", "-f", chain, "--seed", "7"],
      machine: machine, workload: work,
      design: Design(
        seed: 7, rounds: rounds, plannedRounds: rounds, warmups: 1, cache: .warm,
        comparisons: arms.count - 1, duration: 184_000_000_000),
      arms: arms, baseline: 0)
    report.analyse(Bootstrap(seed: 1, resamples: 200))
    report.warnings.append(
      Warning(
        .busyMachine,
        "Other programs used 0.31 CPUs while it was measured. Close them and measure again."))
    return report
  }

  private static func arm(
    _ workers: Int, _ mode: String, _ cpus: Int, _ rounds: Int, _ waiting: UInt64
  ) -> Arm {
    let run = PlantedRun(
      workers: workers, jobs: 48, isLocked: mode == "locked", cpus: cpus, waiting: waiting, seed: 7)
    var random = SeededRandom(seed: UInt64(workers) &* 31 &+ UInt64(mode.utf8.count))
    let base =
      Double(run.duration) * (mode == "forked" ? 1.03 : 1) + (mode == "forked" ? 12e6 : 3e6)
    let runs = (0..<rounds).map { round in
      let wall = base * (1 + Double.random(in: -0.012...0.02, using: &random))
      return BenchmarkRun(
        round: round, place: workers + mode.utf8.count, started: UInt64(round) * 9_000_000_000,
        values: values(run, wall: wall, workers: workers, mode: mode, cpus: cpus))
    }
    let label = "\(mode) \(workers)"
    var arm = Arm(
      setup: ArmSetup(mode: mode, workers: workers), label: label, seriesLabel: mode, runs: runs)
    arm.timeline = ArmTimeline(
      wall: UInt64(base), duration: run.duration, tracks: run.tracks,
      counters: [.init(name: "effective_cores", points: run.cores)],
      recordedSpans: run.tracks.reduce(0) { $0 + $1.spans.count })
    arm.engines = ["io_uring"]
    for (name, values) in [("lock_hold_ns", run.holds), ("lock_wait_ns", run.waits)]
    where mode == "locked" {
      var histogram = Histogram()
      for value in values { histogram.record(value) }
      arm.runs[0].histograms[name] = histogram
    }
    return arm
  }

  private static func values(
    _ run: PlantedRun, wall: Double, workers: Int, mode: String, cpus: Int
  ) -> [Figure: Double] {
    let stages: [(String, Figure)] = [
      ("read", .readWall), ("decode", .decodeWall), ("filter", .filterWall),
      ("encode", .encodeWall), ("write", .writeWall),
    ]
    var values: [Figure: Double] = [.wall: wall, .runWall: wall - 3e6, .startUp: 3e6]
    for (name, figure) in stages { values[figure] = Double(run.times[name] ?? 0) }
    let computing = ["decode", "filter", "encode"].reduce(0) { $0 + Double(run.times[$1] ?? 0) }
    let slowdown = mode == "locked" ? 1 : max(1, Double(workers) / Double(cpus))
    for (name, figure) in [
      ("decode", Figure.decodeCPU), ("filter", .filterCPU), ("encode", .encodeCPU),
    ] {
      values[figure] = Double(run.times[name] ?? 0) / slowdown
    }
    values[.voluntarySwitches] = 400
    if mode == "forked" {
      values[.workerStartUp] = 1.5e6
      values[.handoffTime] = 2e6
    }
    values[.cpuUser] = computing / slowdown
    values[.cpuSystem] = computing * 0.02
    values[.effectiveCores] = computing * 1.02 / slowdown / wall
    values[.utilisation] = computing * 1.02 / slowdown / wall / Double(cpus)
    values[.peakMemory] = Double(60 << 20) + Double(workers) * (mode == "forked" ? 31e6 : 24e6)
    if mode == "locked" {
      values[.lockHold] = Double(run.holds.reduce(0, +))
      values[.lockWait] = Double(run.waits.reduce(0, +))
      values[.lockAcquisitions] = Double(run.holds.count)
    }
    return values
  }
}
