import Execution
import Figures
import FileIO
import Pipeline
import Platform
import Report
import SystemPackage
import Testing
import Tool

/// A finished batch with made-up figures.
enum MadeUpBatch {
  static func job(_ id: Int, _ name: String, bytes: Int = 1_000_000) -> Job {
    Job(
      id: id, input: FilePath("in/\(name)"), output: FilePath("out/\(name)"), replace: false,
      inputBytes: bytes)
  }

  static func outcome(_ id: Int, failure: JobFailure? = nil, warnings: [String] = []) -> Outcome {
    var times = StageTimes()
    times[.read] = .init(wall: 10_000_000, cpu: 1_000_000)
    times[.decode] = .init(wall: 50_000_000, cpu: 49_000_000)
    times[.filter] = .init(wall: 120_000_000, cpu: 118_000_000)
    times[.encode] = .init(wall: 20_000_000, cpu: 19_500_000)
    times[.write] = .init(wall: 2_000_000, cpu: 400_000)
    var outcome = Outcome(
      job: id, failure: failure, warnings: warnings, inputBytes: 1_000_000, outputBytes: 250_000,
      times: times, worker: id % 2, started: 1_000, finished: 202_001_000)
    (outcome.inputWidth, outcome.inputHeight) = (4000, 3000)
    (outcome.outputWidth, outcome.outputHeight) = (800, 600)
    return outcome
  }

  static func result(_ mode: Mode) -> BatchResult {
    let jobs = (0..<6).map { job($0, "\($0).jpg") }
    var tally = BatchTally(jobs)
    for job in jobs.prefix(4) {
      tally.add(job, outcome(job.id, warnings: job.id == 0 ? ["w"] : []))
    }
    tally.add(
      jobs[4], outcome(4, failure: JobFailure(.picture, .decode, "the data ends too early")))
    var figures = RunFigures()
    figures.wall = 600_000_000
    figures.ownUser = 900_000_000
    figures.ownSystem = 60_000_000
    figures.peakResident = 100 << 20
    figures.memory = MemoryFigures()
    figures.memory?.record(MemoryFigures.Sample(time: 5, bytes: 90 << 20, cpu: 7))
    figures.hardware.absence = "the processor's counters were not read"
    figures.engine = "pool"
    figures.engineNote = "io_uring: operation not permitted"
    var settings = ExecutionSettings()
    settings.mode = mode
    settings.workers = 2
    switch mode {
    case .locked:
      settings.throttle = Throttle(latency: 20_000_000, bandwidth: 10 << 20)
      figures.lock = lock
    case .forked:
      settings.handoff = .pipe
      (figures.workersUser, figures.workersSystem) = (200_000_000, 40_000_000)
      figures.workersPeakResident = 50 << 20
      figures.handoff = HandoffFigures()
      figures.handoff?.bytesToWorkers = 5_000_000
      figures.handoff?.bytesFromWorkers = 1_000_000
      figures.handoff?.messages = 1204
      figures.handoff?.nanoseconds = 12_300_000
      figures.fork = ForkFigures()
      figures.fork?.forks = 3
      figures.fork?.replaced = 1
      figures.fork?.threadsAtFork = 1
      figures.workersRunQueueDelay = 5_000_000
      figures.protections = [.calls, .privileges, .limits]
      for _ in 0..<3 { figures.fork?.startup.record(1_000_000) }
    case .free, .inline: break
    }
    var result = BatchResult(
      tally: tally, figures: figures, settings: settings, effectiveCPUs: 2)
    result.skipped = 17
    result.recipe = Recipe()
    result.usage = usage(mode)
    return result
  }

  private static func usage(_ mode: Mode) -> ProgramUsage {
    var own = ResourceUsage()
    (own.user, own.system) = (950_000_000, 80_000_000)
    (own.voluntarySwitches, own.involuntarySwitches) = (1_203, 310)
    (own.minorFaults, own.majorFaults) = (45_670, 8)
    var children = ResourceUsage()
    if mode == .forked { (children.user, children.voluntarySwitches) = (210_000_000, 1) }
    var usage = ProgramUsage(own: own, children: children)
    usage.runQueueDelay = 15_000_000
    return usage
  }

  private static var lock: LockFigures {
    var lock = LockFigures()
    lock.acquisitions = 1500
    lock.switches = 310
    lock.forcedSwitches = 290
    for _ in 0..<1500 { lock.hold.record(5_000_000) }
    for _ in 0..<1500 { lock.wait.record(5_200_000) }
    return lock
  }
}

/// Whole summaries as people see them: a change here is a change they see. Percentiles are the
/// middles of histogram buckets, so 5.20 ms may read 5.11 ms.
@Suite struct SummaryTests {
  private func text(_ mode: Mode, _ style: Style = .plain) -> String {
    RunSummary(MadeUpBatch.result(mode), style: style).lines.joined(separator: "\n")
  }

  @Test func free() {
    #expect(
      text(.free) == """

          files   4 done, 1 failed, 17 skipped, 1 not started, 1 warning
          data    4.77 MiB and 60.0 MP in, 1.19 MiB and 2.40 MP out
          wall    600 ms  (6.67 files/s, 100 MP/s)
          CPU     900 ms user, 60.0 ms system = 1.60 effective cores of 2
          memory  90.0 MiB at the peak
          kernel  1,203 waits, cut off 310 times, 45,678 page faults (8 from storage)
          queue   15.0 ms ready to run and without a CPU
          ran     free, 2 workers, I/O by pool (io_uring: operation not permitted)

          stage         wall      CPU  share
          read       50.0 ms        –    5 %
          decode      250 ms   245 ms   25 %
          filter      600 ms   590 ms   59 %
          encode      100 ms  97.5 ms   10 %
          write      10.0 ms        –    1 %
        """)
  }

  @Test func nobodyWorksWhoHasNothingToDo() {
    var result = MadeUpBatch.result(.forked)
    result.tally = BatchTally([MadeUpBatch.job(0, "a.png")])
    let lines = RunSummary(result, style: .plain).lines
    #expect(lines.contains { $0.hasPrefix("  ran     forked, 1 worker of 2, hand-off") })
  }

  @Test func nothingIsWrittenByTheNullEngine() {
    var result = MadeUpBatch.result(.free)
    result.settings.io = .null
    result.figures.engine = "null"
    result.figures.engineNote = nil
    let lines = RunSummary(result, style: .plain).lines
    #expect(lines.contains("  ran     free, 2 workers, I/O by null (nothing was written)"))
  }

  @Test func whatWasNotMeasuredHasNoTime() {
    var result = MadeUpBatch.result(.free)
    var tally = BatchTally([MadeUpBatch.job(0, "a.png")])
    var outcome = MadeUpBatch.outcome(0)
    outcome.times[.filter] = .init()
    tally.add(MadeUpBatch.job(0, "a.png"), outcome)
    result.tally = tally
    let lines = RunSummary(result, style: .plain).lines
    #expect(lines.contains("  filter           –        –      –"))
    #expect(lines.last == "  write      2.00 ms        –    2 %")
  }

  @Test func locked() {
    let lines = text(.locked).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines[9]
        == "  slowed  each read and write was slowed by 20.0 ms and held to 10.0 MiB/s")
    #expect(
      lines.suffix(6).joined(separator: "\n") == """

          lock       times      p50      p99  longest
          held       1,500  5.00 ms  5.00 ms  5.00 ms
          waited     1,500  5.11 ms  5.11 ms  5.20 ms
          after I/O      0        –        –        –
          1,500 acquisitions, 310 to another thread, 290 of them forced
        """)
  }

  @Test func forked() {
    let lines = text(.forked).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[4] == "  CPU     1.10 s user, 100 ms system = 2.00 effective cores of 2")
    #expect(lines[5] == "  memory  90.0 MiB at the peak, shared pages counted once")
    #expect(lines[6].hasPrefix("  kernel  1,204 waits, "))
    #expect(lines[7] == "  queue   20.0 ms ready to run and without a CPU")
    #expect(
      lines.suffix(4).joined(separator: "\n") == """

          forks   3, up in 999 µs (median), 1 replaced
          sandbox seccomp, no-new-privileges, limits (missing: landlock)
          handoff 4.77 MiB to workers, 977 KiB back, 1,204 messages, 12.3 ms
        """)
  }

  @Test func whatDiedUncountedIsNotTakenForNothing() {
    var result = MadeUpBatch.result(.forked)
    (result.figures.workersUser, result.figures.workersSystem) = (nil, nil)
    result.usage.children = nil
    let lines = RunSummary(result, style: .plain).lines
    #expect(lines[4] == "  CPU     not measured")
    #expect(!lines.contains { $0.hasPrefix("  kernel") })
    result.figures.handoff?.nanoseconds = nil
    result.figures.workersRunQueueDelay = nil
    let report = result.report
    #expect(report.sums["handoff_ns"] == .unknown)
    #expect(report.sums["run_queue_delay_ns"] == .unknown)
    #expect(report.notes.contains { $0.contains("forks workers died") })
    for name in ["run_cpu_user_ns", "cpu_system_ns", "workers_cpu_user_ns", "minor_faults"] {
      #expect(report.sums[name] == .unknown, "\(name)")
    }
    #expect(report.sums["coordinator_cpu_user_ns"] == .measured(950_000_000))
    #expect(report.runs[0]["effective_cores"] == .null)
  }

  @Test func colourOnlyWhereItIsWanted() {
    #expect(!text(.free).contains("\u{1B}"))
    #expect(text(.free, Style(isColored: true)).contains("\u{1B}[31m1 failed\u{1B}[0m"))
    let variables = { (name: String) -> String? in name == "NO_COLOR" ? "1" : "xterm" }
    #expect(Style.fitting(isTerminal: true) { _ in nil }.isColored)
    #expect(!Style.fitting(isTerminal: true, environment: variables).isColored)
    #expect(!Style.fitting(isTerminal: false) { _ in nil }.isColored)
    #expect(!Style.fitting(isTerminal: true) { $0 == "TERM" ? "dumb" : nil }.isColored)
    // An empty NO_COLOR is as none.
    #expect(Style.fitting(isTerminal: true) { $0 == "NO_COLOR" ? "" : nil }.isColored)
  }

  @Test func longListsOfFailuresAreCut() {
    let failures = (0..<23).map {
      BatchTally.Failure(
        input: FilePath("\($0).png"), failure: JobFailure(.picture, .decode, "damaged"))
    }
    let lines = FailureText.list(failures)
    #expect(lines[1] == "23 files failed:")
    #expect(lines[2] == "  0.png: damaged (in decode)")
    #expect(lines.last == "  … and 3 more; --report lists all")
    #expect(FailureText.list([]).isEmpty)
    // A reason that names the file is not given its name twice.
    let named = BatchTally.Failure(
      input: "a.png", failure: JobFailure(.file, .read, "cannot open a.png: gone"))
    #expect(FailureText.line(named) == "cannot open a.png: gone")
  }
}
