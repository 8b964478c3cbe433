import ArgumentParser
import Benchmark
import Execution
import FileIO
import Pipeline

extension Design.Cache: Choice {}

/// What is compared. Every option here takes several values, with commas between them or by being
/// given again, and each value makes arms of its own.
struct ArmArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Of locked, free and forked (default: all three).", valueName: "modes"),
    transform: { try ListValue.modes($0) })
  var modes: [[Mode]] = []

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Numbers of workers (default: 1, 2, 4 and so on up to the CPUs that may be used).",
      valueName: "counts"),
    transform: { try ListValue.workers($0) })
  var workers: [[Int]] = []

  @Option(
    help: ArgumentHelp("I/O engines (default: auto).", valueName: "engines"),
    transform: { try ListValue.names($0, of: EngineChoice.self) })
  var io: [[String]] = []

  @Option(
    help: ArgumentHelp("forked: path, pipe, shm (default: path).", valueName: "how"),
    transform: { try ListValue.names($0, of: Handoff.self) })
  var handoff: [[String]] = []

  @Option(
    help: ArgumentHelp("forked: auto, on, off (default: auto).", valueName: "when"),
    transform: { try ListValue.names($0, of: SandboxChoice.self) })
  var sandbox: [[String]] = []

  @Option(
    help: ArgumentHelp(
      "locked: the stages that need the lock; give it again for another arm.",
      valueName: "stages"),
    transform: { text in
      _ = try LockScope.parse(text)
      return [text]
    })
  var lockScope: [[String]] = []

  @Option(
    help: ArgumentHelp("locked: how long a thread waits before it asks.", valueName: "times"),
    transform: { try ListValue.split($0) { _ = try TimeSpan.parsePositive($0) } })
  var switchInterval: [[String]] = []

  @Option(
    help: ArgumentHelp("Files read ahead and written behind, per worker.", valueName: "n"),
    transform: { try ListValue.split($0) { _ = try wholeNumber($0, in: 1...1024) } })
  var inFlight: [[String]] = []

  @Option(
    help: ArgumentHelp("none, batch, file: when data is forced onto the disk.", valueName: "when"),
    transform: { try ListValue.names($0, of: Durability.self) })
  var durability: [[String]] = []

  @Option(
    help: ArgumentHelp("Memory for what is in flight, such as 512M or 25%.", valueName: "sizes"),
    transform: { try ListValue.split($0) { _ = try MemoryBudget.parse($0) } })
  var memoryBudget: [[String]] = []

  @Option(
    help: ArgumentHelp("Slow each read and write by this, such as 20ms.", valueName: "times"),
    transform: { try ListValue.split($0) { _ = try TimeSpan.parse($0) } })
  var ioLatency: [[String]] = []

  @Option(
    help: ArgumentHelp("Hold reads and writes to so many bytes a second.", valueName: "sizes"),
    transform: { try ListValue.split($0) { _ = try ByteSize.parsePositive($0) } })
  var ioBandwidth: [[String]] = []

  @Flag(help: "locked: never give up the lock in the middle of a stage.")
  var noCheckpoints = false

  @Option(
    help: ArgumentHelp(
      "The arm that the others are compared with, such as free:2 (default: the first).",
      valueName: "arm"))
  var baseline: String?

  /// In the order in which they make arms.
  var axes: [ArmAxis] {
    [
      ArmAxis("lock-scope", lockScope.joined().unique, modes: [.locked]),
      ArmAxis("switch-interval", switchInterval.joined().unique, modes: [.locked]),
      ArmAxis("handoff", handoff.joined().unique, modes: [.forked]),
      ArmAxis("sandbox", sandbox.joined().unique, modes: [.forked]),
      ArmAxis("io", io.joined().unique),
      ArmAxis("in-flight", inFlight.joined().unique),
      ArmAxis("durability", durability.joined().unique),
      ArmAxis("memory-budget", memoryBudget.joined().unique),
      ArmAxis("io-latency", ioLatency.joined().unique),
      ArmAxis("io-bandwidth", ioBandwidth.joined().unique),
      ArmAxis("no-checkpoints", noCheckpoints ? [""] : [], modes: [.locked]),
    ]
  }

  /// - Parameter effectiveCPUs: of this machine.
  func setups(effectiveCPUs: Int) -> [ArmSetup] {
    let modes = modes.isEmpty ? [.locked, .free, .forked] : modes.joined().unique
    let workers =
      workers.isEmpty
      ? ArmPlan.standardWorkers(effectiveCPUs: effectiveCPUs) : workers.joined().unique
    return ArmPlan.setups(modes: modes, workers: workers, axes: axes)
  }
}

/// How it is measured.
struct DesignArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("Rounds in which every arm is run once (default: 15).", valueName: "n"),
    transform: { try wholeNumber($0, in: 1...10_000) })
  var runs: Int?

  @Option(
    help: ArgumentHelp("Rounds before those that count (default: 1).", valueName: "n"),
    transform: { try wholeNumber($0, in: 0...1000) })
  var warmup: Int?

  @Option(
    help: ArgumentHelp(
      "Whether inputs are in memory when a run begins (warm) or on the disk (cold).",
      valueName: "state"))
  var cache = Design.Cache.warm

  @Option(
    help: ArgumentHelp("Decides the order of the runs; chosen and told if missing.", valueName: "n")
  )
  var seed: UInt64?

  @Flag(
    help: """
      Check the instrument itself instead, by the baseline on the inputs: takes some minutes.
      """)
  var selfCheck = false
}

/// Where the results go.
struct ExportArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("Keep one copy of the outputs in this folder.", valueName: "dir"))
  var keep: String?

  @Option(
    name: [.long, .customLong("json")],
    help: ArgumentHelp("Everything that was found out, as JSON.", valueName: "file"))
  var exportJSON: String?

  @Option(
    name: [.long, .customLong("csv")],
    help: ArgumentHelp("The raw values, one line a run.", valueName: "file"))
  var exportCSV: String?

  @Option(
    name: [.long, .customLong("markdown")],
    help: ArgumentHelp("The table, for a text in Markdown.", valueName: "file"))
  var exportMarkdown: String?

  @Option(
    name: [.long, .customLong("html")],
    help: ArgumentHelp(
      "A page with charts that needs nothing else, for a browser.", valueName: "file"))
  var exportHTML: String?

  @Option(
    help: ArgumentHelp(
      "Timelines of one run of each arm, for ui.perfetto.dev.", valueName: "file"))
  var trace: String?

  @Flag(name: [.short, .long], help: "Show no progress.")
  var quiet = false
}

/// Lists as options spell them.
enum ListValue {
  /// The parts between commas, each of which `check` accepts.
  static func split(_ text: String, _ check: (String) throws -> Void) throws -> [String] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for part in parts { try check(part) }
    return parts
  }

  static func names<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, of type: Choice.Type
  ) throws -> [String] {
    try split(text) { part in
      guard Choice(rawValue: part) != nil else {
        let names = type.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValueError("does not know '\(part)': choose from \(names)")
      }
    }
  }

  static func modes(_ text: String) throws -> [Mode] {
    try split(text) { part in
      guard Mode(rawValue: part) != nil else {
        throw ValueError("does not know '\(part)': choose from locked, free and forked")
      }
    }.compactMap(Mode.init(rawValue:))
  }

  static func workers(_ text: String) throws -> [Int] {
    try split(text) { part in
      guard let count = Int(part), (1...WorkerCount.most).contains(count) else {
        throw ValueError("wants whole numbers from 1 to \(WorkerCount.most), such as 1,2,4")
      }
    }.compactMap { Int($0) }
  }
}

extension Sequence where Element: Hashable {
  /// Each once, where it came first.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
