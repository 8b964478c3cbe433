import Benchmark
import Measure

// Claims about threads that compute under the lock.

extension Claim {
  static let oneAtATime = Claim(
    id: .c2,
    sentence: "A global lock lets one thread at a time compute, also on many cores.",
    run:
      "Threads compute on pictures, under the lock and free; CPU time is divided by time passed.",
    experiment:
      "One thread and more compute under the lock, and as many free threads. The CPU time of "
      + "decoding, filtering and encoding is divided by the time in which jobs were done: the "
      + "number of cores that were busy.",
    rule: "Holds if at most 1.15 cores were busy under the lock, with any number of threads. Does "
      + "not hold if more were. Cannot be shown if free threads did not keep more than 1.15 busy, "
      + "or if more were while other programs kept a tenth of the CPUs busy.",
    because:
      "Whoever lets go of the lock may finish what it was about while another begins: a few "
      + "hundredths of a core. Two threads that really computed at once would keep two busy."
  ) { evidence in
    if let reason = evidence.loneCPU { return .nothing(reason) }
    guard let arms = evidence.computing?.several("locked"), !arms.isEmpty,
      let freedom = evidence.freedom
    else { return .nothing("the runs that show it were not made") }
    let verdicts = arms.map {
      Bar.atMost(Bars.oneCore)
        .verdict(of: evidence.cores($0), named: "the number of busy cores")
    }
    let figures = arms.map {
      "\($0.setup.workers) threads kept \(ClaimText.figure(evidence.cores($0))) cores busy"
    }
    let measured =
      "under the lock, \(ClaimText.list(figures)); free, \(freedom.arm.setup.workers) threads kept "
      + "\(ClaimText.figure(evidence.cores(freedom.arm))) busy"
    return Finding(
      measured,
      ClaimVerdict.all(verdicts).provided(freedom.verdict, else: Evidence.noFreedom)
        .excused(by: evidence.busyWhileComputing))
  }

  static let computingGainsNothing = Claim(
    id: .c4,
    sentence: "Work that computes gains nothing from threads under a global lock.",
    run: "The same pictures are computed by one thread and by more, under the lock and free.",
    experiment:
      "The same pictures are computed by one thread and by more, under the lock and free, "
      + "in turns; each run is compared with the run of one thread in the same round, by the time "
      + "in which jobs were done.",
    rule: "Holds if the 95 % interval of the speed-up under the lock ends below 1.15 for every "
      + "number of threads. Does not hold if one begins above. Cannot be shown if free threads did "
      + "not keep more than 1.15 cores busy on the same work, or if one begins above while other "
      + "programs kept a tenth of the CPUs busy.",
    because:
      "Reading and writing overlap with computing, which may gain a few per cent. Work that ran "
      + "on two cores would gain eighty and more."
  ) { evidence in
    if let reason = evidence.loneCPU { return .nothing(reason) }
    guard let computing = evidence.computing, let freedom = evidence.freedom else {
      return .nothing("the runs that show it were not made")
    }
    let arms = computing.several("locked")
    guard !arms.isEmpty else { return .nothing("the runs that show it were not made") }
    let verdicts = arms.map {
      Bar.atMost(Bars.oneCore).verdict(of: computing.runSpeedUp($0), named: "the speed-up")
    }
    let figures = arms.map {
      "\($0.setup.workers) threads were \(ClaimText.figure(computing.runSpeedUp($0))) times as "
        + "fast as one"
    }
    let measured =
      "under the lock, \(ClaimText.list(figures)); free, \(freedom.arm.setup.workers) threads were "
      + "\(ClaimText.figure(computing.runSpeedUp(freedom.arm))) times as fast"
    return Finding(
      measured,
      ClaimVerdict.all(verdicts).provided(freedom.verdict, else: Evidence.noFreedom)
        .excused(by: evidence.busyWhileComputing))
  }
}

extension Evidence {
  /// Why the lock cannot be blamed for what happens without it as well.
  static let noFreedom =
    "free threads did not use more than one core for this work either, so the lock is not what "
    + "holds threads back; use more or larger pictures"
}
