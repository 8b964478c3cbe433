import Benchmark
import Measure

extension Claim {
  static let concurrency = Claim(
    id: .c1,
    sentence:
      "Concurrency is not parallelism: tasks can overlap in time and still run one at a time.",
    run: "Two threads compute on large pictures, under the lock and free; jobs' times are noted.",
    experiment:
      "Two threads compute on pictures that take many switch intervals each, under the lock "
      + "and free, in turns. When each job was begun and finished, and how much CPU time was used "
      + "in all, is taken down.",
    rule:
      "Holds if, under the lock, two jobs were under way for at least half of the time, the lock "
      + "came from the other thread in at least three of four times that it was taken, and at most "
      + "1.15 cores were busy. Does not hold if one of these is clearly missed. Cannot be shown if "
      + "free threads did not keep more than 1.15 cores busy either, if jobs take less than five "
      + "switch intervals, or if one is missed while other programs kept a tenth of the CPUs busy.",
    because: "A lock that changes hands when asked lets two jobs grow side by side nearly all the "
      + "time. One that is kept until a job is done runs one job after the other: no overlap. One "
      + "that is released when asked and at once taken again comes from the other thread in a "
      + "quarter of all times, and one that is really handed over in nineteen of twenty."
  ) { evidence in
    if let reason = evidence.loneCPU { return .nothing(reason) }
    guard let locked = evidence.overlap("locked"), let free = evidence.overlap("free") else {
      return .nothing("the runs that show it were not made")
    }
    let share = Evidence.estimate(locked.rounds.map(\.share))
    let cores = Evidence.estimate(locked.rounds.map(\.cores))
    let freeCores = Evidence.estimate(free.rounds.map(\.cores))
    let switches = Evidence.estimate(locked.rounds.compactMap(\.switchesPerSecond))
    let handedOver = Evidence.estimate(locked.rounds.compactMap(\.handedOver))
    let measured =
      "under the lock, two jobs were under way for \(ClaimText.share(share)) of the time, on "
      + "\(ClaimText.figure(cores)) cores, while the lock changed hands "
      + "\(ClaimText.figure(switches, decimals: 0)) times a second (in "
      + "\(ClaimText.share(handedOver)) of the times it was taken); free threads kept "
      + "\(ClaimText.figure(freeCores)) cores busy"
    let shortest = Double(evidence.switchInterval) * Bars.intervalsPerJob
    guard let job = Evidence.estimate(locked.rounds.map(\.jobTime)), job.value >= shortest else {
      return Finding(
        measured,
        .cannotBeShown(reason: "the jobs were done too soon for the lock to come between them"))
    }
    let verdict = ClaimVerdict.all([
      Bar.atLeast(Bars.overlapping).verdict(of: share, named: "the overlap of jobs"),
      Bar.atLeast(Bars.givingWay).verdict(of: handedOver, named: "the share of hand-overs"),
      Bar.atMost(Bars.oneCore).verdict(of: cores, named: "the number of busy cores"),
    ])
    let control = Bar.atLeast(Bars.oneCore).verdict(of: freeCores, named: "free threads' cores")
    return Finding(
      measured,
      verdict.provided(control, else: Evidence.noFreedom)
        .excused(by: evidence.busyWhileOverlapping))
  }
}
