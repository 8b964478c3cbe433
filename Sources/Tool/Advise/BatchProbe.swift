import Advice
import Execution
import FileIO
import Pipeline
import Platform
import Report
import SystemPackage

/// Tries a few jobs of a batch, one after the other, and takes down what each of them took.
struct BatchProbe {
  /// Seconds that the longer trial may take, roughly.
  static let patience = 1.5
  /// More than these tell nothing new, and fewer do not tell how sure it is.
  static let mostJobs = 48
  /// Pairs of runs in two ways: by threads and by processes, or with sharing and without.
  static let pairs = 3
  static let fewestJobs = 6

  let launcher: Launcher
  let scratch: Scratch

  /// - Parameters:
  ///   - plan: all jobs; at least one.
  ///   - options: of the batch, what is advised aside.
  ///   - words: the same, as `process` is told them: pictures and storage.
  /// - Returns: nil where somebody asked to stop.
  func findings(
    _ plan: ProcessPlan, _ options: ProcessOptions, words: [String], effectiveCPUs: Int,
    seed: UInt64
  ) throws(CompareError) -> Findings? {
    // The first trial says what a worker process costs, and how long a job takes about.
    let few = JobSampling.choose(1, of: plan.jobs)
    guard let first = try run(few, words + ["--mode", "forked", "--workers", "1"]) else {
      return nil
    }
    var (trial, tried) = (first, few)
    let each = max(first.wall / Double(max(few.count, 1)), 1)
    let count = Int(BatchProbe.patience * 1e9 / each)
    if count > 0, plan.jobs.count > 1 {
      let wanted = min(max(count, BatchProbe.fewestJobs), BatchProbe.mostJobs)
      tried = JobSampling.choose(wanted, of: plan.jobs)
      guard let second = try run(tried, words + ["--mode", "inline"]) else { return nil }
      trial = second
    }
    guard !trial.lines.isEmpty else {
      throw CompareError(
        "none of the pictures that were tried could be done, so there is nothing to advise; "
          + "'triptych process' says what is wrong with each", .someFailed)
    }
    var findings = Findings(
      jobs: plan.jobs.count, inputBytes: UInt64(plan.inputBytes),
      sample: trial.sample(
        tried, options.recipe, limit: options.execution.maxInputBytes,
        effectiveCPUs: effectiveCPUs),
      effectiveCPUs: effectiveCPUs,
      memoryBudget: options.execution.memoryBudget, startUp: trial.startUp,
      fork: first.fork ?? 0, mayOverlap: options.execution.io != .blocking, seed: seed)
    findings.failed = tried.count - trial.lines.count
    findings.engine = options.execution.io.rawValue
    guard try compareModes(trial.done(tried), words, trial, &findings) else { return nil }
    // Pictures whose time is limited are not shared.
    if options.execution.timeLimit == nil {
      guard try trySharing(plan.jobs, words, each: each, &findings) else { return nil }
    }
    return findings
  }

  /// Does the same jobs by threads and by processes, in pairs of either order.
  ///
  /// - Returns: false where somebody asked to stop.
  private func compareModes(
    _ sound: [Job], _ words: [String], _ trial: ProbeTrial, _ findings: inout Findings
  ) throws(CompareError) -> Bool {
    let workers = findings.effectiveCPUs
    guard workers > 1, sound.count >= 2 * workers else { return true }
    let each = max(trial.wall / Double(trial.lines.count), 1)
    let room = Int(BatchProbe.patience * 1e9 / each) / (2 * BatchProbe.pairs) * workers
    // As many for each worker.
    let count = min(sound.count, max(room, 2 * workers)) / workers * workers
    let jobs = JobSampling.choose(count, of: sound)
    let setups = [Mode.free, .forked].map { Setup(mode: $0, workers: workers, split: .auto) }
    guard let pairs = try pairs(BatchProbe.pairs, of: setups, jobs, words, &findings) else {
      return false
    }
    findings.modes = PairedTrial(
      pairs.map { (free: $0[0], forked: $0[1]) }, workers: workers, fork: findings.fork)
    return true
  }

  /// Does all jobs by a thread each and by a thread for each CPU that help each other, where those
  /// are more and a picture is large enough to be shared.
  ///
  /// - Parameter each: nanoseconds that a job takes, roughly.
  /// - Returns: false where somebody asked to stop.
  private func trySharing(
    _ jobs: [Job], _ words: [String], each: Double, _ findings: inout Findings
  ) throws(CompareError) -> Bool {
    let workers = findings.effectiveCPUs
    guard jobs.count < workers, findings.sample.contains(where: { $0.sharedMemory > 0 }) else {
      return true
    }
    // A pair of runs of one large picture is patience enough: what several threads gain on it is
    // many times what machines differ by.
    let count = min(max(Int(BatchProbe.patience * 1e9 / each) / 2, 1), BatchProbe.pairs)
    let setups = [Splitting.off, .auto].map { Setup(mode: .free, workers: workers, split: $0) }
    guard let pairs = try pairs(count, of: setups, jobs, words, &findings) else { return false }
    findings.sharing = PairedTrial(ratios: pairs.filter { $0[0] > 0 }.map { $0[1] / $0[0] })
    return true
  }

  /// One of two ways that are tried side by side.
  private struct Setup {
    var mode: Mode
    var workers: Int
    var split: Splitting

    var words: [String] { ["--mode", mode.rawValue, "--workers", "\(workers)"] }
  }

  /// Does jobs in two ways, in pairs of either order.
  ///
  /// - Returns: nanoseconds that each took in which jobs were under way, in the order of the
  ///   setups; nil where somebody asked to stop.
  private func pairs(
    _ count: Int, of setups: [Setup], _ jobs: [Job], _ words: [String],
    _ findings: inout Findings
  ) throws(CompareError) -> [[Double]]? {
    var all: [[Double]] = []
    for pair in 0..<count {
      var times = [Double](repeating: 0, count: setups.count)
      for index in pair % 2 == 0 ? Array(setups.indices) : setups.indices.reversed() {
        let found = try run(
          jobs, words + setups[index].words, engine: findings.engine, split: setups[index].split)
        guard let found else { return nil }
        times[index] = found.runWall
        if let engine = found.engine { findings.engine = engine }
      }
      all.append(times)
    }
    return all
  }

  private func run(
    _ jobs: [Job], _ words: [String], engine: String = EngineChoice.blocking.rawValue,
    split: Splitting = .off
  ) throws(CompareError) -> ProbeTrial? {
    try list(jobs)
    var launcher = launcher
    launcher.split = split
    let list = ["--files-from", ArgumentText.encode(scratch.inputList.bytes), "--null"]
    let found = try launcher.run(
      ["process"] + words + ["--io", engine, "--json"] + list, inputs: [],
      arm: "the trial", traced: false, whileRunning: {})
    guard let found else { return nil }
    let trial = ProbeTrial(found, said: (try? Sys.contents(of: scratch.said)) ?? [])
    try scratch.clear()
    return trial
  }

  /// Writes the jobs' inputs down for `--files-from`.
  private func list(_ jobs: [Job]) throws(CompareError) {
    var names: [UInt8] = []
    for job in jobs { names += job.input.bytes + [0] }
    do {
      try? Sys.unlink(scratch.inputList)
      let file = try Sys.open(scratch.inputList, .new)
      try Sys.writeAll(file.borrowed, names)
    } catch {
      throw CompareError(
        "cannot write a list of pictures to \(scratch.inputList.printable): \(error)", .environment)
    }
  }
}
