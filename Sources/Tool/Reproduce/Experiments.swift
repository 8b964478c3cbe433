import Benchmark
import Claims
import Execution
import Measure
import Platform
import SystemPackage

/// Runs everything that the claims are judged by.
struct Experiments {
  private let options: ReproduceOptions
  private let scratch: Scratch
  private let errors: DescriptorSink
  private let launcher: Launcher
  private var plan: ReproducePlan { options.plan }

  init(
    _ options: ReproduceOptions, _ scratch: Scratch, errors: DescriptorSink
  ) throws(CompareError) {
    self.options = options
    self.scratch = scratch
    self.errors = errors
    do {
      Sys.expectChildren()
      launcher = Launcher(scratch: scratch, stop: try StopSignals.install(), tick: nil)
    } catch {
      throw CompareError("signals cannot be waited for: \(error.description)", .environment)
    }
  }

  /// Evidence is incomplete where somebody asked to stop.
  func run() throws(CompareError) -> Evidence {
    var evidence = Evidence(effectiveCPUs: plan.effectiveCPUs, seed: options.seed)
    evidence.hasOwnPictures = !options.inputs.isEmpty
    // A slip of the pen is better known now than after everything has run.
    for absence in options.pythons.compactMap(PythonInterpreter.absence) {
      say("note: \(absence.reason); everything else goes on without it")
    }
    let isComplete = options.convoyOnly ? true : try putClaimsToTheTest(&evidence)
    guard isComplete else { return evidence }
    if options.convoyOnly || !options.pythons.isEmpty {
      say("convoy: a thread that waits, beside threads that compute")
      guard let convoys = try ConvoyExperiment(isQuick: plan.isQuick).run() else { return evidence }
      evidence.convoys = convoys
    }
    if !options.pythons.isEmpty {
      let experiment = PythonExperiment(
        launcher: launcher, scratch: scratch, plan: plan, seed: options.seed,
        convoyOnly: options.convoyOnly, say: say)
      guard let pythons = try experiment.run(options.pythons) else { return evidence }
      evidence.pythons = pythons
    }
    return evidence
  }

  /// - Returns: false where somebody asked to stop.
  private func putClaimsToTheTest(_ evidence: inout Evidence) throws(CompareError) -> Bool {
    let sets = PracticeSets(scratch: scratch, plan: plan)
    guard let perPixel = try sets.trial(launcher) else { return false }
    var inputs = options.inputs
    if inputs.isEmpty { inputs = [ArgumentText.encode(try sets.computed(perPixel).bytes)] }
    let waited = [ArgumentText.encode(try sets.waited().bytes)]
    guard try chooseAndCompare(inputs, waited, &evidence) else { return false }
    say("overlap: when jobs begin and end (C1)")
    let runs = RepeatedRuns(launcher: launcher, scratch: scratch, seed: options.seed)
    let large = [ArgumentText.encode(try sets.large(perPixel).bytes)]
    let overlaps = try OverlapExperiment(runs: runs)
      .run(
        computingWords, inputs: large, warmups: plan.warmups, rounds: plan.rounds,
        recordsTimelines: options.html != nil)
    guard let overlaps else { return false }
    evidence.overlaps = overlaps.overlaps
    evidence.overlapOthersCores = overlaps.othersCores
    say("tally: all workers count pixels in one table (C3)")
    // All the user's pictures count. Of the drawn ones the large, on which threads meet for
    // longest.
    let tallied = options.inputs.isEmpty ? large : options.inputs
    let tallies = try TallyExperiment(runs: runs).run(inputs: tallied, rounds: plan.tallyRounds)
    guard let tallies else { return false }
    evidence.tallies = tallies
    return true
  }

  /// What is advised for either kind of work, and what that comes to.
  ///
  /// - Returns: false where somebody asked to stop.
  private func chooseAndCompare(
    _ inputs: [String], _ waited: [String], _ evidence: inout Evidence
  ) throws(CompareError) -> Bool {
    say("advice: a few pictures are tried (C9)")
    let choice = ChoiceExperiment(
      scratch: scratch, effectiveCPUs: plan.effectiveCPUs, seed: options.seed)
    guard let computingAdvice = try choice.advice(computingWords, inputs),
      let waitingAdvice = try choice.advice(waitingWords, waited)
    else { return false }
    say("computing: locked, free and forked (C2, C4, C6, C7, C8, C9)")
    let computed = try measure(computing(inputs, ChoiceExperiment.setup(computingAdvice)))
    evidence.computing = computed
    if StopSignals.received != nil { return false }
    say("waiting: every read and write takes \(plan.latency) longer (C5, C9)")
    let lingered = try measure(waiting(waited, ChoiceExperiment.setup(waitingAdvice)))
    evidence.waiting = lingered
    if StopSignals.received != nil { return false }
    evidence.advice = [
      ChoiceExperiment.check("computing", computingAdvice, computed),
      ChoiceExperiment.check("waiting", waitingAdvice, lingered),
    ].compactMap(\.self)
    return true
  }

  private func say(_ text: String) {
    if !options.quiet { errors.write(text + "\n") }
  }

  private func measure(_ compared: CompareOptions) throws(CompareError) -> ComparisonReport {
    let jobs = try CompareJobs(compared, scratch)
    var report = try Measurement(compared, jobs, scratch, errors: errors).run().report
    report.analyse(Bootstrap(seed: options.seed))
    return report
  }

  /// Workers read, compute and write in turn, as a plain program does.
  private var computingWords: [String] {
    ["--filters", ReproducePlan.chain, "--io", "blocking"]
  }

  /// What is hardly computed, and has to be waited for.
  private var waitingWords: [String] {
    ["--io", "blocking", "--io-latency", plan.latency]
  }

  private func computing(_ inputs: [String], _ advised: ArmSetup) -> CompareOptions {
    let setups =
      ArmPlan.setups(modes: [.locked], workers: plan.lockedWorkers, axes: [])
      + ArmPlan.setups(modes: [.free, .forked], workers: plan.otherWorkers, axes: [])
      + ArmPlan.setups(
        modes: [.forked], workers: [plan.most], axes: [ArmAxis("handoff", ["pipe"])])
      + [advised]
    return compared(setups.unique, computingWords, inputs, chain: ReproducePlan.chain)
  }

  private func waiting(_ inputs: [String], _ advised: ArmSetup) -> CompareOptions {
    let setups = plan.waitingSetups(advised: advised.workers) + [advised]
    return compared(setups.unique, waitingWords, inputs, chain: nil)
  }

  private func compared(
    _ setups: [ArmSetup], _ words: [String], _ inputs: [String], chain: String?
  ) -> CompareOptions {
    CompareOptions(
      arms: ArmPlan.arms(setups), baseline: 0, sharedWords: words, inputs: inputs, list: nil,
      chain: chain, selfCheck: false, rounds: plan.rounds, warmups: plan.warmups,
      cache: .warm, seed: options.seed, keep: nil, json: nil, csv: nil, markdown: nil, html: nil,
      trace: nil, quiet: options.quiet, command: options.command)
  }
}
