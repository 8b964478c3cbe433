import Benchmark
import Figures

extension ComparisonPage {
  /// Every figure of every arm.
  static func figures(_ report: ComparisonReport) -> Page.Section {
    var parts = [scalingPart(report)]
    for (label, figures) in FigureNames.parts {
      // What was measured nowhere would only be a row of dashes.
      let known = figures.filter { figure in report.arms.contains { $0.figures[figure] != nil } }
      parts.append(
        DataTable.Part(
          label: label,
          rows: known.map { figure in
            DataTable.Row(
              label: FigureNames.name(figure), cells: report.arms.map { cell($0, figure) })
          }))
    }
    let missing = Figure.allCases.filter { figure in
      report.arms.allSatisfy { $0.figures[figure] == nil }
    }
    return Page.Section(identifier: "figures", name: "All figures", heading: "All figures") {
      DataTable(
        caption: "Medians over the rounds, with 95 % intervals. A dash: not known, or nothing "
          + "that this mode has.",
        columns: report.arms.map(\.label), parts: parts.filter { !$0.rows.isEmpty }
      ).markup
      if !missing.isEmpty {
        element("p", ["class": "note"]) {
          "Known of no arm: \(missing.map(FigureNames.name).joined(separator: "; "))."
        }
      }
    }
  }

  private static func cell(_ arm: Arm, _ figure: Figure) -> DataTable.Cell {
    guard let estimate = arm.figures[figure] else { return .unknown }
    return cell(estimate) { figure.unit.text($0) }
  }

  private static func cell(_ estimate: Estimate?, _ text: (Double) -> String) -> DataTable.Cell {
    guard let estimate else { return .unknown }
    let value = text(estimate.value)
    guard let ends = estimate.ends() else { return .value(value) }
    let (from, to) = (text(ends.lowerBound), text(ends.upperBound))
    return from == to ? .value(value) : .estimate(value, range: "\(from) – \(to)")
  }

  private static func scalingPart(_ report: ComparisonReport) -> DataTable.Part {
    var rows: [DataTable.Row] = []
    if report.arms.contains(where: { $0.speedUp != nil }) {
      rows.append(
        DataTable.Row(
          label: "speed-up over one worker",
          cells: report.arms.map { cell($0.speedUp) { "\(Humanised.fixed($0, 2))×" } }))
      rows.append(
        DataTable.Row(
          label: "efficiency",
          cells: report.arms.map { cell($0.efficiency) { "\(Humanised.fixed($0 * 100, 1)) %" } }))
    }
    return DataTable.Part(label: "Scaling", rows: rows)
  }
}
