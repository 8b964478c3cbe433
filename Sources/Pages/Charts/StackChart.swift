import Figures

/// What wholes are made of: one bar a row, all of them as long, cut in parts that keep their order.
package struct StackChart: Chart {
  package struct Part: Sendable {
    package var texture: Texture?
    package var label: String
    /// At least 0, in any unit.
    package var amount: Double

    /// - Parameter texture: nil for what is not there: idle time, say.
    package init(texture: Texture?, label: String, amount: Double) {
      self.texture = texture
      self.label = label
      self.amount = amount
    }
  }

  package struct Row: Sendable {
    package var label: String
    package var ink: Ink
    package var parts: [Part]

    package init(label: String, ink: Ink, parts: [Part]) {
      self.label = label
      self.ink = ink
      self.parts = parts
    }
  }

  package var title: String
  package var summary: String
  package var rows: [Row]

  package init(title: String, summary: String, rows: [Row]) {
    self.title = title
    self.summary = summary
    self.rows = rows
  }

  private static let step = 36.0
  private static let height = 24.0

  package func drawing(width: Double) -> Drawing {
    let plot = Plot(
      left: (rows.map { Labels.width(of: $0.label) }.max() ?? 0) + 34, top: 4, right: width - 22,
      bottom: 8 + Double(rows.count) * Self.step)
    let scale = plot.horizontal(0...100)
    let ticks = scale.ticks(atMost: width < 500 ? 3 : 6)
    return Drawing(width: width, height: plot.bottom + 30) {
      plot.bottomAxis(scale, ticks, title: "") { "\(ticks.text($0)) %" }
      for (index, row) in rows.enumerated() {
        self.row(row, plot, scale, top: 8 + Double(index) * Self.step)
      }
    }
  }

  private func row(_ row: Row, _ plot: Plot, _ scale: LinearScale, top: Double) -> Markup {
    let total = row.parts.reduce(0) { $0 + $1.amount }
    var marks = Markup()
    marks += Shapes.marker(row.ink, 8, top + Self.height / 2, radius: 5.5, "key")
    marks += Shapes.text(row.label, 22, top + Self.height / 2 + 5, "\(row.ink.name)-text")
    marks += Shapes.rectangle(plot.left, top, plot.width, Self.height, "bed")
    var sum = 0.0
    for part in row.parts where part.amount > 0 && total > 0 {
      let share = part.amount / total * 100
      let (from, to) = (scale.position(of: sum), scale.position(of: sum + share))
      sum += share
      guard let texture = part.texture else { continue }
      marks += Shapes.rectangle(
        from, top, to - from, Self.height, "mark \(texture.name)",
        hint: "\(row.label): \(part.label) \(Humanised.figures(share)) %")
    }
    return element("g") { marks }
  }
}
