import Benchmark
import Figures
import Measure

extension ComparisonPage {
  /// Nil where no series has more than one number of workers.
  static func scaling(_ report: ComparisonReport, _ series: [ComparisonSeries]) -> Page.Section? {
    let drawn = series.compactMap { entry -> ScalingChart.Series? in
      let points = entry.arms.compactMap { arm in
        arm.speedUp.map {
          ScalingChart.Point(count: arm.setup.workers, value: $0.value, interval: $0.ends())
        }
      }
      guard points.count > 1 else { return nil }
      let fit = report.scaling.first { $0.seriesLabel == entry.label }.flatMap(best)
      return ScalingChart.Series(
        label: entry.label, ink: entry.ink, points: points,
        curve: fit.map { curve($0, upTo: points.last?.count ?? 1) })
    }
    guard !drawn.isEmpty else { return nil }
    let cpus = report.machine.effectiveCPUs
    let chart = ScalingChart(
      title: "Speed-up by number of workers", summary: summary(drawn), series: drawn,
      countAxis: "workers", valueAxis: "times as fast as one worker",
      limit: (Double(cpus), "\(Humanised.count(cpus, "CPU")) here"))
    return Page.Section(
      identifier: "scaling", name: "Scaling", heading: "What more workers bring"
    ) {
      Exhibit(
        "scaling-chart", chart,
        caption: "Markers are typical ratios of paired rounds (Hodges and Lehmann) with 95 % "
          + "intervals. The dashed line is "
          + "what workers that never get in each other's way would reach."
      ).markup
      fits(report)
    }
  }

  /// Amdahl's law, being the simpler, unless the universal law says that throughput falls again.
  private static func best(_ result: ScalingResult) -> ScalabilityFit? {
    let universal = result.fits.first { $0.law == .universal }
    if let universal, universal.parameters.coherence > 0 { return universal }
    return result.fits.first { $0.law == .amdahl } ?? universal
  }

  private static func curve(_ fit: ScalabilityFit, upTo count: Int) -> ScalingChart.Curve {
    let steps = 48
    let places = (0...steps).map { 1 + Double(count - 1) * Double($0) / Double(steps) }
    let points = places.map { (count: $0, value: fit.parameters.speedUp(at: $0)) }
    guard let intervals = fit.intervals else { return ScalingChart.Curve(points: points, band: []) }
    // The corners of the parameters' intervals: at least as wide as the law's own 95 % band.
    func speedUp(_ count: Double, _ contention: Double, _ coherence: Double?) -> Double {
      var parameters = fit.parameters
      parameters.contention = contention
      parameters.coherence = coherence ?? 0
      return parameters.speedUp(at: count)
    }
    let band = places.map { place in
      (
        count: place,
        lower: speedUp(place, intervals.contention.upper, intervals.coherence?.upper),
        upper: speedUp(place, intervals.contention.lower, intervals.coherence?.lower)
      )
    }
    return ScalingChart.Curve(points: points, band: band)
  }

  private static func summary(_ series: [ScalingChart.Series]) -> String {
    series.compactMap { entry in
      entry.points.last.map {
        "\(entry.label): \(Humanised.figures($0.value)) times as fast with "
          + Humanised.count($0.count, "worker")
      }
    }.joined(separator: "; ") + "."
  }

  private static func fits(_ report: ComparisonReport) -> Markup {
    guard !report.scaling.isEmpty else { return Markup() }
    return element("dl", ["class": "method"]) {
      for result in report.scaling {
        element("dt") { result.seriesLabel }
        element("dd") {
          for fit in result.fits { element("div") { sentence(fit) } }
          if let refusal = result.refusal { refusal }
        }
      }
    }
  }

  private static func sentence(_ fit: ScalabilityFit) -> String {
    func percent(_ value: Double) -> String { "\(Humanised.fixed(value * 100, 1)) %" }
    func range(_ interval: Interval?) -> String {
      interval.map { " (\(percent($0.lower)) to \(percent($0.upper)))" } ?? ""
    }
    let parameters = fit.parameters
    var text: String
    switch fit.law {
    case .amdahl:
      text =
        "Amdahl's law: serial share \(percent(parameters.contention))"
        + range(fit.intervals?.contention)
      if let limit = parameters.speedUpLimit {
        text += ", so never more than \(Humanised.figures(limit)) times as fast"
      }
    case .universal:
      text =
        "Universal law: contention \(percent(parameters.contention))"
        + range(fit.intervals?.contention)
        + ", coherence \(percent(parameters.coherence))" + range(fit.intervals?.coherence)
      if let peak = parameters.peakWorkers {
        text += ", best with " + (peak < 1.5 ? "1 worker" : "\(Humanised.figures(peak)) workers")
      }
    }
    if let share = fit.rSquared { text += "; R² \(Humanised.fixed(share, 3))" }
    let residuals = fit.points.map {
      "\($0.workers): \(Humanised.fixed($0.relativeResidual * 100, 1)) %"
    }
    return text + "; off by \(residuals.joined(separator: ", "))."
  }
}
