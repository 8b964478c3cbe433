import Pixels

/// Thin, connected edges, white on black.
package struct Canny: Filter {
  package static let manual = FilterManual(
    name: "canny", summary: "Draw edges as thin white lines on black.",
    parameters: [
      .init(
        "low", kind: "levels", standard: "50",
        about: "Steepness above which an edge goes on, from 0 to 1443; in levels of 255 at either "
          + "depth, as sobel measures it."),
      .init("high", kind: "levels", standard: "150", about: "Above which it begins; at least low."),
      .init(
        "sigma", kind: "pixels", standard: "1.4",
        about: "Of the blur beforehand, from 0.1 to 100; 0 for none."),
    ],
    formula: "Luma (Rec. 709), then gaussian, both rounded; gx, gy and m² = gx² + gy² as sobel. A "
      + "pixel stays where m is largest across the edge, in steps of 45°, and m > low; white "
      + "is who has m > high or is joined to such a pixel, also at corners. Three channels "
      + "become one; alpha is blurred along; colour is taken pre-multiplied.",
    edges: "replicate; beyond the image nothing is steep",
    accuracy: "The same as OpenCV to the pixel for the same blurred picture, at 8 bits and, with "
      + "as many tones, at 16; with all tones the same as the formula in whole numbers.",
    source: "J. Canny, A Computational Approach to Edge Detection (1986); ties and angles as "
      + "OpenCV Canny with L2gradient.",
    examples: ["canny", "canny=low=30:high=90:sigma=2"])

  /// Levels of 255.
  package let low, high: Double
  /// Pixels; 0 for none.
  package let sigma: Double

  package init(low: Double = 50, high: Double = 150, sigma: Double = 1.4) {
    self.low = low
    self.high = high
    self.sigma = sigma
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    low = try arguments.number("low", in: 0...1443)
    high = try arguments.number("high", in: 0...1443)
    sigma = try arguments.number("sigma", in: 0...100)
    if high < low { throw arguments.wrong("high", "must be at least low") }
    if sigma > 0, sigma < 0.1 { throw arguments.wrong("sigma", "wants 0, or 0.1 to 100") }
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    var plan = try Grayscale().plan(for: input)
    if sigma > 0 { plan = plan.followed(by: try Gaussian(sigma: sigma).plan(for: plan.output)) }
    let gray = plan.output
    let edges = FilterPlan(output: gray, workingBytes: CannyEdges.bytes(gray)) {
      source, checkpoint throws(ImageError) in
      let levels = Double(gray.format.depth.maximum) / 255
      let edges = try CannyEdges(source, low: low * levels, high: high * levels, checkpoint)
      return ComputedRows(gray) { row throws(ImageError) in try edges.next(into: row) }
    }
    return plan.followed(by: edges)
  }
}
