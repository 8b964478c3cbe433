import ArgumentParser
import Benchmark
import Execution
import Measure

/// `triptych compare`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measure modes and numbers of workers on the same pictures.",
    usage: "triptych compare <input> ... [-f <chain>] [<options>]",
    discussion: """
      Each run is a 'triptych process' of its own, timed from outside. The arms are run in rounds, \
      in an order drawn anew each time, and their outputs must be the same. Outputs go to a \
      scratch folder below TMPDIR or /tmp.

      Exit codes: as of 'process'; 1 also if arms wrote different bytes.
      """)

  @OptionGroup(title: "Input") var input: InputArguments
  @OptionGroup(title: "Pictures") var picture: PictureArguments
  @OptionGroup(title: "Arms") var arm: ArmArguments
  @OptionGroup(title: "Measuring") var design: DesignArguments
  @OptionGroup(title: "Results") var export: ExportArguments

  func run() throws {
    let options = try resolved(on: .this, seed: UInt64.random(in: 0..<1_000_000))
    let code = CompareRun(options).execute()
    if code != .success { throw ArgumentParser.ExitCode(code.rawValue) }
  }

  /// - Parameter seed: for a command line without one.
  func resolved(on machine: Machine, seed: UInt64) throws -> CompareOptions {
    if input.inputs.isEmpty && input.filesFrom == nil {
      throw UsageError("name files or folders to work on, or a list with --files-from")
    }
    if input.nulls && input.filesFrom == nil {
      throw UsageError("-0 says how --files-from is separated, and there is no --files-from")
    }
    let exports: [(option: String, value: String?)] = [
      ("--export-json", export.exportJSON), ("--export-csv", export.exportCSV),
      ("--export-markdown", export.exportMarkdown), ("--export-html", export.exportHTML),
      ("--trace", export.trace),
    ]
    try Destinations.check(exports)
    if design.selfCheck {
      let idle =
        exports + [("--keep", export.keep), ("--runs", design.runs.map { "\($0)" })]
      if let option = idle.first(where: { $0.value != nil })?.option {
        throw UsageError(
          "--self-check has its own number of runs, and prints what it found; leave \(option) out")
      }
    }
    let arms = ArmPlan.arms(arm.setups(effectiveCPUs: machine.effectiveCPUs))
    var baseline = 0
    if let name = arm.baseline {
      guard let index = ArmPlan.index(of: name, among: arms) else {
        let names = arms.map(\.label).joined(separator: ", ")
        throw UsageError("there is no arm '\(name)' to compare with; the arms are: \(names)")
      }
      baseline = index
    }
    if export.keep != nil, !arms[baseline].writes {
      let remedy =
        arms.contains(where: \.writes) ? "choose another one by --baseline" : "leave --keep out"
      throw UsageError(
        "\(arms[baseline].label), the baseline, writes nothing (--io null), so there is nothing "
          + "to keep; \(remedy)")
    }
    let seed = design.seed ?? seed
    var words = picture.words
    if input.recursive { words.append("--recursive") }
    if input.nulls { words.append("--null") }
    let given = CommandLineTool.arguments
    var options = CompareOptions(
      arms: arms, baseline: baseline, sharedWords: words, inputs: input.inputs,
      list: input.filesFrom, chain: picture.chain,
      selfCheck: design.selfCheck,
      rounds: design.runs ?? Comparison.usualRounds, warmups: design.warmup ?? 1,
      cache: design.cache, seed: seed, keep: export.keep.map(ArgumentText.path),
      json: export.exportJSON.map(ReportTarget.init(argument:)),
      csv: export.exportCSV.map(ReportTarget.init(argument:)),
      markdown: export.exportMarkdown.map(ReportTarget.init(argument:)),
      html: export.exportHTML.map(ReportTarget.init(argument:)),
      trace: export.trace.map(ReportTarget.init(argument:)), quiet: export.quiet,
      command: ["triptych"] + given.map { PathText.printable(ArgumentText.decode($0)) }
        + (design.seed == nil ? ["--seed", "\(seed)"] : []))
    options.notes = ineffective(among: Set(arms.compactMap { Mode(rawValue: $0.setup.mode) }))
    if !options.selfCheck, let note = options.tooFewRounds { options.notes.append(note) }
    return options
  }

  private func ineffective(among modes: Set<Mode>) -> [String] {
    var inEffect = InEffect()
    inEffect.noteModes(
      modes, chosenBy: "--modes",
      [
        ("--handoff", !arm.handoff.isEmpty, .forked),
        ("--sandbox", !arm.sandbox.isEmpty, .forked),
        ("--lock-scope", !arm.lockScope.isEmpty, .locked),
        ("--switch-interval", !arm.switchInterval.isEmpty, .locked),
        ("--no-checkpoints", arm.noCheckpoints, .locked),
      ])
    inEffect.noteFormats(picture)
    return inEffect.notes
  }
}
