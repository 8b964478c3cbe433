import Advice
import ArgumentParser
import Execution
import FileIO

/// `triptych advise`
struct AdviseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advise",
    abstract: "Try a few of the pictures, and recommend a mode and a number of workers.",
    usage: "triptych advise <input> ... [-f <chain>] [<options>]",
    discussion: """
      A few pictures of all sizes are done one after the other, by runs of 'triptych process' \
      whose outputs are thrown away. What they compute, what they wait for files and how much \
      memory they take decides, with the CPUs that may be used. It takes some seconds.
      """)

  @OptionGroup(title: "Input") var input: InputArguments
  @OptionGroup(title: "Pictures") var picture: PictureArguments
  @OptionGroup(title: "Storage") var storage: StorageArguments

  @Option(
    name: [.long, .customLong("export-json")],
    help: ArgumentHelp(
      "Write what was found out and advised, as JSON (- for standard output).", valueName: "file"))
  var json: String?

  func run() throws {
    let code = AdviseRun(try resolved(on: .this)).execute()
    if code != .success { throw ArgumentParser.ExitCode(code.rawValue) }
  }

  func resolved(on machine: Machine) throws -> AdviseOptions {
    if input.inputs.isEmpty && input.filesFrom == nil {
      throw UsageError("name files or folders to look at, or a list with --files-from")
    }
    var inputWords: [String] = []
    if input.recursive { inputWords.append("--recursive") }
    if input.nulls { inputWords.append("--null") }
    if let list = input.filesFrom { inputWords += ["--files-from", list] }
    return AdviseOptions(
      inputs: input.inputs, inputWords: inputWords,
      words: picture.words + storage.words, engine: storage.io,
      effectiveCPUs: machine.effectiveCPUs, json: json.map(ReportTarget.init(argument:)))
  }
}

/// What a batch may take and how its files are reached: facts, as far as advice goes.
struct StorageArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How files will be read and written; with blocking, each worker does it itself.",
      valueName: "engine"))
  var io = EngineChoice.auto

  @Option(
    help: ArgumentHelp(
      "Memory for what is in flight, such as 512M or 25% (default: 50%).", valueName: "size"),
    transform: { text in
      _ = try MemoryBudget.parse(text)
      return text
    })
  var memoryBudget: String?

  @Option(
    help: ArgumentHelp("When data is forced onto the disk.", valueName: "when"))
  var durability = Durability.none

  @Option(
    help: ArgumentHelp("Slow each read and write by this, such as 20ms.", valueName: "time"),
    transform: { text in
      _ = try TimeSpan.parse(text)
      return text
    })
  var ioLatency: String?

  @Option(
    help: ArgumentHelp("Hold each read and write to so many bytes a second.", valueName: "size"),
    transform: { text in
      _ = try ByteSize.parse(text)
      return text
    })
  var ioBandwidth: String?

  /// For `process`, the engine aside.
  var words: [String] {
    var words: [String] = []
    if let memoryBudget { words += ["--memory-budget", memoryBudget] }
    if durability != .none { words += ["--durability", durability.rawValue] }
    if let ioLatency { words += ["--io-latency", ioLatency] }
    if let ioBandwidth { words += ["--io-bandwidth", ioBandwidth] }
    return words
  }
}

/// Everything that `advise` was asked, with defaults filled in.
struct AdviseOptions: Sendable {
  var inputs: [String]
  /// How the inputs are to be read: options of `process`.
  var inputWords: [String]
  /// What is done to each picture, and where: options of `process`, the engine aside.
  var words: [String]
  var engine: EngineChoice
  var effectiveCPUs: Int
  var json: ReportTarget?
}
