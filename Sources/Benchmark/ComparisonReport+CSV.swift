extension ComparisonReport {
  /// One line a run, in the order in which they were made, under a line of names: the raw values.
  /// A figure that is not known is an empty cell.
  package var csv: String {
    let names = ["arm", "mode", "workers", "options", "round", "place", "started_ns"]
    var lines = [(names + Figure.allCases.map(\.rawValue)).joined(separator: ",")]
    let runs = arms.flatMap { arm in arm.runs.map { (arm, $0) } }
      .sorted { $0.1.started < $1.1.started }
    for (arm, run) in runs {
      let options = arm.setup.options.map(\.text).joined(separator: " ")
      let first = [
        arm.label, arm.setup.mode, "\(arm.setup.workers)", options, "\(run.round + 1)",
        "\(run.place + 1)", "\(run.started)",
      ]
      let values = Figure.allCases.map { run.values[$0].map(ComparisonReport.number) ?? "" }
      lines.append((first + values).map(ComparisonReport.cell).joined(separator: ","))
    }
    // RFC 4180 wants CRLF; every reader takes a plain line end, and tools for text want it.
    return lines.joined(separator: "\n") + "\n"
  }

  /// Whole numbers without a decimal point.
  static func number(_ value: Double) -> String {
    Int64(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
