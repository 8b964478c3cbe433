import ArgumentParser
import Execution
import FileIO
import Pipeline

extension Mode: Choice {
  /// `inline` works too, but is for checking the others and not for use.
  public static var allValueStrings: [String] {
    allCases.filter { $0 != .inline }.map(\.rawValue)
  }
}
extension Handoff: Choice {}
extension EngineChoice: Choice {}
extension SandboxChoice: Choice {}
extension Durability: Choice {}
extension TallyKeeping: Choice {}
extension Splitting: Choice {}

/// What `--mode` can say.
enum ModeChoice: Sendable, Hashable, ExpressibleByArgument {
  /// Chosen for the files at hand.
  case auto
  case exactly(Mode)

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let mode = Mode(rawValue: argument) {
      self = .exactly(mode)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { Mode.allValueStrings + ["auto"] }

  var defaultValueDescription: String {
    switch self {
    case .auto: "auto"
    case .exactly(let mode): mode.rawValue
    }
  }
}

/// How the work is run. Nothing here changes a byte of any output.
struct ExecutionArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads under a global lock like CPython's, free threads, or processes; or auto.",
      discussion: """
        auto tries nothing and is always free; 'triptych advise' measures whether processes are faster.
        """,
      valueName: "mode"))
  var mode = ModeChoice.exactly(.free)

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Threads or processes (default: one per CPU that may be used).",
      discussion: """
        auto takes as many as the files at hand can use: fewer where there are few, and more, or more \
        files at once, where storage is slow to answer.
        """,
      valueName: "n"),
    transform: { try WorkerCount.parse($0) })
  var workers: WorkerCount?

  @Option(
    help: ArgumentHelp(
      "Memory for pictures and files in flight, in bytes (512M, 2GiB) or of what there is (25%).",
      valueName: "size"),
    transform: { try MemoryBudget.parse($0) })
  var memoryBudget: MemoryBudget?

  @Option(
    help: ArgumentHelp(
      "How files are read and written; null writes nothing, auto takes uring where it works.",
      valueName: "engine"))
  var io = EngineChoice.auto

  @Option(
    help: ArgumentHelp(
      "Files read ahead, and files written behind, per worker (default: 2).",
      discussion: "Raise it where storage is far away and slow to answer.", valueName: "n"),
    transform: { try wholeNumber($0, in: 1...1024) })
  var inFlight: Int?

  @Option(
    help: ArgumentHelp(
      "When data is forced onto the disk: never, once at the end, or with each file.",
      valueName: "when"))
  var durability = Durability.none

  @Option(
    help: ArgumentHelp(
      "Slow each read and write by this, such as 20ms, to play a slow disk.", valueName: "time"),
    transform: { try TimeSpan.parse($0) })
  var ioLatency: UInt64?

  @Option(
    help: ArgumentHelp(
      "Hold each read and write to so many bytes a second, such as 10M.", valueName: "size"),
    transform: { try ByteSize.parsePositive($0) })
  var ioBandwidth: Int?
}

/// Options of single modes.
struct ModeArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "forked: what crosses between processes: names, or contents by pipe or shared memory.",
      valueName: "how"))
  var handoff: Handoff?

  @Option(
    help: ArgumentHelp(
      "forked: keep worker processes from files, calls and memory that they do not need.",
      discussion: """
        auto (the default) does what this kernel can do, and on refuses to run where that is not all \
        of it: Landlock, seccomp, no new privileges and limits.
        """,
      valueName: "when"))
  var sandbox: SandboxChoice?

  @Option(
    help: ArgumentHelp(
      "locked: stages that need the lock, of decode,filter,encode, or none (default: all three).",
      valueName: "stages"),
    transform: { try LockScope.parse($0) })
  var lockScope: StageSet?

  @Option(
    help: ArgumentHelp(
      "locked: how long a thread waits before it asks for the lock (default: 5ms).",
      valueName: "time"),
    transform: { try TimeSpan.parsePositive($0) })
  var switchInterval: UInt64?

  @Flag(help: "locked: never give up the lock in the middle of a stage, as one C call would not.")
  var noCheckpoints = false

  @Option(
    help: ArgumentHelp(
      "free: whether threads without a picture of their own help with others' (default: auto).",
      discussion: """
        auto: with large pictures, where there are fewer of them left than threads; on: with any. \
        Outputs stay the same to the last byte.
        """,
      valueName: "when"))
  var split: Splitting?

  @Option(
    help: ArgumentHelp(
      "Count all pixels by brightness in one table, to see what shared data suffers.",
      discussion: """
        racy adds in two steps, which another thread may come between; atomic adds in one; merged \
        gives each job a table of its own; shared is atomic in memory that processes share.
        """,
      valueName: "how"))
  var tally: TallyKeeping?
}
