import Benchmark
import Figures
import FileIO
import Measure
import Platform
import Report
import SystemPackage

/// Makes all runs of a comparison in their order and collects what they leave behind.
///
/// Only the run itself is timed. Preparing the page cache comes before, hashing and removing
/// outputs after; see docs/decisions/0013-every-run-is-a-fresh-process.md.
final class Measurement {
  struct Result {
    var report: ComparisonReport
    /// Timelines of all arms together, as a trace.
    var trace = ""
  }

  /// Rounds that record timelines, after those that count.
  private static let tracedRounds = 3

  private let options: CompareOptions
  private let jobs: CompareJobs
  private let scratch: Scratch
  private let launcher: Launcher
  private let schedule: Schedule
  private var console: Console
  private var cache: InputCache
  private var arms: [Arm]
  private var timelines: [[TracedRun]]
  private var durations: [Double] = []
  private var watch = MachineWatch()
  private var reference: (digest: OutputDigest, arm: String)?
  private var disagreements: [String: Double] = [:]
  private var remarks = RunRemarks()
  private var outputBytes: UInt64?
  private var inputPixels: UInt64?
  private let start = Clock.wall()

  init(
    _ options: CompareOptions, _ jobs: CompareJobs, _ scratch: Scratch, errors: DescriptorSink
  ) throws(CompareError) {
    self.options = options
    self.jobs = jobs
    self.scratch = scratch
    let isTerminal = Terminal.isTerminal(.standardError) && Environment.value("TERM") != "dumb"
    do {
      Sys.expectChildren()
      launcher = Launcher(
        scratch: scratch, stop: try StopSignals.install(),
        tick: isTerminal && !options.quiet ? 500 : nil)
    } catch {
      throw CompareError("signals cannot be waited for: \(error.description)", .environment)
    }
    schedule = Schedule(
      arms: options.arms.count, warmups: options.warmups,
      rounds: options.rounds + (options.wantsTimelines ? Measurement.tracedRounds : 0),
      seed: options.seed)
    console = Console(
      errors, progress: options.quiet ? .none : isTerminal ? .bar : .lines,
      width: { Terminal.width(.standardError) ?? 80 })
    cache = InputCache(options.cache, files: jobs.files)
    arms = options.arms
    timelines = options.arms.map { _ in [] }
  }

  func run() throws(CompareError) -> Result {
    if !options.quiet { announce() }
    defer { console.clear() }
    for (number, step) in schedule.steps.enumerated() {
      let place = number % arms.count
      guard try run(step, place: place) else { break }
    }
    return result()
  }

  private func announce() {
    let traced = options.wantsTimelines ? " and \(Measurement.tracedRounds) for timelines" : ""
    console.say(
      "\(Humanised.count(arms.count, "arm")) × (\(Humanised.count(options.warmups, "warm-up")) + "
        + "\(Humanised.count(options.rounds, "round"))\(traced)) on "
        + "\(Humanised.count(jobs.files.count, "file")), \(Humanised.bytes(jobs.inputBytes)); "
        + "\(Humanised.count(schedule.steps.count, "run")), seed \(options.seed)")
  }

  /// - Returns: false where somebody asked to stop.
  private func run(_ step: Schedule.Step, place: Int) throws(CompareError) -> Bool {
    let arm = arms[step.arm]
    let traced = !step.isWarmup && step.round >= options.rounds
    cache.prepare()
    show(step, arm)
    watch.begin()
    let before = Clock.wall()
    let found = try launcher.run(
      options.words(ofArm: step.arm) + jobs.listWords, inputs: jobs.inputs, arm: arm.label,
      traced: traced, whileRunning: { self.show(step, arm) })
    guard let found else { return false }
    watch.end(used: found.outside)
    try compareOutputs(of: arm)
    try scratch.clear()
    durations.append(Double(Clock.wall() - before))
    if traced {
      timelines[step.arm].append(TracedRun(found))
    } else if !step.isWarmup {
      count(found, step, place)
    }
    return true
  }

  private func show(_ step: Schedule.Step, _ arm: Arm) {
    let activity: String
    if step.isWarmup {
      activity = "warm-up: \(arm.label)"
    } else if step.round >= options.rounds {
      activity = "timelines: \(arm.label)"
    } else {
      activity = "round \(step.round + 1) of \(options.rounds): \(arm.label)"
    }
    let left = schedule.remaining(after: durations).map { UInt64(max($0, 0)) }
    console.show(
      CompareProgress(
        done: durations.count, total: schedule.steps.count, activity: activity, remaining: left),
      now: Clock.wall() - start)
  }

  private func compareOutputs(of arm: Arm) throws(CompareError) {
    guard arm.writes else { return }
    let digest: OutputDigest
    do {
      digest = try OutputDigest(of: scratch.output)
    } catch {
      throw CompareError(
        "the outputs of \(arm.label) cannot be read: \(error.description)", .environment)
    }
    guard let reference else {
      reference = (digest, arm.label)
      return
    }
    guard let difference = digest.difference(from: reference.digest) else { return }
    throw CompareError(
      (arm.label == reference.arm
        ? "two runs of \(arm.label) " : "\(arm.label) and \(reference.arm) ")
        + "wrote different outputs: \(difference). All runs must write the same. If an input was "
        + "changed meanwhile, measure again on files that nobody touches; otherwise it is a fault "
        + "of triptych or of the machine, so please report it.",
      .someFailed)
  }

  private func count(_ found: ChildRun, _ step: Schedule.Step, _ place: Int) {
    let label = arms[step.arm].label
    var run = BenchmarkRun(
      round: step.round, place: place, started: found.started - start,
      values: Figure.values(
        found.outside, found.report, effectiveCPUs: EffectiveCPUs.now().effective))
    run.histograms = found.report.histograms
    arms[step.arm].runs.append(run)
    if let share = Figure.disagreement(found.outside, found.report) {
      disagreements[label] = share
    }
    remarks.add(found.report.notes, arm: label)
    inputPixels = found.report.sums["input_pixels"]?.value
    outputBytes = found.report.sums["output_bytes"]?.value
    if let engine = found.report.runs.first?["io_ran"]?.asString,
      !arms[step.arm].engines.contains(engine)
    {
      arms[step.arm].engines.append(engine)
    }
  }

  /// Runs the baseline once more, for its outputs.
  func keep(in folder: FilePath) throws(CompareError) {
    let arm = arms[options.baseline]
    let kept = try launcher.run(
      options.words(ofArm: options.baseline) + jobs.listWords, inputs: jobs.inputs, arm: arm.label,
      traced: false, output: folder, whileRunning: {})
    guard kept != nil, let reference else { return }
    let digest: OutputDigest
    do {
      digest = try OutputDigest(of: folder, namedAsIn: reference.digest)
    } catch {
      throw CompareError(
        "what was kept in \(folder.printable) cannot be read: \(error.description)", .environment)
    }
    if let difference = digest.difference(from: reference.digest) {
      throw CompareError(
        "what was kept in \(folder.printable) is not what was measured: \(difference)", .someFailed)
    }
  }
}

extension Measurement {
  private func result() -> Result {
    let signal = StopSignals.received
    let rounds = arms.keepWholeRounds()
    var workload = Workload(
      files: jobs.files.count, inputBytes: jobs.inputBytes, chain: options.chain,
      options: options.sharedWords.map { PathText.printable(ArgumentText.decode($0)) })
    workload.inputPixels = inputPixels
    if let reference, !reference.digest.files.isEmpty {
      workload.outputDigest = reference.digest.combined
      workload.outputBytes = reference.digest.bytes
    }
    let design = Design(
      seed: options.seed, rounds: rounds, plannedRounds: options.rounds,
      warmups: options.warmups, cache: options.cache, comparisons: max(arms.count - 1, 1),
      duration: Clock.wall() - start)
    var report = ComparisonReport(
      version: Version.current, command: options.command, machine: watch.facts,
      workload: workload, design: design, arms: arms, baseline: options.baseline)
    report.stopped = signal.map {
      "stopped by \(Sys.name(ofSignal: $0.number)) after \(rounds) of \(options.rounds) rounds"
    }
    report.warnings = Warning.ofMachine(report.machine.state) + ownWarnings
    report.notes = remarks.texts(of: arms.map(\.label))
    let chosen = TracedRun.representatives(timelines, of: arms)
    for (index, run) in chosen { report.arms[index].timeline = run.chart }
    var result = Result(report: report)
    if options.trace != nil { result.trace = TracedRun.trace(chosen, of: arms) }
    return result
  }

  private var ownWarnings: [Warning] {
    var warnings: [Warning] = []
    if let warning = cache.warning { warnings.append(warning) }
    for (arm, share) in disagreements.sorted(by: { $0.key < $1.key }) {
      warnings.append(
        Warning(
          .accounts,
          "\(arm): its report counts \(Humanised.fixed(abs(share) * 100, 1)) % "
            + "\(share > 0 ? "more" : "less") CPU time than the kernel does. The kernel's count is "
            + "used; the stages' shares may be off by as much."))
    }
    let silent = arms.filter { !$0.writes }
    if !silent.isEmpty {
      let whose =
        silent.count == arms.count ? "" : " by \(silent.map(\.label).joined(separator: ", "))"
      warnings.append(
        Warning(
          .incomplete,
          "Nothing was written\(whose) (--io null), so whether all arms write the same was not "
            + "checked."))
    }
    return warnings
  }
}
