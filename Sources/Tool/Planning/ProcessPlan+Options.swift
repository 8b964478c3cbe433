import FileIO
import Journal
import Pipeline
import SystemPackage

extension ProcessPlan {
  /// Finds the inputs that the options name and plans them.
  ///
  /// - Throws: where the list of names cannot be read.
  package init(_ options: ProcessOptions) throws(FileError) {
    let place = (try? FileFacts.of(options.output)) ?? nil
    var finder = InputFinder(recursive: options.recursive, avoiding: place?.identity)
    for input in options.inputs { finder.take(argument: input) }
    if let list = options.list {
      for path in try ProcessPlan.paths(in: list, nulls: options.nulls) {
        finder.take(listed: path)
      }
    }
    var planner = Planner(
      output: options.output, format: options.recipe.format, ifExists: options.ifExists)
    planner.recipe = options.recipe.number
    if options.resume {
      planner.history = History(
        try Journal.entries(in: options.output), recipe: planner.recipe, boot: Boot.number,
        byContent: options.checkContent)
    }
    var inputs = finder.found
    var failedElsewhere = 0
    if let report = options.retryFailed {
      let failed = try FailedInputs(report)
      inputs = inputs.filter { failed.contains($0.path) }
      failedElsewhere = failed.count(notAmong: inputs.map(\.path) + finder.unreadable.map(\.path))
    }
    self = planner.plan(inputs)
    self.failedElsewhere = failedElsewhere
    passedOver = finder.passedOver
    for error in finder.unreadable { giveUp(folder: error, output: options.output) }
  }

  private static func paths(
    in list: ProcessOptions.ListSource, nulls: Bool
  ) throws(FileError) -> [FilePath] {
    let bytes = try read(list)
    // A name would end at the first of them, and what follows be lost.
    if !nulls, bytes.contains(0) {
      throw FileError(
        .read, list.path, .invalidArgument,
        note: "there are zero bytes in it, and a name has none; a list that find -print0 made "
          + "needs --null, and a picture is no list of names")
    }
    return FileList.paths(in: bytes, nulls: nulls)
  }

  private static func read(_ list: ProcessOptions.ListSource) throws(FileError) -> [UInt8] {
    switch list {
    case .file(let path): return try SmallFile.bytes(at: path)
    case .standardInput:
      do {
        return try SmallFile.bytes(of: .standardInput)
      } catch {
        throw FileError(.read, list.path, error)
      }
    }
  }
}

extension ProcessOptions.ListSource {
  /// Or what stands for one in messages.
  fileprivate var path: FilePath {
    switch self {
    case .file(let path): path
    case .standardInput: "standard input"
    }
  }
}
