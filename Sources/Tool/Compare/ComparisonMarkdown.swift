import Benchmark
import Figures
import Measure

/// A comparison as Markdown, to be put into a text.
struct ComparisonMarkdown {
  let report: ComparisonReport

  init(_ report: ComparisonReport) { self.report = report }

  var text: String {
    let workload = report.workload
    let chain = workload.chain.map { "`\($0)`" } ?? "no filter"
    var lines = [
      "\(chain) on \(Humanised.count(workload.files, "file")) "
        + "(\(Humanised.bytes(workload.inputBytes))): medians of "
        + "\(Humanised.count(report.design.rounds, "round")), "
        + "\(report.design.cache.rawValue) cache, "
        + "\(Humanised.count(report.machine.effectiveCPUs, "CPU")), seed \(report.design.seed)."
    ]
    if let circumstances = report.circumstances { lines += ["", "`\(circumstances)`"] }
    if let stopped = report.stopped { lines += ["", "**\(stopped)**"] }
    if report.design.rounds > 0 {
      let columns = ComparisonColumns(report: report)
      for table in columns.tables { lines += [""] + laid(table) }
      if let remark = columns.remark { lines += ["", remark] }
      let sentences = report.arms.compactMap { arm in
        arm.sentence.map { "- \(arm.label): \($0)" }
      }
      lines += [""] + sentences
      let scaling = ScalingText.sentences(report.scaling)
      if !scaling.isEmpty { lines += ["", "Scaling:", ""] + scaling.map { "- \($0)" } }
    }
    // With an empty line between them, or they would be one paragraph.
    let remarks =
      report.warnings.map { "> Warning: \($0.message)" } + report.notes.map { "> Note: \($0)" }
    for remark in remarks { lines += ["", remark] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func laid(_ table: ComparisonColumns.Table) -> [String] {
    func row(_ cells: [String]) -> String {
      "| " + cells.map(ComparisonMarkdown.escaped).joined(separator: " | ") + " |"
    }
    let rule = "|:--" + String(repeating: "|--:", count: table.heads.count - 1) + "|"
    return [row(table.heads), rule] + table.rows.map(row)
  }

  /// A bar would end the cell.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
