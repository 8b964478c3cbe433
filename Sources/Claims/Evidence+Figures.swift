import Benchmark
import Figures
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

  /// With as many workers as there are CPUs for, of those that were run. Numbers that were run both
  /// as threads and as processes come first: one of the two alone may have been run with more,
  /// since that was advised.
  func widest(_ mode: String, cpus: Int) -> Arm? {
    let fitting = several(mode).filter { $0.setup.workers <= max(cpus, 2) }
    let common = fitting.filter { candidate in
      ["free", "forked"].allSatisfy { arm($0, candidate.setup.workers) != nil }
    }
    return common.last ?? fitting.last
  }

  /// The arms of a mode that claims are judged by, with one worker and with several: under the lock
  /// all of them, and otherwise those that there are CPUs for. A picture of a claim shows no
  /// others.
  package func judged(_ mode: String, cpus: Int) -> [Arm] {
    let single = arm(mode, 1).map { [$0] } ?? []
    let most = mode == "locked" ? .max : widest(mode, cpus: cpus)?.setup.workers ?? 1
    return single + several(mode).filter { $0.setup.workers <= most }
  }

  /// How many times as fast as one worker of the same mode, paired by round: of the time in which
  /// jobs were done. A program starts and ends in the same time however many workers it has, and in
  /// short runs that would hide what several of them gain. 1 for that one worker itself.
  package func runSpeedUp(_ arm: Arm) -> Estimate? {
    guard let single = self.arm(arm.setup.mode, 1, handoff: arm.setup[option: "handoff"]) else {
      return nil
    }
    if single.setup == arm.setup { return Estimate(value: 1, interval: nil) }
    return single.ratio(to: arm) { $0.values(of: .runWall) }
  }
}

extension Arm {
  /// CPU nanoseconds of all processes by round; empty where it is not known.
  package var cpuTimes: [Double] {
    zip(values(of: .cpuUser), values(of: .cpuSystem)).map { $0 + $1 }
  }

  /// How many cores computing kept busy while jobs were done, by round: CPU time of decoding,
  /// filtering and encoding ÷ the run's own time. Empty where it is not known.
  package var computingCores: [Double] {
    let stages = [Figure.decodeCPU, .filterCPU, .encodeCPU].map(values)
    let walls = values(of: .runWall)
    guard stages.allSatisfy({ $0.count == walls.count }), walls.allSatisfy({ $0 > 0 }) else {
      return []
    }
    return walls.indices.map { round in
      stages.reduce(0) { $0 + $1[round] } / walls[round]
    }
  }

  /// Voluntary context switches of all processes, a second of the run's own time; nil where not
  /// known.
  package var switchesPerSecond: Double? {
    guard let switches = figures[.voluntarySwitches]?.value, let wall = figures[.runWall]?.value,
      wall > 0
    else { return nil }
    return switches * 1e9 / wall
  }

  /// What this arm took ÷ what another did, paired by round; nil where it is not known.
  func ratio(to other: Arm, _ values: (Arm) -> [Double]) -> Estimate? {
    Comparison(of: values(self), to: values(other)).map {
      Estimate(value: $0.ratio, interval: $0.interval)
    }
  }
}

extension Evidence {
  /// The typical value of a figure by round (Hodges and Lehmann's centre) with its exact interval;
  /// nil without values. Claims are judged by it, so the interval has to hold what it promises for
  /// as few rounds as there are, which that of a bootstrapped median does not.
  package static func estimate(_ values: [Double]) -> Estimate? {
    SignedRank(values).map { Estimate(value: $0.centre, interval: $0.interval) }
  }

  /// Which pictures were used for what.
  package var picturesText: String {
    guard hasOwnPictures else { return "All pictures were drawn for it." }
    return
      "C2, C3, C4, C6, C7, C8 and the computing half of C9 are measured on the pictures that were "
      + "named; C1, which needs jobs of many switch intervals, C5 and the waiting half of C9, "
      + "which need jobs of hardly any work, on pictures that were drawn for it."
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

  /// Others may keep busy this share of the CPUs before a failure says nothing.
  static let tolerableLoad = 0.1

  /// Why a failure says nothing; nil on a machine that had little else to do.
  ///
  /// - Parameter others: CPUs' worth of time that other programs used while it was measured.
  func busyMachine(_ others: Double?) -> String? {
    guard let others, others > Evidence.tolerableLoad * Double(effectiveCPUs) else { return nil }
    return
      "other programs kept \(Humanised.fixed(others, 1)) of \(effectiveCPUs) CPUs busy meanwhile; "
      + "end them and run it again"
  }

  var busyWhileComputing: String? { busyMachine(computing?.machine.state.othersCores) }
  var busyWhileWaiting: String? { busyMachine(waiting?.machine.state.othersCores) }
  var busyWhileOverlapping: String? { busyMachine(overlapOthersCores) }

  /// Cores that an arm's computing kept busy, with their interval.
  func cores(_ arm: Arm) -> Estimate? { Evidence.estimate(arm.computingCores) }

  /// Whether free threads kept more than one core's worth busy: what the lock is said to prevent
  /// must happen without it.
  var freedom: (arm: Arm, verdict: ClaimVerdict)? {
    guard let arm = computing?.widest("free", cpus: effectiveCPUs) else { return nil }
    return (
      arm,
      Bar.atLeast(Bars.oneCore).verdict(
        of: cores(arm), named: "the number of cores of free threads")
    )
  }
}

/// Where the bars stand; each claim says why.
package enum Bars {
  /// Cores, or times as fast, that still count as one: what the lock does not cover comes on top.
  package static let oneCore = 1.15
  /// The share of the ideal that counts as using all of it.
  package static let nearIdeal = 0.75
  /// The share of the ideal gain of waits that overlap.
  package static let nearIdealWaiting = 0.7
  /// The share of the time for which jobs must overlap to count as taking turns.
  package static let overlapping = 0.5
  /// The share of takings that must follow another thread's.
  package static let givingWay = 0.75
  /// Switch intervals that a job must last for the lock to come between.
  package static let intervalsPerJob = 5.0
  /// Ratios below this count as the same price.
  package static let samePrice = 1.02
  /// How much slower than the best an advised way may be.
  package static let goodAdvice = 1.15
}
