import Benchmark
import Claims
import Figures
import Measure

extension ClaimsPage {
  /// The picture that shows the claim; nothing where its runs were not made.
  static func picture(_ id: ClaimID, _ evidence: Evidence) -> Markup {
    switch id {
    case .c1: timelines(evidence)
    case .c2: intervals(evidence, .effectiveCores, ["locked", "free"], "c2-cores")
    case .c3: tallies(evidence)
    case .c4: speedUps(evidence.computing, ["locked", "free"], "c4-speed-up")
    case .c5: speedUps(evidence.waiting, ["locked"], "c5-speed-up")
    case .c6: speedUps(evidence.computing, ["free", "locked"], "c6-speed-up")
    case .c7: speedUps(evidence.computing, ["forked", "locked"], "c7-speed-up")
    case .c8:
      element("div", ["class": "pair"]) {
        intervals(evidence, .peakMemory, ["free", "forked"], "c8-memory", half: true)
        intervals(evidence, .cpuUser, ["free", "forked"], "c8-cpu", half: true)
      }
    case .c9: choices(evidence)
    }
  }

  private static func series(_ report: ComparisonReport?, _ modes: [String]) -> [ComparisonSeries] {
    report.map(ComparisonSeries.all)?.filter { modes.contains($0.arms[0].setup.mode) } ?? []
  }

  private static func speedUps(
    _ report: ComparisonReport?, _ modes: [String], _ identifier: String
  ) -> Markup {
    let drawn = series(report, modes).compactMap { entry -> ScalingChart.Series? in
      let points = entry.arms.compactMap { arm in
        arm.speedUp.map {
          ScalingChart.Point(count: arm.setup.workers, value: $0.value, interval: $0.ends())
        }
      }
      guard points.count > 1 else { return nil }
      return ScalingChart.Series(label: entry.label, ink: entry.ink, points: points, curve: nil)
    }
    guard !drawn.isEmpty, let report else { return Markup() }
    let cpus = report.machine.effectiveCPUs
    let words = drawn.compactMap { entry in
      entry.points.last.map {
        "\(entry.label): \(Humanised.figures($0.value)) times as fast with "
          + Humanised.count($0.count, "worker")
      }
    }
    let chart = ScalingChart(
      title: "Speed-up by number of workers", summary: words.joined(separator: "; ") + ".",
      series: drawn, countAxis: "workers", valueAxis: "times as fast as one worker",
      limit: (Double(cpus), "\(Humanised.count(cpus, "CPU")) here"))
    return Exhibit(
      identifier, chart,
      caption: "Medians of paired rounds with 95 % intervals; the dashed line is what workers "
        + "would reach that never wait for each other."
    ).markup
  }

  /// A figure of the computing arms: a dot for each round, with medians and intervals.
  private static func intervals(
    _ evidence: Evidence, _ figure: Figure, _ modes: [String], _ identifier: String,
    half: Bool = false
  ) -> Markup {
    let entries = series(evidence.computing, modes)
    let values = entries.flatMap(\.arms).compactMap { $0.figures[figure]?.value }
    guard let largest = values.max() else { return Markup() }
    let unit = ChartUnit(figure, largest: largest)
    let groups = entries.map { entry in
      IntervalChart.Group(
        label: entry.label, ink: entry.ink, rows: entry.arms.compactMap { unit.row($0, figure) })
    }
    let chart = IntervalChart(
      title: "\(FigureNames.name(figure)), by mode and number of workers",
      summary: entries.flatMap(\.arms).compactMap { arm in
        arm.figures[figure].map { "\(arm.label): \(figure.unit.text($0.value))" }
      }.joined(separator: "; ") + ".",
      groups: groups, axis: "\(FigureNames.name(figure)), \(unit.axis)", unit: unit.name)
    return Exhibit(
      identifier, chart, width: half ? Exhibit.half : Exhibit.full,
      caption: half ? "" : "Each dot is one round, the bar the 95 % interval of their median."
    ).markup
  }

  /// Wall times of everything that was measured for both kinds of work, and what was advised.
  private static func choices(_ evidence: Evidence) -> Markup {
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
      .wall, largest: report.arms.compactMap { $0.figures[.wall]?.value }.max() ?? 0)
    let groups = series.map { entry in
      IntervalChart.Group(
        label: entry.label, ink: entry.ink,
        rows: entry.arms.compactMap { arm in
          var row = unit.row(arm, .wall)
          if arm.label == advice.advised { row?.label += ", advised" }
          return row
        })
    }
    let chart = IntervalChart(
      title: "Wall time of work that is mostly \(name)",
      summary: "Advised was \(advice.advised); the fastest was \(advice.best).",
      groups: groups, axis: "wall time, \(unit.axis)", unit: unit.name)
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

  init(_ figure: Figure, largest: Double) {
    switch figure.unit {
    case .nanoseconds:
      let unit = TimeUnit.fitting(largest)
      (divisor, name, axis) = (unit.nanoseconds, unit.name, unit.name)
    case .bytes: (divisor, name, axis) = (0x1p20, "MiB", "MiB")
    case .share: (divisor, name, axis) = (0.01, "%", "%")
    case .count: (divisor, name, axis) = (1, "", "number")
    case .cores: (divisor, name, axis) = (1, "", "CPUs' worth of time")
    }
  }

  func row(_ arm: Arm, _ figure: Figure) -> IntervalChart.Row? {
    guard let estimate = arm.figures[figure] else { return nil }
    return IntervalChart.Row(
      label: Humanised.count(arm.setup.workers, "worker"),
      values: arm.values(of: figure).map { $0 / divisor }, middle: estimate.value / divisor,
      interval: estimate.ends(divisor))
  }
}
