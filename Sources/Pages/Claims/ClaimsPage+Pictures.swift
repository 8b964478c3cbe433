import Benchmark
import Claims
import Figures
import Measure

extension ClaimsPage {
  /// The picture that shows the claim; nothing where its runs were not made. It shows the arms that
  /// the claim is judged by, and the bar.
  static func picture(_ id: ClaimID, _ evidence: Evidence) -> Markup {
    switch id {
    case .c1: timelines(evidence)
    case .c2: cores(evidence)
    case .c3: tallies(evidence)
    case .c4:
      speedUps(
        evidence, ["locked", "free"], "c4-speed-up",
        bar: (Bars.oneCore, "locked: at most \(Humanised.figures(Bars.oneCore))"))
    case .c5: waits(evidence)
    case .c6: speedUps(evidence, ["free", "locked"], "c6-speed-up", bar: ideal("free", evidence))
    case .c7:
      speedUps(evidence, ["forked", "locked"], "c7-speed-up", bar: ideal("forked", evidence))
    case .c8: price(evidence)
    case .c9: choices(evidence)
    }
  }

  /// The bar for those that are to use all cores.
  private static func ideal(_ mode: String, _ evidence: Evidence) -> (value: Double, label: String)?
  {
    let workers = evidence.computing?.judged(mode, cpus: evidence.effectiveCPUs).last?.setup.workers
    return workers.map {
      let value = Bars.nearIdeal * Double($0)
      return (value, "\(mode), \($0) workers: at least \(Humanised.figures(value))")
    }
  }

  /// The arms of some modes that claims are judged by, as series.
  private static func series(_ evidence: Evidence, _ modes: [String]) -> [ComparisonSeries] {
    guard let report = evidence.computing else { return [] }
    return ComparisonSeries.all(of: report).compactMap { entry in
      let mode = entry.arms[0].setup.mode
      guard modes.contains(mode) else { return nil }
      let judged = Set(report.judged(mode, cpus: evidence.effectiveCPUs).map(\.setup))
      var entry = entry
      entry.arms = entry.arms.filter { judged.contains($0.setup) }
      return entry.arms.isEmpty ? nil : entry
    }
  }

  private static func speedUps(
    _ evidence: Evidence, _ modes: [String], _ identifier: String,
    bar: (value: Double, label: String)?
  ) -> Markup {
    guard let report = evidence.computing else { return Markup() }
    let cpus = evidence.effectiveCPUs
    return speedUps(
      report, series(evidence, modes), identifier, bar: bar,
      limit: (Double(cpus), "\(Humanised.count(cpus, "CPU")) here"),
      caption:
        "The dashed line is what workers would reach that never wait for each other, as far as "
        + "there are CPUs for them.")
  }

  /// Waiting needs no CPU, so that the ideal rises beyond their number.
  private static func waits(_ evidence: Evidence) -> Markup {
    guard let report = evidence.waiting, let widest = report.judgedWaiting.last,
      var entry = ComparisonSeries.all(of: report).first(where: { $0.label == "locked" })
    else { return Markup() }
    entry.arms = report.judgedWaiting
    let value = Bars.nearIdealWaiting * Double(widest.setup.workers)
    let label = "\(widest.setup.workers) workers: at least \(Humanised.figures(value))"
    return speedUps(
      report, [entry], "c5-speed-up", bar: (value, label), limit: nil,
      caption: "The dashed line is what workers would reach whose waits all overlap.")
  }

  private static func speedUps(
    _ report: ComparisonReport, _ series: [ComparisonSeries], _ identifier: String,
    bar: (value: Double, label: String)?, limit: (count: Double, label: String)?, caption: String
  ) -> Markup {
    let drawn = series.map { ScalingChart.Series($0, report) }.filter { $0.points.count > 1 }
    guard !drawn.isEmpty else { return Markup() }
    let words = drawn.compactMap { entry in
      entry.points.last.map {
        "\(entry.label): \(Humanised.figures($0.value)) times as fast with "
          + Humanised.count($0.count, "worker")
      }
    }
    var chart = ScalingChart(
      title: "Speed-up by number of workers", summary: words.joined(separator: "; ") + ".",
      series: drawn, countAxis: "workers", valueAxis: "times as fast as one worker", limit: limit)
    chart.idealEndsAtLimit = true
    chart.bar = bar
    return Exhibit(
      identifier, chart,
      caption: "Typical ratios of paired rounds (Hodges and Lehmann) with 95 % intervals, of the "
        + "time in which jobs were done. " + caption
        + " The dotted line is the bar by which the claim is judged."
    ).markup
  }

  private static func cores(_ evidence: Evidence) -> Markup {
    intervals(
      series(evidence, ["locked", "free"]), "c2-cores",
      Quantity(name: "cores that compute", unit: .cores) { $0.computingCores }, bar: Bars.oneCore,
      caption:
        "Each dot is one round, the bar the 95 % interval of what is typical of them. Under the "
        + "lock, all must stay left of the dotted line at \(Humanised.figures(Bars.oneCore)); "
        + "without it, several threads must get beyond.")
  }

  /// What processes cost beside threads, and what only processes cost.
  private static func price(_ evidence: Evidence) -> Markup {
    let both = series(evidence, ["free", "forked"]) + piped(evidence)
    let processes = both.filter { $0.arms[0].setup.mode == "forked" }
    return element("div", ["class": "pair"]) {
      intervals(both, "c8-memory", Quantity(.peakMemory), isHalf: true)
      intervals(
        both, "c8-cpu",
        Quantity(name: "CPU, user and system", unit: .nanoseconds) { $0.cpuTimes },
        isHalf: true)
      intervals(processes, "c8-start", Quantity(.workerStartUp), isHalf: true)
      intervals(processes, "c8-handoff", Quantity(.handoffTime), isHalf: true)
    }
  }

  /// Processes whose files go through the coordinator.
  private static func piped(_ evidence: Evidence) -> [ComparisonSeries] {
    evidence.computing.map(ComparisonSeries.all)?.filter {
      $0.arms[0].setup[option: "handoff"] != nil
    } ?? []
  }

  /// A dot for each round, with typical values and their intervals; nothing where the quantity is
  /// not known.
  private static func intervals(
    _ series: [ComparisonSeries], _ identifier: String, _ quantity: Quantity,
    bar: Double? = nil, isHalf: Bool = false, caption: String = ""
  ) -> Markup {
    let known = series.map { entry in
      (
        entry,
        entry.arms.compactMap { arm in Evidence.estimate(quantity.values(arm)).map { (arm, $0) } }
      )
    }.filter { !$0.1.isEmpty }
    guard let largest = known.flatMap({ $0.1 }).map(\.1.value).max() else { return Markup() }
    let unit = ChartUnit(quantity.unit, largest: largest)
    let groups = known.map { entry, arms in
      IntervalChart.Group(
        label: entry.label, ink: entry.ink,
        rows: arms.map { unit.row($0, quantity.values($0), $1) })
    }
    var chart = IntervalChart(
      title: "\(quantity.name), by mode and number of workers",
      summary: known.flatMap { $0.1 }.map { "\($0.label): \(quantity.unit.text($1.value))" }
        .joined(separator: "; ") + ".",
      groups: groups, axis: "\(quantity.name), \(unit.axis)", unit: unit.name)
    chart.bar = bar
    return Exhibit(
      identifier, chart, width: isHalf ? Exhibit.half : Exhibit.full, caption: caption
    ).markup
  }
}

/// Something that is known of each round of an arm.
private struct Quantity {
  var name: String
  var unit: Figure.Unit
  var values: (Arm) -> [Double]

  init(name: String, unit: Figure.Unit, values: @escaping (Arm) -> [Double]) {
    self.name = name
    self.unit = unit
    self.values = values
  }

  init(_ figure: Figure) {
    self.init(name: FigureNames.name(figure), unit: figure.unit) { $0.values(of: figure) }
  }
}

extension ScalingChart.Series {
  /// Speed-ups of an arm with one worker and those with more, of the time in which jobs were done.
  init(_ entry: ComparisonSeries, _ report: ComparisonReport) {
    let points = entry.arms.compactMap { arm in
      report.runSpeedUp(arm).map {
        ScalingChart.Point(count: arm.setup.workers, value: $0.value, interval: $0.ends())
      }
    }
    self.init(label: entry.label, ink: entry.ink, points: points, curve: nil)
  }
}
