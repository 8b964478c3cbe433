import Benchmark
import Measure

extension Claim {
  static let waitingGains = Claim(
    id: .c5,
    sentence: "Work that waits does gain from threads: the lock is released while they wait.",
    run:
      "Each read and write of small pictures is slowed; one thread under the lock, then several.",
    experiment:
      "Each read and write of small pictures is slowed by a known time, as if the disk were "
      + "far away. One thread under the lock does them, then several; the time in which jobs were "
      + "done is compared round by round.",
    rule: "Holds if K threads are at least 0.7 K times as fast as one (lower end of the 95 % "
      + "interval), K being the most of which each has two files or more. Does not hold if the "
      + "interval ends below. Cannot be shown if one thread alone kept more than half a core busy, "
      + "for then it does not mostly wait, or if it ends below while other programs kept a tenth "
      + "of the CPUs busy.",
    because:
      "K waits that fully overlap are K times as fast. What is computed between them does not "
      + "overlap, and takes a little off. A lock that is kept while waiting gains nothing at all."
  ) { evidence in
    guard let waiting = evidence.waiting, let one = waiting.arm("locked", 1),
      let arm = waiting.widestWaiting
    else { return .nothing("the runs that show it were not made") }
    let workers = arm.setup.workers
    let speedUp = waiting.runSpeedUp(arm)
    let measured =
      "\(workers) threads that wait were \(ClaimText.figure(speedUp)) times as fast as one, "
      + "under the lock; one thread kept \(ClaimText.figure(evidence.cores(one))) cores busy"
    guard waiting.workload.files >= 2 * workers else {
      return Finding(
        measured, .cannotBeShown(reason: "\(waiting.workload.files) files are too few for it"))
    }
    let control = Bar.atMost(0.5)
      .verdict(of: evidence.cores(one), named: "the number of busy cores")
    let verdict = Bar.atLeast(Bars.nearIdealWaiting * Double(workers))
      .verdict(of: speedUp, named: "the speed-up")
    return Finding(
      measured,
      verdict.provided(control, else: "one thread computed for most of the time instead of waiting")
        .excused(by: evidence.busyWhileWaiting))
  }
}

extension ComparisonReport {
  /// What C5 is judged by: one worker under the lock, and more as far as each has two files.
  package var judgedWaiting: [Arm] {
    guard let one = arm("locked", 1), let widest = widestWaiting else { return [] }
    return [one] + several("locked").filter { $0.setup.workers <= widest.setup.workers }
  }

  /// Under the lock, the most threads of which each has two files or more: with one each, the last
  /// file decides. The fewest where there are too few files for any.
  var widestWaiting: Arm? {
    let arms = several("locked")
    return arms.last { workload.files >= 2 * $0.setup.workers } ?? arms.first
  }
}
