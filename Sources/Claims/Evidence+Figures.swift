import Benchmark
import Measure

extension ComparisonReport {
  /// The arm that is set up so and in no other way; nil where it was not run.
  func arm(_ mode: String, _ workers: Int, handoff: String? = nil) -> Arm? {
    arms.first {
      $0.setup.mode == mode && $0.setup.workers == workers && !$0.runs.isEmpty
        && $0.setup[option: "handoff"] == handoff
    }
  }

  /// Arms of a mode with more than one worker, by ascending workers.
  func several(_ mode: String) -> [Arm] {
    arms.filter {
      $0.setup.mode == mode && $0.setup.workers > 1 && !$0.runs.isEmpty
        && $0.setup[option: "handoff"] == nil
    }.sorted { $0.setup.workers < $1.setup.workers }
  }

  /// With as many workers as there are CPUs for, of those that were run.
  func widest(_ mode: String, cpus: Int) -> Arm? {
    several(mode).last { $0.setup.workers <= max(cpus, 2) }
  }
}

extension Evidence {
  /// The median of values by round, with its interval; nil without values.
  func estimate(_ values: [Double]) -> Estimate? {
    Sample(values).map {
      Estimate(value: $0.median, interval: Bootstrap(seed: seed).median(of: values))
    }
  }

  func overlap(_ mode: String) -> OverlapRuns? {
    overlaps.first { $0.mode == mode && !$0.rounds.isEmpty }
  }

  func tally(_ mode: String, _ kept: String) -> TallyRuns? {
    tallies.first { $0.mode == mode && $0.kept == kept && !$0.runs.isEmpty }
  }

  /// Why nothing that needs several CPUs can be shown; nil where there are several.
  var loneCPU: String? {
    effectiveCPUs > 1
      ? nil
      : "only one CPU may be used here, and on one CPU nothing runs at the same time; lift the "
        + "limit (taskset, the container's CPUs) or use another machine"
  }

  /// Others may keep busy this share of the CPUs before a poor speed-up says nothing.
  static let tolerableLoad = 0.1

  /// Why a poor speed-up says nothing; nil on a machine that had little else to do.
  var busyMachine: String? {
    guard let others = computing?.machine.state.othersCores,
      others > Evidence.tolerableLoad * Double(effectiveCPUs)
    else { return nil }
    return
      "other programs kept \(others.text(decimals: 1)) of \(effectiveCPUs) CPUs busy meanwhile; "
      + "end them and run it again"
  }

  /// Whether free threads kept more than one core's worth busy: what the lock is said to prevent must
  /// happen without it.
  var freedom: (arm: Arm, verdict: ClaimVerdict)? {
    guard let arm = computing?.widest("free", cpus: effectiveCPUs) else { return nil }
    return (
      arm, Bar.atLeast(Bars.oneCore).verdict(of: arm.figures[.effectiveCores], named: "cores")
    )
  }
}

/// Where the bars stand; each claim says why.
enum Bars {
  /// Cores, or times as fast, that still count as one: what the lock does not cover comes on top.
  static let oneCore = 1.15
  /// The share of the ideal that counts as using all of it.
  static let nearIdeal = 0.75
  /// The share of the ideal gain of waits that overlap.
  static let nearIdealWaiting = 0.7
  /// The share of the time for which jobs must overlap to count as taking turns.
  static let overlapping = 0.5
  /// The share of takings that must follow another thread's.
  static let givingWay = 0.75
  /// Switch intervals that a job must last for the lock to come between.
  static let intervalsPerJob = 5.0
  /// Ratios below this count as the same price.
  static let samePrice = 1.02
  /// How much slower than the best an advised way may be.
  static let goodAdvice = 1.15
}
