import Benchmark
import Figures
import Measure

extension Claim {
  static let price = Claim(
    id: .c8,
    sentence: "… at the price of complexity and overhead: processes cost more than threads.",
    run: "The same pictures are computed by threads and by as many processes.",
    experiment:
      "The same pictures are computed by free threads and by as many processes, in turns: "
      + "with processes that read and write their own files, and with files that are handed to "
      + "them through a pipe. Memory, CPU time and start-up are compared.",
    rule:
      "Holds if processes needed more memory or more CPU time than threads (the 95 % interval of "
      + "one of the ratios lies above 1.02). Does not hold if all of the intervals end at 1.02 or "
      + "below.",
    because:
      "Two hundredths are what two equal ways may well differ by. Complexity is not measured; "
      + "whoever reads the sources finds it in the sockets, messages and deaths of processes."
  ) { evidence in
    guard let computing = evidence.computing,
      let threads = computing.widest("free", cpus: evidence.effectiveCPUs),
      let processes = computing.arm("forked", threads.setup.workers)
    else { return .nothing("the runs that show it were not made") }
    let workers = threads.setup.workers
    let memory = processes.ratio(to: threads) { $0.values(of: .peakMemory) }
    let work = processes.ratio(to: threads) { $0.cpuTimes }
    let piped = computing.arm("forked", workers, handoff: "pipe")
    let handing = piped?.ratio(to: threads) { $0.cpuTimes }
    var parts = [
      "\(workers) processes took \(ClaimText.figure(memory)) times the memory and "
        + "\(ClaimText.figure(work)) times the CPU time of \(workers) threads"
    ]
    if let start = processes.figures[.workerStartUp] {
      parts.append("each took \(Humanised.fixed(start.value / 1e6, 1)) ms to start")
    }
    if let piped, let bytes = piped.figures[.handoffBytes] {
      parts.append(
        "handing them \(Humanised.fixed(bytes.value / 1e6, 1)) MB through a pipe took "
          + "\(ClaimText.figure(handing)) times the CPU time")
    }
    let bar = Bar.atMost(Bars.samePrice)
    var verdicts = [
      bar.verdict(of: memory, named: "the memory"), bar.verdict(of: work, named: "the CPU time"),
    ]
    if piped != nil { verdicts.append(bar.verdict(of: handing, named: "the CPU time with a pipe")) }
    // One price that is shown is enough; that there is none has to be shown of all.
    let verdict: ClaimVerdict =
      verdicts.contains(.fails)
      ? .holds
      : ClaimVerdict.all(verdicts) == .holds
        ? .fails
        : ClaimVerdict.all(verdicts)
    return Finding(parts.joined(separator: "; "), verdict)
  }
}
