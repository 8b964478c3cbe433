import Figures

/// Measured values with what they come to: one row for each thing measured, a dot for each value, a
/// bar for the interval, a marker for the middle. From zero, so that lengths can be compared.
package struct IntervalChart: Chart {
  package struct Row: Sendable {
    package var label: String
    /// Each at least 0.
    package var values: [Double]
    package var middle: Double
    package var interval: ClosedRange<Double>?

    package init(
      label: String, values: [Double], middle: Double, interval: ClosedRange<Double>?
    ) {
      self.label = label
      self.values = values
      self.middle = middle
      self.interval = interval
    }
  }

  /// Rows that belong together, drawn with the same ink.
  package struct Group: Sendable {
    package var label: String
    package var ink: Ink
    package var rows: [Row]

    package init(label: String, ink: Ink, rows: [Row]) {
      self.label = label
      self.ink = ink
      self.rows = rows
    }
  }

  package var title: String
  package var summary: String
  package var groups: [Group]
  /// What the values are, with their unit: at the axis.
  package var axis: String
  /// Behind each value.
  package var unit: String
  /// A value by which the rows are judged; what it is should be said beside the chart.
  package var bar: Double?

  package init(title: String, summary: String, groups: [Group], axis: String, unit: String) {
    self.title = title
    self.summary = summary
    self.groups = groups
    self.axis = axis
    self.unit = unit
  }

  private static let rowHeight = 30.0
  private static let headHeight = 34.0

  package func drawing(width: Double) -> Drawing {
    let rows = groups.flatMap(\.rows)
    let readings = rows.map(reading)
    let plot = Plot(
      left: (rows.map { Labels.width(of: $0.label) }.max() ?? 0) + 20, top: 6,
      right: width - (readings.map { Labels.width(of: $0) }.max() ?? 0) - 20,
      bottom: 6 + Double(groups.count) * Self.headHeight + Double(rows.count) * Self.rowHeight + 6)
    let scale = plot.horizontal(0...largest(rows) * 1.02)
    let widest = Humanised.figures(scale.domain.upperBound)
    let ticks = scale.ticks(atMost: min(9, plot.room(for: widest)))
    return Drawing(width: width, height: plot.bottom + 52) {
      plot.bottomAxis(scale, ticks, title: axis, text: ticks.text)
      marks(plot, scale, width: width)
      if let bar {
        let x = scale.position(of: bar)
        Shapes.line(x, plot.top, x, plot.bottom, "threshold")
      }
    }
  }

  private func marks(_ plot: Plot, _ scale: LinearScale, width: Double) -> Markup {
    var marks = Markup()
    var y = plot.top
    for group in groups {
      // The head covers the grid, so that words do not stand on lines.
      marks += Shapes.rectangle(0, y + 4, width, Self.headHeight - 8, "cover")
      marks += Shapes.marker(group.ink, 8, y + Self.headHeight / 2, radius: 5.5, "key")
      marks += Shapes.text(
        group.label, 22, y + Self.headHeight / 2 + 5, "strong \(group.ink.name)-text")
      y += Self.headHeight
      for row in group.rows {
        marks += self.row(row, group.ink, plot, scale, y: y + Self.rowHeight / 2)
        marks += Shapes.text(
          reading(row), width, y + Self.rowHeight / 2 + 5, "figure", .end)
        y += Self.rowHeight
      }
    }
    return marks
  }

  private func row(_ row: Row, _ ink: Ink, _ plot: Plot, _ scale: LinearScale, y: Double)
    -> Markup
  {
    var marks = Markup()
    if let interval = row.interval {
      let (from, to) = (
        scale.position(of: interval.lowerBound), scale.position(of: interval.upperBound)
      )
      marks += Shapes.rectangle(
        from, y - 5, max(to - from, 1), 10, "mark interval \(ink.name)", rounded: 2)
    }
    for (index, value) in row.values.enumerated() {
      // Shifted up and down by turns, so that equal values do not hide each other.
      let shift = Double(index * 3 % 7 - 3) * 2.2
      marks += element(
        "circle",
        [
          "cx": scale.position(of: value), "cy": y + shift, "r": 2.2,
          "class": "mark round \(ink.name)",
        ])
    }
    marks += Shapes.marker(ink, scale.position(of: row.middle), y, radius: 5.5, "mark middle")
    return element("g") {
      element("title") { hint(row) }
      Shapes.text(row.label, plot.left - 12, y + 5, "", .end)
      marks
    }
  }

  private func largest(_ rows: [Row]) -> Double {
    rows.flatMap { $0.values + [$0.middle, $0.interval?.upperBound ?? 0, bar ?? 0] }.max() ?? 1
  }

  private func reading(_ row: Row) -> String { "\(Humanised.figures(row.middle)) \(unit)" }

  private func hint(_ row: Row) -> String {
    let interval = row.interval.map {
      ", 95 % interval \(Humanised.figures($0.lowerBound)) to \(Humanised.figures($0.upperBound))"
    }
    return "\(row.label): median \(reading(row))\(interval ?? ", too few rounds for an interval") "
      + "(\(Humanised.count(row.values.count, "round")))"
  }
}
