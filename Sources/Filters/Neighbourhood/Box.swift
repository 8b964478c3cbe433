import Pixels

/// The mean of a square window.
package struct Box: Filter {
  package static let manual = FilterManual(
    name: "box", summary: "Blur by the mean of a square window.",
    parameters: [
      .init(
        "radius", kind: "pixels",
        about: "From 1 to 1000; the window is 2 · radius + 1 wide and high.")
    ],
    formula: "out = (Σ in over the window) ÷ (2 · radius + 1)², rounded to nearest; there are no "
      + "ties, the divisor being odd. Alpha is blurred like colour, which is taken pre-multiplied.",
    edges: "replicate",
    accuracy: "Correctly rounded; checked against double precision.",
    source: "Running sums (M. J. McDonnell, Box-filtering techniques, 1981): the time per pixel "
      + "does not depend on the radius.",
    examples: ["box=5", "box=radius=2"])

  /// Pixels, 1…1000.
  package let radius: Int

  package init(radius: Int) { self.radius = radius }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    radius = try arguments.integer("radius", in: 1...1000)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    switch input.format.depth {
    case .eight: plan(BoxMeans8.self, input)
    case .sixteen: plan(BoxMeans16.self, input)
    }
  }

  private func plan<Means: BoxMeans>(_: Means.Type, _ input: ImageShape) -> FilterPlan {
    let radius = radius
    let bytes = BoxSums<Means>.bytes(input, radius: radius)
    return FilterPlan(output: input, workingBytes: bytes, reach: Reach(radius)) {
      source, checkpoint throws(ImageError) in
      let sums = try BoxSums<Means>(source, radius: radius, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in try sums.next(into: row) }
    }
  }
}
