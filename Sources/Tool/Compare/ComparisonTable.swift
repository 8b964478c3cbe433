import Benchmark
import Figures
import Measure

/// A comparison for a terminal.
struct ComparisonTable {
  let report: ComparisonReport
  let style: Style
  /// Columns of the terminal.
  let width: Int

  init(_ report: ComparisonReport, style: Style, width: Int = 80) {
    self.report = report
    self.style = style
    self.width = width
  }

  var lines: [String] {
    var lines = [""]
    if let stopped = report.stopped { lines += [style.yellow(stopped), ""] }
    lines += heading
    guard report.design.rounds > 0 else { return lines }
    let columns = ComparisonColumns(report: report)
    for (index, table) in columns.tables.enumerated() {
      lines += [""] + laid(table)
      if index == 0, let remark = columns.remark { lines.append("  " + style.dim(remark)) }
    }
    lines += verdicts + scaling + warnings + notes
    return lines
  }

  private var heading: [String] {
    let workload = report.workload
    let chain = workload.chain.map { "  " + style.bold($0) } ?? "  no filter"
    let design = report.design
    return [
      chain,
      "  \(Humanised.count(workload.files, "file")), \(Humanised.bytes(workload.inputBytes)); "
        + "medians of \(Humanised.count(design.rounds, "round")), \(design.cache.rawValue) cache, "
        + "\(Humanised.count(report.machine.effectiveCPUs, "CPU")), seed \(design.seed)",
    ] + (report.circumstances.map { wrapped($0).map(style.yellow) } ?? [])
  }

  private func laid(_ table: ComparisonColumns.Table) -> [String] {
    var lines = TextTable([table.heads] + table.rows).lines(indent: 2)
    if lines.contains(where: { $0.count > width }) { lines = narrow(table) }
    return lines.prefix(1).map(style.bold) + lines.dropFirst()
  }

  /// With the arms' names on lines of their own, above their cells.
  private func narrow(_ table: ComparisonColumns.Table) -> [String] {
    let cells = TextTable([table.heads] + table.rows.map { [""] + $0.dropFirst() })
    let lines = cells.lines(indent: 2)
    return lines.prefix(1)
      + zip(table.rows, lines.dropFirst()).flatMap { row, line in ["  " + row[0], line] }
  }

  private var verdicts: [String] {
    let others = report.arms.filter { $0.sentence != nil }
    guard !others.isEmpty else { return [] }
    let count = report.design.comparisons
    let confidence = Humanised.fixed(report.design.confidence * 100, 0)
    let together = count > 1 ? ["all \(count) with \(confidence) % confidence together"] : []
    let against = "against \(report.arms[report.baseline].label)"
    let isShort = 2 + against.count + 2 + (together.first?.count ?? 0) <= width
    let heading =
      isShort
      ? ["  " + ([style.bold(against)] + together).joined(separator: ", ")]
      : ["  " + style.bold(against)] + together.map { "  " + $0 }
    // Words hang beside the names, which are as wide as the widest of them, or below long ones.
    let widest = others.map(\.label.count).max() ?? 0
    let column = 4 + widest
    let sentences = others.flatMap { arm -> [String] in
      if column > width / 2 { return ["  " + arm.label] + wrapped(arm.sentence ?? "", indent: 6) }
      let lines = wrapped(arm.sentence ?? "", indent: column)
      let label = "  " + arm.label + String(repeating: " ", count: column - 2 - arm.label.count)
      return [label + (lines.first ?? "").dropFirst(column)] + lines.dropFirst()
    }
    return [""] + heading + sentences
  }

  private var scaling: [String] {
    let sentences = ScalingText.sentences(report.scaling)
    if sentences.isEmpty { return [] }
    return ["", "  " + style.bold("scaling")] + sentences.flatMap { wrapped($0) }
  }

  private var warnings: [String] {
    guard !report.warnings.isEmpty else { return [] }
    return [""]
      + report.warnings.flatMap { warning -> [String] in
        let lines = wrapped("Warning: " + warning.message)
        return lines.map(style.yellow)
      }
  }

  private var notes: [String] {
    guard !report.notes.isEmpty else { return [] }
    return [""] + report.notes.flatMap { wrapped("note: " + $0) }
  }

  private func wrapped(_ text: String, indent: Int = 2) -> [String] {
    ManualPages(width: min(max(width, 40), 100), style: style).wrapped(text, indent: indent)
  }
}

/// Scalability laws in words.
enum ScalingText {
  /// All that was fitted, and why other things were not. One reason is mostly that of all of them.
  static func sentences(_ results: [ScalingResult]) -> [String] {
    results.compactMap(\.refusal).unique
      + results.flatMap { result in result.fits.map { "\(result.seriesLabel), \(text($0))" } }
  }

  static func text(_ fit: ScalabilityFit) -> String {
    let parameters = fit.parameters
    let residual = fit.points.map { abs($0.relativeResidual) }.max() ?? 0
    let off = "off by \(Humanised.fixed(residual * 100, 1)) % at most"
    switch fit.law {
    case .amdahl:
      let limit = parameters.speedUpLimit.map { ", at most \(Humanised.figures($0)) times as fast" }
      return "Amdahl: \(share(parameters.contention, fit.intervals?.contention)) serial"
        + "\(limit ?? "") (\(off))"
    case .universal:
      let peak = parameters.peakWorkers.map { peak in
        ", best at " + (peak < 1.5 ? "1 worker" : "\(Humanised.figures(peak)) workers")
      }
      return "USL: contention \(share(parameters.contention, fit.intervals?.contention)), "
        + "coherence \(share(parameters.coherence, fit.intervals?.coherence))\(peak ?? "") (\(off))"
    }
  }

  private static func share(_ value: Double, _ interval: Interval?) -> String {
    let text = Humanised.fixed(value * 100, 1) + " %"
    guard let interval else { return text }
    return text + " [\(Humanised.fixed(interval.lower * 100, 1))–"
      + "\(Humanised.fixed(interval.upper * 100, 1))]"
  }
}
