import ArgumentParser
import Claims

/// `triptych reproduce`
struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "See on this machine what is said about threads, processes and a global lock.",
    usage: "triptych reproduce [<input> ...] [<options>]",
    discussion: """
      Nine claims are put to the test, each by runs of 'triptych process'. Without inputs, \
      pictures are drawn for it. What is measured decides, with its 95 % intervals: a claim \
      holds, does not hold, or cannot be shown here.

      Exit codes: 0 everything that could be shown holds; 1 something does not, or a run failed; 2 \
      wrong usage; 75 the machine failed; 130 or 143 stopped by SIGINT or SIGTERM.
      """)

  @Argument(
    help: ArgumentHelp("Files and folders to compute on (default: drawn).", valueName: "input"))
  var inputs: [String] = []

  @Flag(help: "Fewer and shorter runs: done in half a minute or so, and less certain.")
  var quick = false

  @Option(
    help: ArgumentHelp(
      "Rounds in which everything is run once, from 6 on: fewer give no intervals (default: 12, or "
        + "7 if quick).", valueName: "n"),
    transform: { text in
      if let few = Int(text), (1..<ReproducePlan.fewestRounds).contains(few) {
        throw ValueError(
          "wants \(ReproducePlan.fewestRounds) rounds or more: with fewer, nothing could be shown")
      }
      return try wholeNumber(text, in: ReproducePlan.fewestRounds...1000)
    })
  var runs: Int?

  @Flag(
    help: ArgumentHelp(
      "Judge no claim, but show how late a thread that waits for I/O computes again beside 1, 2 "
        + "and 4 that compute, for several switch intervals; with --python, in Python too."))
  var convoy = false

  @Option(
    help: ArgumentHelp(
      "Run the example in these Python interpreters too, such as python3,python3.13t.",
      valueName: "names"),
    transform: { try ListValue.split($0) { _ in } })
  var python: [[String]] = []

  @Option(
    name: [.long, .customLong("export-json")],
    help: ArgumentHelp("Write everything that was found out, as JSON.", valueName: "file"))
  var json: String?

  @Option(
    name: [.long, .customLong("export-html")],
    help: ArgumentHelp(
      "A page to learn and to teach from: claims, pictures, figures.", valueName: "file"))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Say how a claim is put to the test and judged, such as C4, and run nothing.",
      valueName: "claim"),
    transform: { text in
      guard let id = ClaimID(named: text) else {
        throw ValueError("does not know '\(text)': choose from C1 to C9")
      }
      return id
    })
  var explain: ClaimID?

  @Option(
    help: ArgumentHelp("Decides the order of the runs; chosen and told if missing.", valueName: "n")
  )
  var seed: UInt64?

  @Flag(name: [.short, .long], help: "Show no progress.") var quiet = false

  func run() throws {
    if let explain {
      ClaimPages.standard.show(ClaimPages.standard.explanation(of: .named(explain)))
      return
    }
    if convoy, !inputs.isEmpty {
      throw UsageError("--convoy works on no pictures; leave the inputs out")
    }
    let options = try resolved(on: .this, seed: UInt64.random(in: 0..<1_000_000))
    let code = ReproduceRun(options).execute()
    if code != .success { throw ArgumentParser.ExitCode(code.rawValue) }
  }

  /// - Parameter seed: for a command line without one.
  func resolved(on machine: Machine, seed: UInt64) throws -> ReproduceOptions {
    try Destinations.check([("--json", json), ("--html", html)])
    let given = CommandLineTool.arguments
    return ReproduceOptions(
      inputs: inputs,
      plan: ReproducePlan(effectiveCPUs: machine.effectiveCPUs, isQuick: quick, runs: runs),
      seed: self.seed ?? seed, convoyOnly: convoy,
      pythons: python.joined().filter { !$0.isEmpty }.unique,
      json: json.map(ReportTarget.init(argument:)),
      html: html.map(ReportTarget.init(argument:)), quiet: quiet,
      command: ["triptych"] + given.map { PathText.printable(ArgumentText.decode($0)) }
        + (self.seed == nil ? ["--seed", "\(seed)"] : []))
  }
}
