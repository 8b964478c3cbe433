import Pixels

/// Filters made of the smallest and the largest sample of a square window.
protocol Morphology: Filter {
  /// Pixels, 1…500.
  var radius: Int { get }
  /// What is done, in this order.
  static var steps: [Extreme] { get }
  init(radius: Int)
}

extension Morphology {
  package init(_ arguments: FilterArguments) throws(ChainError) {
    self.init(radius: try arguments.integer("radius", in: 1...500))
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    var plan = FilterPlan.identity(input)
    for extreme in Self.steps {
      let radius = radius
      let step = FilterPlan(
        // The row below the window is read one row early.
        output: input, workingBytes: Extremes.bytes(input, radius: radius),
        reach: Reach(above: radius, below: radius + 1)
      ) {
        source, checkpoint throws(ImageError) in
        let extremes = try Extremes(source, extreme, radius: radius, checkpoint)
        return ComputedRows(input) { row throws(ImageError) in try extremes.next(into: row) }
      }
      plan = plan.followed(by: step)
    }
    return plan
  }

  /// The manual of one of these filters.
  static func page(_ name: String, _ summary: String, _ formula: String) -> FilterManual {
    FilterManual(
      name: name, summary: summary,
      parameters: [
        .init(
          "radius", kind: "pixels", standard: "1",
          about: "From 1 to 500; the window is a square of 2 · radius + 1 pixels a side.")
      ],
      formula: formula + ", each channel by itself, pre-multiplied alpha included.",
      edges: "replicate", accuracy: "Exact.",
      source: "J. Serra, Image Analysis and Mathematical Morphology, 1982; method of van Herk and "
        + "of Gil and Werman: the time per pixel does not depend on the radius.",
      examples: [name, "\(name)=2"])
  }
}

/// Grows what is light.
package struct Dilate: Morphology {
  package static let manual = page(
    "dilate", "Grow what is light.", "out = the largest sample of the window")
  static let steps = [Extreme.largest]
  package let radius: Int
  package init(radius: Int) { self.radius = radius }
}

/// Grows what is dark.
package struct Erode: Morphology {
  package static let manual = page(
    "erode", "Grow what is dark.", "out = the smallest sample of the window")
  static let steps = [Extreme.smallest]
  package let radius: Int
  package init(radius: Int) { self.radius = radius }
}

/// Removes light spots smaller than the window.
package struct Open: Morphology {
  package static let manual = page(
    "open", "Remove small light spots.", "out = dilate(erode(in))")
  static let steps = [Extreme.smallest, .largest]
  package let radius: Int
  package init(radius: Int) { self.radius = radius }
}

/// Removes dark spots smaller than the window.
package struct Close: Morphology {
  package static let manual = page(
    "close", "Remove small dark spots.", "out = erode(dilate(in))")
  static let steps = [Extreme.largest, .smallest]
  package let radius: Int
  package init(radius: Int) { self.radius = radius }
}
