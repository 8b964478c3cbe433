import Benchmark
import Execution
import FileIO
import Pipeline
import Platform
import SystemPackage

/// What every run of a comparison works on, found out before the first of them.
struct CompareJobs {
  /// The words that name the inputs: options, and names to stand at the end.
  let listWords: [String]
  let inputs: [String]
  let files: [FilePath]
  let inputBytes: UInt64

  /// Plans a run of each arm and does none of it, so that what is wrong with a command line, an
  /// input or an output is said at once.
  init(_ options: CompareOptions, _ scratch: Scratch) throws(CompareError) {
    inputs = options.inputs
    listWords = try CompareJobs.list(options.list, scratch)
    var planned: ProcessPlan?
    for arm in options.arms.indices {
      let words =
        options.words(ofArm: arm).dropFirst() + listWords
        + ["--output", ArgumentText.encode((options.keep ?? scratch.output).bytes), "--"] + inputs
      let found = try CompareJobs.options(Array(words))
      // The jobs are the same for all of them.
      if planned == nil {
        let plan = try CompareJobs.plan(found)
        try InputCheck.check(
          plan, found.recipe.decode, limit: found.execution.maxInputBytes)
        planned = plan
      }
    }
    files = planned?.jobs.map(\.input) ?? []
    inputBytes = UInt64(planned?.inputBytes ?? 0)
    if files.isEmpty {
      throw CompareError.nothing(to: "measure")
    }
  }

  /// Standard input can be read once, and every run needs the list.
  private static func list(
    _ list: String?, _ scratch: Scratch
  ) throws(CompareError) -> [String] {
    guard let list else { return [] }
    if list != "-" { return ["--files-from", list] }
    do {
      let names = try SmallFile.bytes(of: .standardInput)
      let file = try Sys.open(scratch.inputList, .new)
      try Sys.writeAll(file.borrowed, names)
    } catch {
      throw CompareError("the list on standard input cannot be read: \(error)", .environment)
    }
    return ["--files-from", ArgumentText.encode(scratch.inputList.bytes)]
  }

  /// What `process` would make of these words.
  static func options(_ words: [String]) throws(CompareError) -> ProcessOptions {
    do {
      return try CommandLineTool.processOptions(words, on: .this)
    } catch {
      throw CompareError(CommandLineTool.explanation(of: error), .usage)
    }
  }

  /// Finds the jobs, and anything that would keep them from being started.
  static func plan(_ options: ProcessOptions) throws(CompareError) -> ProcessPlan {
    try checkThatThereAre(options.inputs)
    let plan: ProcessPlan
    do {
      plan = try ProcessPlan(options)
    } catch {
      throw CompareError(error.description, .usage)
    }
    guard plan.problems.isEmpty else {
      throw CompareError(plan.problems.explanation(forKeeping: true), .usage)
    }
    if let error = plan.unreadable.first { throw CompareError(error.description, .usage) }
    return plan
  }

  /// A batch does what it can and says in the end what was not there. Here runs are made only to
  /// measure them, so a name that leads nowhere is said before the first.
  private static func checkThatThereAre(_ inputs: [FilePath]) throws(CompareError) {
    for input in inputs {
      do {
        guard try FileFacts.of(input) == nil else { continue }
      } catch {
        throw CompareError(error.description, .usage)
      }
      throw CompareError(
        "\(input.printable): \(Errno.noSuchFileOrDirectory.description)", .usage)
    }
  }

  /// Finds out at once whether there is anything to do among inputs that a user named.
  static func check(inputs: [String], _ scratch: Scratch) throws(CompareError) {
    let plan = try plan(
      options(["--output", ArgumentText.encode(scratch.output.bytes), "--"] + inputs))
    if plan.jobs.isEmpty {
      throw CompareError.nothing(to: "measure", hint: "")
    }
  }
}
