/// The fillings of textures, defined once for all drawings of a page.
enum Patterns {
  static var definitions: Markup {
    // Not hidden by `display: none`: some browsers would not find the patterns then.
    element(
      "svg",
      ["width": 0, "height": 0, "class": "definitions", "aria-hidden": "true"]
    ) {
      element("defs") {
        for texture in Texture.allCases { pattern(texture) }
      }
    }
  }

  private static func pattern(_ texture: Texture) -> Markup {
    let colour = "fill:var(--\(texture.name))"
    return element(
      "pattern",
      [
        "id": texture.name, "width": 8, "height": 8, "patternUnits": "userSpaceOnUse",
        "patternTransform": texture == .slanted || texture == .hatched ? "rotate(45)" : nil,
      ]
    ) {
      if texture != .hatched {
        element("rect", ["width": 8, "height": 8, "style": colour])
      }
      switch texture {
      case .plain: Markup()
      case .slanted: stripe(0, 0, 2, 8)
      case .dotted:
        dot(2, 2)
        dot(6, 6)
      case .upright: stripe(0, 0, 2, 8)
      case .level: stripe(0, 0, 8, 2)
      case .hatched:
        element("rect", ["x": 0, "y": 0, "width": 3, "height": 8, "style": colour])
      }
    }
  }

  private static func stripe(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Markup {
    element(
      "rect", ["x": x, "y": y, "width": width, "height": height, "class": "pattern-mark"])
  }

  private static func dot(_ x: Int, _ y: Int) -> Markup {
    element("circle", ["cx": x, "cy": y, "r": 1.3, "class": "pattern-mark"])
  }

  /// A swatch with its name, for the key of a drawing.
  static func swatch(_ texture: Texture, _ label: String) -> Markup {
    element("span", ["class": "swatch"]) {
      element("svg", ["width": 26, "height": 16, "aria-hidden": "true"]) {
        element(
          "rect",
          ["x": 0.5, "y": 0.5, "width": 25, "height": 15, "rx": 2, "class": "edge \(texture.name)"])
      }
      label
    }
  }
}
