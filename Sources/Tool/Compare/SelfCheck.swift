import Benchmark
import Figures
import Measure
import Platform

/// `triptych compare --self-check`: measures what is known already, and sees whether the answer is
/// right.
struct SelfCheck {
  /// Rounds for the cost of recording and the planted slowness: enough that 1 % stands out of noise
  /// of a few per cent.
  private static let otherRounds = 60
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
    let trial = try walls(of: ["trial": []], rounds: 3, jobs, scratch, quiet: true)
    guard let typical = Sample(trial["trial"] ?? [])?.median else { return stopped }
    let runs = Double(2 * length * SelfCheckVerdict.comparisons + 3 * SelfCheck.otherRounds)
    errors.write(
      "self-check: \(Humanised.count(Int(runs))) runs, about "
        + "\(Humanised.duration(UInt64(runs * (typical + 10_000_000)))); fewer inputs take less\n")
    let equals = try walls(
      of: ["first": [], "second": []], rounds: length * SelfCheckVerdict.comparisons, jobs, scratch)
    if StopSignals.received != nil { return stopped }
    let recording =
      CommandLineTool.recordsTimelines ? ["--trace", ArgumentText.encode(scratch.trace.bytes)] : []
    let others = try walls(
      of: [
        "plain": [], "recorded": recording,
        "slowed": ["--plant-busy", "\(Humanised.fixed(SelfCheck.planted * 100, 0))%"],
      ], rounds: SelfCheck.otherRounds, jobs, scratch)
    if StopSignals.received != nil { return stopped }
    let answers = [
      SelfCheckVerdict.equals(equals["first"] ?? [], equals["second"] ?? []),
      recording.isEmpty
        ? nil : SelfCheckVerdict.recordingCost(others["recorded"] ?? [], others["plain"] ?? []),
      SelfCheckVerdict.planted(
        others["slowed"] ?? [], others["plain"] ?? [], share: SelfCheck.planted),
    ].compactMap(\.self)
    for answer in answers {
      output.write("\(answer.passed ? "passed" : "FAILED")  \(answer.sentence)\n")
    }
    return answers.allSatisfy(\.passed) && !answers.isEmpty ? .success : .someFailed
  }

  private var stopped: ExitStatus {
    StopSignals.received.map { ExitStatus(rawValue: $0.exitCode) } ?? .someFailed
  }

  /// What arms took in each round that differ only in extra words, by their names.
  private func walls(
    of arms: KeyValuePairs<String, [String]>, rounds: Int, _ jobs: CompareJobs,
    _ scratch: Scratch, quiet: Bool = false
  ) throws(CompareError) -> [String: [Double]] {
    var options = options
    let setup = options.arms[options.baseline].setup
    options.arms = arms.map { Arm(setup: setup, label: $0.key, seriesLabel: $0.key, runs: []) }
    options.extraWords = arms.map(\.value)
    options.baseline = 0
    options.rounds = rounds
    options.json = nil
    options.html = nil
    options.trace = nil
    options.quiet = options.quiet || quiet
    let result = try Measurement(options, jobs, scratch, errors: errors).run()
    return Dictionary(
      uniqueKeysWithValues: result.report.arms.map { ($0.label, $0.values(of: .wall)) })
  }
}
