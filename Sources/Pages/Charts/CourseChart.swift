import Figures

/// The course of a quantity over time, one panel above the other for each thing measured, all on
/// the same scales.
package struct CourseChart: Chart {
  package struct Panel: Sendable {
    package var label: String
    package var ink: Ink
    /// Nanoseconds from start to end.
    package var length: UInt64
    /// Averages over equal parts of that time, each at least 0.
    package var values: [Double]
    package var mean: Double

    package init(label: String, ink: Ink, length: UInt64, values: [Double], mean: Double) {
      self.label = label
      self.ink = ink
      self.length = length
      self.values = values
      self.mean = mean
    }
  }

  package var title: String
  package var summary: String
  package var panels: [Panel]
  /// What a panel's mean is: "effective cores on average".
  package var meanLabel: String
  /// The most there can be, and what it is.
  package var ceiling: (value: Double, label: String)?

  package init(
    title: String, summary: String, panels: [Panel], meanLabel: String,
    ceiling: (value: Double, label: String)?
  ) {
    self.title = title
    self.summary = summary
    self.panels = panels
    self.meanLabel = meanLabel
    self.ceiling = ceiling
  }

  /// What stands above a panel: its label and its mean, below each other where they would touch.
  private func headHeight(_ width: Double) -> Double { hasRoom(width) ? 34 : 54 }

  private func hasRoom(_ width: Double) -> Bool {
    panels.allSatisfy { panel in
      22 + Labels.width(of: panel.label) + 16 + Labels.width(of: mean(panel)) <= width - 4
    }
  }

  private func mean(_ panel: Panel) -> String { "\(Humanised.figures(panel.mean)) \(meanLabel)" }

  private static let panelHeight = 84.0
  private static let gap = 14.0

  package func drawing(width: Double) -> Drawing {
    let step = headHeight(width) + Self.panelHeight + Self.gap
    let bottom = Double(panels.count) * step - Self.gap
    let longest = Double(panels.map(\.length).max() ?? 1)
    let highest = max(panels.flatMap(\.values).max() ?? 1, ceiling?.value ?? 0) * 1.05
    let whole = Plot(left: 30, top: 0, right: width - 4, bottom: bottom)
    let unit = TimeUnit.fitting(longest)
    let scale = whole.horizontal(0...max(longest / unit.nanoseconds, 1e-9))
    let ticks = scale.ticks(atMost: whole.room(for: "00.00"))
    return Drawing(width: width, height: bottom + 52) {
      whole.bottomAxis(scale, ticks, title: "time since the start, \(unit.name)", text: ticks.text)
      for (index, panel) in panels.enumerated() {
        self.panel(
          panel, top: Double(index) * step, whole: whole, longest: longest, highest: highest)
      }
    }
  }

  private func panel(
    _ panel: Panel, top: Double, whole: Plot, longest: Double, highest: Double
  ) -> Markup {
    let head = headHeight(whole.right + 4)
    let isBeside = hasRoom(whole.right + 4)
    let plot = Plot(
      left: whole.left, top: top + head, right: whole.right,
      bottom: top + head + Self.panelHeight)
    let time = plot.horizontal(0...max(longest, 1))
    let vertical = plot.vertical(0...highest)
    let ticks = Ticks(in: vertical.domain, atMost: 3, isWhole: highest >= 2)
    let outline = self.outline(panel, time, vertical)
    return element("g") {
      element("title") {
        "\(panel.label): \(mean(panel))"
      }
      Shapes.rectangle(0, top, plot.right, head - 6, "cover")
      Shapes.marker(panel.ink, 8, top + 14, radius: 5.5, "key")
      Shapes.text(panel.label, 22, top + 19, "strong \(panel.ink.name)-text")
      Shapes.text(mean(panel), plot.right, top + (isBeside ? 19 : 39), "figure", .end)
      plot.leftAxis(vertical, ticks, title: "", text: ticks.text)
      Shapes.area(outline, "mark course \(panel.ink.name)")
      Shapes.line(plot.left, plot.bottom, plot.right, plot.bottom, "axis")
      if let ceiling {
        let y = vertical.position(of: ceiling.value)
        Shapes.line(plot.left, y, plot.right, y, "limit")
        Shapes.text(ceiling.label, plot.right - 2, y + 17, "soft", .end)
      }
    }
  }

  /// A stair with a step for each value. Values finer than half a pixel are averaged, so that the
  /// area stays what it is.
  private func outline(_ panel: Panel, _ time: LinearScale, _ vertical: LinearScale)
    -> [(x: Double, y: Double)]
  {
    let end = time.position(of: Double(panel.length))
    let steps = max(1, min(panel.values.count, Int((end - time.start) * 2)))
    let values = CourseChart.averages(panel.values, parts: steps)
    var points = [(x: time.start, y: vertical.start)]
    for (index, value) in values.enumerated() {
      let from = time.start + (end - time.start) * Double(index) / Double(steps)
      let to = time.start + (end - time.start) * Double(index + 1) / Double(steps)
      let y = vertical.position(of: value)
      points += [(from, y), (to, y)]
    }
    points.append((end, vertical.start))
    return points
  }

  /// The averages over fewer equal parts of the same time.
  package static func averages(_ values: [Double], parts: Int) -> [Double] {
    guard parts < values.count, parts > 0 else { return values }
    let width = Double(values.count) / Double(parts)
    return (0..<parts).map { part in
      let (from, to) = (Double(part) * width, Double(part + 1) * width)
      var sum = 0.0
      for index in Int(from)..<min(values.count, Int(to.rounded(.up))) {
        let share = min(to, Double(index + 1)) - max(from, Double(index))
        sum += values[index] * max(0, share)
      }
      return sum / width
    }
  }
}
