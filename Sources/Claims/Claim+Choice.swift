import Benchmark

extension Claim {
  static let choice = Claim(
    id: .c9,
    sentence: "The right choice follows from where the bottleneck is.",
    run: "'triptych advise' names a way for each kind of work; it and many others are measured.",
    experiment:
      "'triptych advise' looks at pictures that take long to compute and at pictures that "
      + "have to be waited for, and names a mode and a number of workers for each. That, fewer and "
      + "more workers, and the other modes are measured, by the time in which jobs were done.",
    rule:
      "Holds if what was advised took at most 1.15 times as long as the fastest of all that were "
      + "measured (upper ends of the 95 % intervals), for each kind of bottleneck. Does not hold "
      + "if an interval begins above; if it does while other programs kept a tenth of the CPUs "
      + "busy, nothing can be shown.",
    because:
      "Advice need not find the very best among several that are nearly as good, but what it "
      + "names must not cost a user more than about a seventh."
  ) { evidence in
    guard !evidence.advice.isEmpty else {
      return .nothing("the runs that show it were not made")
    }
    let parts = evidence.advice.map {
      "for \($0.bottleneck) it advised \($0.advised), "
        + ($0.advised == $0.best
          ? "the best of all"
          : "which took \(ClaimText.figure($0.ratio)) times as long as \($0.best), the best by "
            + "their medians")
    }
    let bottlenecks = Set(evidence.advice.map(\.bottleneck))
    guard bottlenecks.count > 1 else {
      return Finding(
        parts.joined(separator: "; "),
        .cannotBeShown(
          reason: "one kind of bottleneck does not show that the choice follows from it"))
    }
    let verdicts = evidence.advice.map {
      Bar.atMost(Bars.goodAdvice).verdict(of: $0.ratio, named: "what the advice costs")
    }
    return Finding(
      parts.joined(separator: "; "),
      ClaimVerdict.all(verdicts)
        .excused(by: evidence.busyWhileComputing ?? evidence.busyWhileWaiting))
  }
}
