import Benchmark
import Claims
import Figures
import Measure

extension ClaimsPage {
  /// How long everything took that was measured, for both kinds of work, and what was advised.
  static func choices(_ evidence: Evidence) -> Markup {
    let kinds = [("computing", evidence.computing), ("waiting", evidence.waiting)]
    return element("div", ["class": "pair"]) {
      for (name, report) in kinds {
        if let report, let advice = evidence.advice.first(where: { $0.bottleneck == name }) {
          choice(name, report, advice)
        }
      }
    }
  }

  private static func choice(
    _ name: String, _ report: ComparisonReport, _ advice: AdviceCheck
  ) -> Markup {
    let series = ComparisonSeries.all(of: report)
    let unit = ChartUnit(
      .nanoseconds, largest: report.arms.compactMap { $0.figures[.runWall]?.value }.max() ?? 0)
    let groups = series.map { entry in
      IntervalChart.Group(
        label: entry.label, ink: entry.ink,
        rows: entry.arms.compactMap { arm -> IntervalChart.Row? in
          guard let estimate = arm.figures[.runWall] else { return nil }
          var row = unit.row(arm, arm.values(of: .runWall), estimate)
          if arm.label == advice.advised { row.label += ", advised" }
          return row
        })
    }
    let chart = IntervalChart(
      title: "Time of work that is mostly \(name)",
      summary: "Advised was \(advice.advised); the fastest was \(advice.best).",
      groups: groups, axis: "time in which jobs were done, \(unit.axis)", unit: unit.name)
    return element("div") {
      element("h3") { "Work that is mostly \(name)" }
      Exhibit("c9-\(name)", chart, width: Exhibit.half).markup
    }
  }
}

/// The unit in which a figure is drawn.
struct ChartUnit {
  private let divisor: Double
  let name: String
  /// As it stands at the axis.
  let axis: String

  init(_ unit: Figure.Unit, largest: Double) {
    switch unit {
    case .nanoseconds:
      let unit = TimeUnit.fitting(largest)
      (divisor, name, axis) = (unit.nanoseconds, unit.name, unit.name)
    case .bytes: (divisor, name, axis) = (0x1p20, "MiB", "MiB")
    case .share: (divisor, name, axis) = (0.01, "%", "%")
    case .count: (divisor, name, axis) = (1, "", "number")
    case .cores: (divisor, name, axis) = (1, "", "CPUs' worth of time")
    }
  }

  func row(_ arm: Arm, _ values: [Double], _ estimate: Estimate) -> IntervalChart.Row {
    IntervalChart.Row(
      label: Humanised.count(arm.setup.workers, "worker"), values: values.map { $0 / divisor },
      middle: estimate.value / divisor, interval: estimate.ends(divisor))
  }
}
