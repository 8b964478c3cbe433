import FileIO
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
      for path in FileList.paths(in: try ProcessPlan.read(list), nulls: options.nulls) {
        finder.take(listed: path)
      }
    }
    let planner = Planner(
      output: options.output, format: options.recipe.format, ifExists: options.ifExists)
    self = planner.plan(finder.found)
    passedOver = finder.passedOver
    unreadable = finder.unreadable
  }

  private static func read(_ list: ProcessOptions.ListSource) throws(FileError) -> [UInt8] {
    switch list {
    case .file(let path): return try SmallFile.bytes(at: path)
    case .standardInput:
      do {
        return try SmallFile.bytes(of: .standardInput)
      } catch {
        throw FileError(.read, "standard input", error)
      }
    }
  }
}
