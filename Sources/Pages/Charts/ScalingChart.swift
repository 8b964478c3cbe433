import Figures

/// How a figure grows with a number of things, beside the line on which it would grow in step.
package struct ScalingChart: Chart {
  package struct Point: Sendable {
    package var count: Int
    package var value: Double
    package var interval: ClosedRange<Double>?

    package init(count: Int, value: Double, interval: ClosedRange<Double>?) {
      self.count = count
      self.value = value
      self.interval = interval
    }
  }

  /// A law fitted to the points, at as many places as it takes to draw it smoothly.
  package struct Curve: Sendable {
    package var points: [(count: Double, value: Double)]
    /// Where the law may lie as well; of one count for both ends.
    package var band: [(count: Double, lower: Double, upper: Double)]

    package init(
      points: [(count: Double, value: Double)],
      band: [(count: Double, lower: Double, upper: Double)]
    ) {
      self.points = points
      self.band = band
    }
  }

  package struct Series: Sendable {
    package var label: String
    package var ink: Ink
    /// In ascending order of counts.
    package var points: [Point]
    package var curve: Curve?

    package init(label: String, ink: Ink, points: [Point], curve: Curve?) {
      self.label = label
      self.ink = ink
      self.points = points
      self.curve = curve
    }
  }

  package var title: String
  package var summary: String
  package var series: [Series]
  package var countAxis: String
  package var valueAxis: String
  /// A count beyond which no growth is to be expected, and what it is.
  package var limit: (count: Double, label: String)?
  /// Whether the ideal line stays level beyond the limit, and all of it is to be seen. Otherwise it
  /// goes on rising, and is cut off where it would press what was measured to the bottom.
  package var idealEndsAtLimit = false
  /// A value by which something is judged, and what it is.
  package var bar: (value: Double, label: String)?

  package init(
    title: String, summary: String, series: [Series], countAxis: String, valueAxis: String,
    limit: (count: Double, label: String)?
  ) {
    self.title = title
    self.summary = summary
    self.series = series
    self.countAxis = countAxis
    self.valueAxis = valueAxis
    self.limit = limit
  }

  package func drawing(width: Double) -> Drawing {
    let ends = series.compactMap { entry in entry.points.last.map { endLabel(entry, $0) } }
    let plot = Plot(
      left: 34, top: 44,
      right: width - (ends.map { Labels.width(of: $0) }.max() ?? 0) - 30,
      bottom: 44 + min(360, max(230, width * 0.4)))
    let most = Double(series.flatMap(\.points).map(\.count).max() ?? 1)
    let horizontal = plot.horizontal(min(1, most)...max(most, 1))
    let values = series.flatMap(\.points).map { max($0.value, $0.interval?.upperBound ?? 0) }
    let highest = max(values.max() ?? 1, bar?.value ?? 0)
    let room = idealEndsAtLimit ? idealTop(most) * 1.04 : min(most, highest * 2)
    let vertical = plot.vertical(0...max(highest * 1.08, room, 1))
    let valueTicks = vertical.ticks(atMost: 6)
    return Drawing(width: width, height: plot.bottom + 52) {
      plot.leftAxis(vertical, valueTicks, title: valueAxis, text: valueTicks.text)
      countTicks(plot, horizontal)
      references(plot, horizontal, vertical)
      for entry in series { curve(entry, horizontal, vertical) }
      for entry in series { marks(entry, horizontal, vertical) }
      labels(plot, vertical)
    }
  }

  private func idealTop(_ most: Double) -> Double {
    idealEndsAtLimit ? min(most, limit?.count ?? most) : most
  }

  /// The counts that were measured, as far as they fit.
  private func countTicks(_ plot: Plot, _ scale: LinearScale) -> Markup {
    let counts = Set(series.flatMap(\.points).map(\.count)).sorted()
    var kept: [Double] = []
    for count in counts.map(Double.init) {
      let isClear = kept.last.map { scale.position(of: count) - scale.position(of: $0) >= 30 }
      if isClear ?? true { kept.append(count) }
    }
    let ticks = Ticks(values: kept, decimals: 0)
    return plot.bottomAxis(scale, ticks, title: countAxis, text: ticks.text)
  }

  private func references(_ plot: Plot, _ horizontal: LinearScale, _ vertical: LinearScale)
    -> Markup
  {
    let most = horizontal.domain.upperBound
    let top = min(vertical.domain.upperBound, idealTop(most))
    var ideal: [(count: Double, value: Double)] = [(1, 1), (top, top)]
    if idealEndsAtLimit, most > top { ideal.append((most, top)) }
    var marks = Shapes.polyline(
      ideal.map { (x: horizontal.position(of: $0.count), y: vertical.position(of: $0.value)) },
      "mark ideal")
    if let bar {
      let y = vertical.position(of: bar.value)
      marks += Shapes.line(plot.left, y, plot.right, y, "threshold")
      // Clear of the markers at the end.
      marks += Shapes.text(bar.label, plot.right - 14, y - 6, "soft", .end)
    }
    // Along the line, a little above it.
    let middle = 1 + (top - 1) * 0.62
    marks += Shapes.text(
      "ideal", horizontal.position(of: middle) - 10, vertical.position(of: middle) - 8,
      "soft", .end)
    if let limit, horizontal.domain.contains(limit.count) {
      let x = horizontal.position(of: limit.count)
      marks += Shapes.line(x, plot.top, x, plot.bottom, "limit")
      let isRight = x > plot.left + plot.width / 2
      marks += Shapes.text(
        limit.label, isRight ? x - 6 : x + 6, plot.bottom - 8, "soft", isRight ? .end : .start)
    }
    return marks
  }

  private func curve(_ entry: Series, _ horizontal: LinearScale, _ vertical: LinearScale)
    -> Markup
  {
    guard let curve = entry.curve else { return Markup() }
    let upper = curve.band.map {
      (x: horizontal.position(of: $0.count), y: vertical.position(of: $0.upper))
    }
    let lower = curve.band.map {
      (x: horizontal.position(of: $0.count), y: vertical.position(of: $0.lower))
    }
    let line = curve.points.map {
      (x: horizontal.position(of: $0.count), y: vertical.position(of: $0.value))
    }
    return element("g") {
      if !upper.isEmpty { Shapes.area(upper + lower.reversed(), "mark band \(entry.ink.name)") }
      Shapes.polyline(line, "mark curve \(entry.ink.name)")
    }
  }

  private func marks(_ entry: Series, _ horizontal: LinearScale, _ vertical: LinearScale)
    -> Markup
  {
    let places = entry.points.map {
      (x: horizontal.position(of: Double($0.count)), y: vertical.position(of: $0.value))
    }
    var marks = Markup()
    // A fitted law says how points hang together; without one, a line does.
    if entry.curve == nil, places.count > 1 {
      marks += Shapes.polyline(places, "join \(entry.ink.name)")
    }
    for (point, place) in zip(entry.points, places) {
      if let interval = point.interval {
        marks += Shapes.line(
          place.x, vertical.position(of: interval.lowerBound), place.x,
          vertical.position(of: interval.upperBound), "mark whisker \(entry.ink.name)")
      }
      marks += element("g") {
        element("title") { hint(entry, point) }
        Shapes.marker(entry.ink, place.x, place.y, radius: 6, "mark middle")
      }
    }
    return marks
  }

  /// Names at the ends of the series, moved apart where they would touch.
  private func labels(_ plot: Plot, _ vertical: LinearScale) -> Markup {
    let ends = series.compactMap { entry in entry.points.last.map { (entry, $0) } }
    let places = Labels.spread(
      ends.map { vertical.position(of: $0.1.value) }, gap: 22, within: plot.top...plot.bottom)
    var marks = Markup()
    for ((entry, point), y) in zip(ends, places) {
      marks += Shapes.text(
        endLabel(entry, point), plot.right + 14, y + 5, "strong \(entry.ink.name)-text")
    }
    return marks
  }

  private func endLabel(_ entry: Series, _ point: Point) -> String {
    "\(entry.label) \(Humanised.figures(point.value))×"
  }

  private func hint(_ entry: Series, _ point: Point) -> String {
    let interval = point.interval.map {
      " (\(Humanised.figures($0.lowerBound)) to \(Humanised.figures($0.upperBound)))"
    }
    return "\(entry.label), \(point.count): \(Humanised.figures(point.value))×\(interval ?? "")"
  }
}
