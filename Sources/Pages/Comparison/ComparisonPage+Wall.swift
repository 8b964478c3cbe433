import Benchmark
import Figures

extension ComparisonPage {
  static func wall(_ report: ComparisonReport, _ series: [ComparisonSeries]) -> Page.Section {
    let longest = report.arms.compactMap { $0.figures[.wall]?.value }.max() ?? 0
    let unit = TimeUnit.fitting(longest)
    let groups = series.map { entry in
      IntervalChart.Group(
        label: entry.label, ink: entry.ink, rows: entry.arms.compactMap { row($0, unit) })
    }
    let chart = IntervalChart(
      title: "Wall time by mode and number of workers", summary: summary(report),
      groups: groups, axis: "wall time, \(unit.name)", unit: unit.name)
    return Page.Section(
      identifier: "wall", name: "Wall time", heading: "How long the same jobs take"
    ) {
      Exhibit(
        "wall-chart", chart,
        caption: "Each dot is one round, the large marker their median, the bar its 95 % "
          + "interval. Shorter is better; the axis starts at zero."
      ).markup
      verdicts(report)
    }
  }

  private static func row(_ arm: Arm, _ unit: TimeUnit) -> IntervalChart.Row? {
    guard let wall = arm.figures[.wall] else { return nil }
    return IntervalChart.Row(
      label: Humanised.count(arm.setup.workers, "worker"),
      values: arm.runs.compactMap { $0.values[.wall] }.map { $0 / unit.nanoseconds },
      middle: wall.value / unit.nanoseconds, interval: wall.ends(unit.nanoseconds))
  }

  private static func summary(_ report: ComparisonReport) -> String {
    report.arms.compactMap { arm in
      arm.figures[.wall].map { "\(arm.label): \(Figure.wall.unit.text($0.value))" }
    }.joined(separator: "; ") + "."
  }

  /// What may be said of each arm against the baseline.
  private static func verdicts(_ report: ComparisonReport) -> Markup {
    let told = report.arms.compactMap { arm in arm.sentence.map { (arm.label, $0) } }
    guard !told.isEmpty else { return Markup() }
    return element("div") {
      element("h3") { "Against \(report.arms[report.baseline].label), round by round" }
      element("dl", ["class": "method"]) {
        for (label, sentence) in told {
          element("dt") { label }
          element("dd") { sentence }
        }
      }
    }
  }
}
