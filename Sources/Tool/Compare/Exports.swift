import FileIO

/// Results on their way to where `--export-…` says, with the errors that end a comparison.
enum Exports {
  /// Finds out before the work whether they can be written after it.
  static func check(_ targets: [ReportTarget?]) throws(CompareError) {
    for target in targets.compactMap(\.self) {
      do {
        try ReportFile.check(target)
      } catch {
        throw CompareError(error.description, .usage)
      }
    }
  }

  /// - Parameter text: made only where there is a target.
  static func write(_ target: ReportTarget?, _ text: () -> String) throws(CompareError) {
    guard let target else { return }
    do {
      try ReportFile.write(text(), to: target)
    } catch {
      throw CompareError(error.description, .environment)
    }
  }
}
