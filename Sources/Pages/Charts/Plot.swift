/// The part of a drawing that holds the data, and the axes around it.
struct Plot {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }

  func horizontal(_ domain: ClosedRange<Double>) -> LinearScale {
    LinearScale(domain, from: left, to: right)
  }

  func vertical(_ domain: ClosedRange<Double>) -> LinearScale {
    LinearScale(domain, from: bottom, to: top)
  }

  /// Lines across the plot at the ticks, with their values below, and what they are at the right.
  func bottomAxis(
    _ scale: some Scale, _ ticks: Ticks, title: String, text: (Double) -> String
  ) -> Markup {
    var marks = Markup()
    for value in ticks.values {
      let x = scale.position(of: value)
      marks += Shapes.line(x, top, x, bottom, "grid")
      marks += Shapes.text(text(value), x, bottom + 20, "tick", .middle)
    }
    marks += Shapes.line(left, bottom, right, bottom, "axis")
    if !title.isEmpty { marks += Shapes.text(title, right, bottom + 42, "tick", .end) }
    return element("g", ["class": "axes"]) { marks }
  }

  /// The same along the left, with the title above the plot.
  func leftAxis(
    _ scale: some Scale, _ ticks: Ticks, title: String, text: (Double) -> String
  ) -> Markup {
    var marks = Markup()
    for value in ticks.values {
      let y = scale.position(of: value)
      marks += Shapes.line(left, y, right, y, "grid")
      marks += Shapes.text(text(value), left - 8, y + 5, "tick", .end)
    }
    if !title.isEmpty { marks += Shapes.text(title, 0, top - 14, "tick") }
    return element("g", ["class": "axes"]) { marks }
  }

  /// How many labels fit beside each other along the bottom.
  func room(for label: String) -> Int {
    max(2, Int(width / (Labels.width(of: label) + 16)))
  }
}
