import Benchmark
import Measure

// Claims about threads that compute under the lock.

extension Claim {
  static let concurrency = Claim(
    id: .c1,
    sentence:
      "Concurrency is not parallelism: tasks can overlap in time and still run one at a time.",
    experiment: "Two threads work under the lock on pictures that take long to compute. When each "
      + "job began and ended, how often the lock changed hands and how much CPU time was used in all "
      + "is taken down, and the CPU time of free threads beside it.",
    rule:
      "Holds if, under the lock, two jobs were under way for at least half of the time, at least "
      + "half of the switch intervals ended in a switch, and at most 1.15 cores were busy. Does not "
      + "hold if one of these is clearly missed. Cannot be shown if free threads did not keep more "
      + "than 1.15 cores busy either.",
    because: "Jobs that overlapped without switches would be waiting, not taking turns. With two "
      + "threads and a lock that is handed over when asked for, about all intervals end in a switch; "
      + "with one that is merely released and taken again, hardly any do. Half is far from both."
  ) { evidence in
    if let reason = evidence.loneCPU { return .nothing(reason) }
    guard let computing = evidence.computing, let runs = evidence.overlap("locked"),
      let arm = computing.arm("locked", runs.workers), let freedom = evidence.freedom
    else { return .nothing("the runs that show it were not made") }
    let share = evidence.estimate(runs.shares)
    let turns = evidence.estimate(arm.turns(evidence.switchInterval))
    let cores = arm.figures[.effectiveCores]
    let measured =
      "under the lock, two jobs were under way for \(ClaimText.share(share)) of the time and "
      + "\(ClaimText.share(turns)) of the switch intervals ended in a switch, on "
      + "\(ClaimText.figure(cores)) cores; free threads kept "
      + "\(ClaimText.figure(freedom.arm.figures[.effectiveCores])) busy"
    let verdict = ClaimVerdict.all([
      Bar.atLeast(Bars.takingTurns).verdict(of: share, named: "the overlap of jobs"),
      Bar.atLeast(Bars.takingTurns).verdict(of: turns, named: "the share of switches"),
      Bar.atMost(Bars.oneCore).verdict(of: cores, named: "the number of busy cores"),
    ])
    return Finding(measured, verdict.provided(freedom.verdict, else: evidence.noFreedom))
  }

  static let oneAtATime = Claim(
    id: .c2,
    sentence: "A global lock lets one thread at a time compute, also on many cores.",
    experiment: "One thread and more compute under the lock, and as many free threads. CPU time in "
      + "all is divided by the time that passed: the number of cores that were busy.",
    rule: "Holds if at most 1.15 cores were busy under the lock, with any number of threads. Does "
      + "not hold if more were. Cannot be shown if free threads did not keep more than 1.15 busy.",
    because:
      "Reading and writing go on without the lock, and so does waiting for it: a few hundredths "
      + "of a core. Two threads that really computed at once would keep two busy."
  ) { evidence in
    if let reason = evidence.loneCPU { return .nothing(reason) }
    guard let arms = evidence.computing?.several("locked"), !arms.isEmpty,
      let freedom = evidence.freedom
    else { return .nothing("the runs that show it were not made") }
    let verdicts = arms.map {
      Bar.atMost(Bars.oneCore)
        .verdict(of: $0.figures[.effectiveCores], named: "the number of busy cores")
    }
    let figures = arms.map {
      "\(ClaimText.figure($0.figures[.effectiveCores])) cores with \($0.setup.workers)"
    }
    let measured =
      "under the lock, threads kept \(ClaimText.list(figures)) busy; "
      + "\(freedom.arm.setup.workers) free threads "
      + "\(ClaimText.figure(freedom.arm.figures[.effectiveCores]))"
    return Finding(
      measured, ClaimVerdict.all(verdicts).provided(freedom.verdict, else: evidence.noFreedom))
  }

  static let computingGainsNothing = Claim(
    id: .c4,
    sentence: "Work that computes gains nothing from threads under a global lock.",
    experiment:
      "The same pictures are computed by one thread and by more, under the lock and free, "
      + "in turns; each run is compared with the run of one thread in the same round.",
    rule: "Holds if the 95 % interval of the speed-up under the lock ends below 1.15 for every "
      + "number of threads. Does not hold if one begins above. Cannot be shown if free threads did "
      + "not keep more than 1.15 cores busy on the same work.",
    because:
      "Reading and writing overlap with computing, which may gain a few per cent. Work that ran "
      + "on two cores would gain eighty and more."
  ) { evidence in
    if let reason = evidence.loneCPU { return .nothing(reason) }
    guard let arms = evidence.computing?.several("locked"), !arms.isEmpty,
      let freedom = evidence.freedom
    else { return .nothing("the runs that show it were not made") }
    let verdicts = arms.map {
      Bar.atMost(Bars.oneCore).verdict(of: $0.speedUp, named: "the speed-up")
    }
    let figures = arms.map {
      "\($0.setup.workers) were \(ClaimText.figure($0.speedUp)) times as fast as one"
    }
    let measured =
      "threads under the lock: \(ClaimText.list(figures)); free, \(freedom.arm.setup.workers) were "
      + "\(ClaimText.figure(freedom.arm.speedUp)) times as fast"
    return Finding(
      measured, ClaimVerdict.all(verdicts).provided(freedom.verdict, else: evidence.noFreedom))
  }
}

extension Evidence {
  /// Why the lock cannot be blamed for what happens without it as well.
  var noFreedom: String {
    busyMachine
      ?? "free threads did not use more than one core for this work either, so the lock is not what "
      + "holds threads back; use more or larger pictures"
  }
}

extension Arm {
  /// The share of switch intervals that ended in a switch, by round; empty where it is not known.
  func turns(_ interval: UInt64) -> [Double] {
    let switches = values(of: .lockSwitches)
    let walls = values(of: .runWall)
    guard switches.count == walls.count, walls.allSatisfy({ $0 > 0 }) else { return [] }
    return zip(switches, walls).map { $0 * Double(interval) / $1 }
  }
}
