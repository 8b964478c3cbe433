/// Marks of SVG. Each is drawn as the style sheet has it for its class.
enum Shapes {
  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ classes: String
  ) -> Markup {
    element("line", ["x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": classes])
  }

  static func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ classes: String,
    rounded: Double? = nil, hint: String? = nil
  ) -> Markup {
    let attributes: Attributes = [
      "x": x, "y": y, "width": max(width, 0), "height": max(height, 0), "rx": rounded,
      "class": classes,
    ]
    // A rectangle with a hint holds a title, so it cannot be the childless element.
    guard let hint else { return element("rect", attributes) }
    return element("g") {
      element("title") { hint }
      element("rect", attributes)
    }
  }

  enum Anchor: String { case start, middle, end }

  /// Text whose base line begins, is centred or ends at the place.
  static func text(
    _ plain: String, _ x: Double, _ y: Double, _ classes: String = "", _ anchor: Anchor = .start
  ) -> Markup {
    element(
      "text",
      [
        "x": x, "y": y, "class": classes.isEmpty ? nil : classes,
        "text-anchor": anchor == .start ? nil : anchor.rawValue,
      ]
    ) { plain }
  }

  static func polyline(_ points: [(x: Double, y: Double)], _ classes: String) -> Markup {
    element("path", ["d": path(points), "class": classes])
  }

  static func area(_ outline: [(x: Double, y: Double)], _ classes: String) -> Markup {
    element("path", ["d": path(outline) + "z", "class": classes])
  }

  private static func path(_ points: [(x: Double, y: Double)]) -> String {
    var text = ""
    for (index, point) in points.enumerated() {
      text += "\(index == 0 ? "M" : "L")\(point.x.coordinate) \(point.y.coordinate)"
    }
    return text
  }

  /// The marker of a series, about `2 × radius` wide: circle, square, triangle, diamond. All have
  /// about the same area.
  static func marker(
    _ ink: Ink, _ x: Double, _ y: Double, radius: Double, _ classes: String
  ) -> Markup {
    let classes = "\(ink.name) \(classes)"
    switch ink {
    case .first: return element("circle", ["cx": x, "cy": y, "r": radius, "class": classes])
    case .second:
      let half = radius * 0.89
      return rectangle(x - half, y - half, 2 * half, 2 * half, classes)
    case .third:
      let (up, down, half) = (radius * 1.35, radius * 0.85, radius * 1.25)
      return area([(x, y - up), (x + half, y + down), (x - half, y + down)], classes)
    case .fourth:
      let reach = radius * 1.25
      return area([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], classes)
    }
  }
}
