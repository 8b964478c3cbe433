import Execution
import Figures
import FileIO
import Pipeline
import Platform
import Report
import SystemPackage

/// One `triptych process`, from options to exit status.
struct ProcessRun {
  private(set) var options: ProcessOptions
  let style: Style
  private let errors = DescriptorSink(.standardError)
  private let output = DescriptorSink.standardOutput

  init(_ options: ProcessOptions) {
    self.options = options
    style = .fitting(
      isTerminal: Terminal.isTerminal(.standardError), environment: Environment.value)
  }

  mutating func execute() throws -> ExitStatus {
    for note in options.notes { say("note: \(note)") }
    var plan: ProcessPlan
    do {
      for target in [options.report, options.trace] {
        if let target { try ReportFile.check(target) }
      }
      plan = try ProcessPlan(options)
    } catch {
      errors.write("triptych: \(PathText.printable(Array(error.description.utf8)))\n")
      return .usage
    }
    guard plan.problems.isEmpty else {
      errors.write("triptych: \(plan.problems.explanation())\n")
      return .usage
    }
    for remark in PlanText.remarks(plan) + PlanText.ineffective(options, on: plan) { say(remark) }
    if plan.missesAllFailed {
      errors.write("triptych: nothing was started: there is nothing here to retry\n")
      return .usage
    }
    if options.dryRun {
      plan.giveUpMissing()
      if options.execution.io != .null { OutputFolders.foresee(for: &plan) }
      show(plan)
      return plan.hopeless.isEmpty ? .success : .someFailed
    }
    if options.json {
      for entry in plan.skipped {
        output.write(
          JobLine.other(.skipped, input: entry.input, output: entry.output).line + "\n")
      }
    }
    options.execution = options.automatic.settled(options.execution, for: plan.jobs)
    return finish(run(plan))
  }

  private var isTerminal: Bool {
    Terminal.isTerminal(.standardError) && Environment.value("TERM") != "dumb"
  }

  private func say(_ text: String) {
    if !options.quiet { errors.write(text + "\n") }
  }

  private func show(_ plan: ProcessPlan) {
    let lines =
      options.json
      ? PlanText.jsonLines(plan) : PlanText.lines(plan) + [PlanText.total(plan)]
    for line in lines { output.write(line + "\n") }
  }

  /// Runs the jobs and collects everything there is to say about it.
  private func run(_ plan: ProcessPlan) -> BatchResult {
    var plan = plan
    let console = Console(
      errors, progress: options.quiet ? .none : isTerminal ? .bar : .lines,
      width: { Terminal.width(.standardError) ?? 80 })
    let reporter = BatchReporter(
      plan.allJobs, console: console, json: options.json ? output : nil, style: style,
      memoryBudget: options.quiet ? nil : options.execution.memoryBudget)
    let stop = StopRequest()
    var figures = RunFigures()
    var trouble: String?
    var troubleStatus = ExitStatus.environment
    var watch: BatchWatch?
    var arena: SpanArena?
    var journal: BatchJournal?
    do {
      if options.trace != nil { arena = try SpanArena() }
      try OutputFolders.create(
        for: &plan, below: options.output, writing: options.execution.io != .null)
      let signals = try installSignals()
      journal = try makeJournal(plan, reporter)
      for hopeless in plan.hopeless { reporter.ended(hopeless.job, Outcome(hopeless)) }
      if options.execution.failFast && !plan.hopeless.isEmpty { stop.stop() }
      // What threads keep of pictures that are done counts against no budget: their share at the
      // most.
      Sys.keepFreedMemory(
        atMost: options.execution.memoryBudget / (2 * max(options.execution.workers, 1)))
      figures = try runBatch(
        plan.jobs, options.recipe, options.execution, stop: stop, observer: journal ?? reporter,
        recording: arena,
        threadsAllowed: {
          watch = BatchWatch(
            stop: stop, signals: signals,
            obeyed: { if !options.quiet { reporter.stopping($0, $1) } }, tick: reporter.tick)
        })
    } catch let error as ExecutionError {
      trouble = error.description
    } catch let error as FileError {
      trouble = error.description
      if error.isReadOnly {
        trouble? += "; choose another output folder, or mount this one for writing"
      } else if !error.isEnvironmental {
        // A place where this user cannot write is a wrong place.
        troubleStatus = .usage
        if error.isForbidden {
          trouble? += "; choose another output folder, or become a user who may write there"
        }
      }
    } catch {
      trouble = "\(error)"
    }
    watch?.finish()
    // Outputs are done. What is still to be said may wait for a reader, and the user need not.
    StopSignals.letGo()
    var result = BatchResult(
      tally: reporter.finish(), figures: figures, settings: options.execution,
      effectiveCPUs: EffectiveCPUs.now().effective)
    result.recipe = options.recipe
    result.skipped = plan.skipped.count
    result.signalCode = StopSignals.received?.exitCode
    result.trouble = trouble ?? figures.trouble ?? figures.syncFailure
    result.troubleStatus = troubleStatus
    result.usage = .now(countsChildren: result.countsChildren)
    if let arena { result.timeline = RunTimeline.make(arena, figures.memory) }
    if let note = journal?.finish(result) { say(note) }
    if options.json { printNotStarted(plan, besides: reporter.endedIDs) }
    return result
  }

  private func installSignals() throws(FileError) -> FileDescriptor {
    do throws(Errno) {
      // Asked to stop, asked to drop what is in flight, and no more asking.
      return try StopSignals.install(fatal: 3)
    } catch {
      throw FileError(
        .start, "the watch for signals", error,
        note: "no descriptor for it (\(error)); try a higher `ulimit -n`")
    }
  }

  /// - Throws: where nothing can be written to the output folder, or another run is at work there
  ///   and this one would resume: both would do the same jobs.
  private func makeJournal(
    _ plan: ProcessPlan, _ reporter: BatchReporter
  ) throws(FileError) -> BatchJournal? {
    if plan.jobs.isEmpty { return nil }
    do throws(FileError) {
      return try BatchJournal(plan, options, before: reporter)
    } catch {
      // Where the journal cannot be written, no output can be either, if any is to be.
      let isHopeless = error.isReadOnly && options.execution.io != .null
      if error.isEnvironmental || isHopeless { throw error }
      if options.resume && error.errno == .resourceBusy { throw error }
      say("note: no journal, and nothing to --resume from: \(error.description)")
      return nil
    }
  }

  private func printNotStarted(_ plan: ProcessPlan, besides ended: Set<Int>) {
    for job in plan.allJobs where !ended.contains(job.id) {
      output.write(
        JobLine.other(.notStarted, input: job.input, output: job.output).line + "\n")
    }
  }

  /// Each failure is named when it happens. On a terminal it may have gone out of sight by the end,
  /// and is named again.
  private func repeatsFailures(_ tally: BatchTally) -> Bool {
    isTerminal && tally.failures.count + tally.warnings > FailureText.limit
  }

  /// Says how it went and writes the report, which exists whatever happened.
  private func finish(_ result: BatchResult) -> ExitStatus {
    var status = result.exitStatus
    if !options.quiet {
      let nothing = result.tally.total == 0 || (result.trouble != nil && result.tally.ended == 0)
      let lines =
        (nothing ? [] : RunSummary(result, style: style).lines)
        + (repeatsFailures(result.tally) ? FailureText.list(result.tally.failures) : [])
      for line in lines { say(line) }
      if result.signalCode != nil, result.tally.done < result.tally.total,
        options.execution.io != .null
      {
        say("note: the same command with --resume goes on from here")
      }
    }
    if let trouble = result.trouble {
      errors.write("triptych: \(trouble)\n")
    } else if status == .environment {
      errors.write(
        "triptych: the machine failed, not the pictures; mend that, and the same command with "
          + "--resume goes on from here\n")
    }
    if let target = options.trace, let timeline = result.timeline {
      if timeline.droppedSpans > 0 {
        say(
          "note: the trace lacks \(Humanised.count(timeline.droppedSpans, "span")), for which "
            + "there was no room, or which made no sense")
      }
      do {
        try ReportFile.write(timeline, to: target)
      } catch {
        status = failed(toWrite: error, status)
      }
    }
    if let error = output.error { status = failed(toWrite: error, status) }
    if let target = options.report {
      do {
        var result = result
        // As late as possible, so that little of the program is missing.
        result.usage = .now(countsChildren: result.countsChildren)
        try ReportFile.write(result.report, to: target)
      } catch {
        status = failed(toWrite: error, status)
      }
    }
    return status
  }

  /// The status of a run that cannot say what it did.
  private func failed(toWrite error: FileError, _ status: ExitStatus) -> ExitStatus {
    errors.write("triptych: \(error.description)\n")
    return status == .success || status == .someFailed ? .environment : status
  }
}
