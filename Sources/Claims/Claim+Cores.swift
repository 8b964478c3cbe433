import Benchmark
import Figures
import Measure

extension Claim {
  static let allCores = Claim(
    id: .c6,
    sentence: "Threads without the lock use all cores.",
    run: "The same pictures are computed by one free thread, and by one for each CPU.",
    experiment:
      "The same pictures are computed by one free thread and by as many as there are CPUs (16 at "
      + "most, or 8 in a quick run), in turns; each run is compared with the run of one thread in "
      + "the same round, by the time in which jobs were done.",
    rule: coresRule("threads"), because: coresReason
  ) { evidence in coresFinding(evidence, "free", "threads") }

  static let processes = Claim(
    id: .c7,
    sentence: "Several processes work around the lock.",
    run: "The same pictures are computed by one process, and by one for each CPU.",
    experiment: "The same pictures are computed by one worker process and by as many as there are "
      + "CPUs (16 at most, or 8 in a quick run), in turns; each run is compared with the run of "
      + "one process in the same round, by the time in which jobs were done.",
    rule: coresRule("processes"), because: coresReason
  ) { evidence in coresFinding(evidence, "forked", "processes") }

  private static func coresRule(_ things: String) -> String {
    "Holds if K \(things) keep at least 0.75 K cores busy and are at least 0.75 K times as fast as "
      + "one (lower ends of the 95 % intervals). Does not hold if one of the intervals ends below. "
      + "Cannot be shown if that happened while other programs kept a tenth of the CPUs busy, or "
      + "with fewer than two pictures for each of the \(things)."
  }

  private static let coresReason =
    "For two workers the bar stands half-way between one core and two. Cores are seldom worth "
    + "their number: they share memory, caches and sometimes a clock that slows when all are busy."

  private static func coresFinding(
    _ evidence: Evidence, _ mode: String, _ things: String
  ) -> Finding {
    if let reason = evidence.loneCPU { return .nothing(reason) }
    guard let computing = evidence.computing,
      let arm = computing.widest(mode, cpus: evidence.effectiveCPUs)
    else { return .nothing("the runs that show it were not made") }
    let workers = arm.setup.workers
    let cores = evidence.cores(arm)
    let speedUp = computing.runSpeedUp(arm)
    let measured =
      "\(workers) \(things) were \(ClaimText.figure(speedUp)) times as fast as one and kept "
      + "\(ClaimText.figure(cores)) of \(evidence.effectiveCPUs) CPUs busy"
    guard computing.workload.files >= 2 * workers else {
      return Finding(
        measured,
        .cannotBeShown(
          reason: "\(Humanised.count(computing.workload.files, "picture")) cannot be shared fairly "
            + "among \(workers) \(things); use \(2 * workers) or more"))
    }
    let bar = Bar.atLeast(Bars.nearIdeal * Double(workers))
    let verdict = ClaimVerdict.all([
      bar.verdict(of: speedUp, named: "the speed-up"),
      bar.verdict(of: cores, named: "the number of busy cores"),
    ])
    return Finding(measured, verdict.excused(by: evidence.busyWhileComputing))
  }
}
