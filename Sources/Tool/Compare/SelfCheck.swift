import Benchmark
import Figures
import Measure
import Platform

/// `triptych compare --self-check`: measures what is known already, and sees whether the answer is
/// right.
struct SelfCheck {
  /// Rounds for the cost of recording and the planted slowness: for the latter's comparisons, and
  /// enough that 1 % stands out of noise of a few per cent.
  private static let otherRounds = Comparison.usualRounds * SelfCheckVerdict.slowedComparisons
  private static let planted = 0.05

  private let options: CompareOptions
  private let errors: DescriptorSink
  private let output: DescriptorSink

  /// - Parameter options: the inputs and the chain count, and the baseline: it is the arm that is
  ///   checked with.
  init(_ options: CompareOptions, errors: DescriptorSink, output: DescriptorSink) {
    self.options = options
    self.errors = errors
    self.output = output
  }

  func run(_ jobs: CompareJobs, _ scratch: Scratch) throws(CompareError) -> ExitStatus {
    let length = Comparison.usualRounds
    // How long it will take is known from a few runs.
    let trial = try arms(["trial": []], rounds: 3, jobs, scratch, quiet: true)
    guard let typical = Sample(trial["trial"]?.values(of: .wall) ?? [])?.median else {
      return stopped
    }
    sayIfSmall(trial["trial"], typical)
    let runs = Double(2 * length * SelfCheckVerdict.comparisons + 3 * SelfCheck.otherRounds)
    errors.write(
      "self-check with \(options.arms[options.baseline].label): \(Humanised.count(Int(runs))) "
        + "runs, about \(Humanised.duration(UInt64(runs * (typical + 10_000_000)))); fewer inputs "
        + "take less\n"
    )
    let equals = try arms(
      ["first": [], "second": []], rounds: length * SelfCheckVerdict.comparisons, jobs, scratch)
    var answers = told([
      SelfCheckVerdict.equals(
        equals["first"]?.values(of: .wall) ?? [], equals["second"]?.values(of: .wall) ?? [])
    ])
    if StopSignals.received != nil { return stopped }
    let recording = ["--trace", ArgumentText.encode(scratch.trace.bytes)]
    let others = try arms(
      [
        "plain": [], "recorded": recording,
        "slowed": ["--plant-busy", "\(Humanised.fixed(SelfCheck.planted * 100, 0))%"],
      ], rounds: SelfCheck.otherRounds, jobs, scratch)
    let plain = others["plain"]?.values(of: .wall) ?? []
    answers += told([
      SelfCheckVerdict.recordingCost(others["recorded"]?.values(of: .wall) ?? [], plain),
      SelfCheckVerdict.planted(
        others["slowed"]?.values(of: .wall) ?? [], plain, share: SelfCheck.planted),
    ])
    if StopSignals.received != nil { return stopped }
    return answers.allSatisfy(\.passed) && !answers.isEmpty ? .success : .someFailed
  }

  /// Says the answers that there are, as soon as they are known: a check that is stopped after many
  /// minutes has answered some of its questions.
  private func told(_ answers: [SelfCheckVerdict.Answer?]) -> [SelfCheckVerdict.Answer] {
    let known = answers.compactMap(\.self)
    for answer in known {
      output.write("\(answer.passed ? "passed" : "FAILED")  \(answer.sentence)\n")
    }
    return known
  }

  private var stopped: ExitStatus {
    errors.write("triptych: stopped before everything was checked\n")
    return StopSignals.received.map { ExitStatus(rawValue: $0.exitCode) } ?? .someFailed
  }

  /// What is planted goes into computing, and hides where little of a run is that.
  private func sayIfSmall(_ trial: Arm?, _ wall: Double) {
    let figures = trial?.figures ?? [:]
    let computing = [Figure.decodeCPU, .filterCPU, .encodeCPU]
      .reduce(0) { $0 + (figures[$1]?.value ?? 0) }
    let workers = Double(options.arms[options.baseline].setup.workers)
    let share = computing / workers / wall
    guard computing > 0, share < 0.7 else { return }
    errors.write(
      "note: a run computes for only \(Humanised.fixed(share * 100, 0)) % of its time, so planted "
        + "work shows little of itself; name larger pictures or a longer chain (-f "
        + "median=radius=5)\n"
    )
  }

  /// Arms that differ only in extra words, measured, by their names.
  private func arms(
    _ arms: KeyValuePairs<String, [String]>, rounds: Int, _ jobs: CompareJobs,
    _ scratch: Scratch, quiet: Bool = false
  ) throws(CompareError) -> [String: Arm] {
    var options = options
    let setup = options.arms[options.baseline].setup
    options.arms = arms.map { Arm(setup: setup, label: $0.key, seriesLabel: $0.key, runs: []) }
    options.extraWords = arms.map(\.value)
    options.baseline = 0
    options.rounds = rounds
    options.quiet = options.quiet || quiet
    var report = try Measurement(options, jobs, scratch, errors: errors).run().report
    report.analyse(Bootstrap(seed: options.seed, resamples: 100))
    return Dictionary(uniqueKeysWithValues: report.arms.map { ($0.label, $0) })
  }
}
