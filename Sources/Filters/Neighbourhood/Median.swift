import Pixels

/// The middle value of a square window.
package struct Median: Filter {
  package static let manual = FilterManual(
    name: "median", summary: "Replace each sample by the median of a square window.",
    parameters: [
      .init(
        "radius", kind: "pixels",
        about: "From 1 to 100; the window is 2 · radius + 1 wide and high.")
    ],
    formula: "out = the middle one of the window's (2 · radius + 1)² samples in order of size, "
      + "each channel by itself, pre-multiplied where there is alpha.",
    edges: "replicate",
    accuracy: "Exact; checked against sorting.",
    source: "Up to radius 6 a sorting network (A. Adams 2021, separable; K. E. Batcher 1968), "
      + "at 8 bits and radius 2 to 7 counting, above a sliding histogram (T. S. Huang et al. 1979).",
    examples: ["median=1", "median=radius=3"])

  /// The largest radius that a network is used for: its work grows with the window's area, that of
  /// the histogram with its side.
  static let widestNetwork = 6

  /// The radii at which 8-bit samples are counted instead.
  static let counted = 2...CountedMedian.widest

  /// Pixels, 1…100.
  package let radius: Int

  package init(radius: Int) { self.radius = radius }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    radius = try arguments.integer("radius", in: 1...100)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    switch (input.format.depth, radius <= Self.widestNetwork) {
    case (.eight, _) where Self.counted.contains(radius): countedPlan(input)
    case (.eight, true): networkPlan(input, UInt8.self)
    case (.sixteen, true): networkPlan(input, UInt16.self)
    case (.eight, false): histogramPlan(input, UInt8.self)
    case (.sixteen, false): histogramPlan(input, UInt16.self)
    }
  }

  private func networkPlan<S: NetworkSample>(_ input: ImageShape, _ type: S.Type) -> FilterPlan {
    let radius = radius
    if radius == 1 {
      return FilterPlan(
        output: input, workingBytes: NineMedian<S>.bytes(input), reach: Reach(radius)
      ) {
        source, checkpoint throws(ImageError) in
        let median = try NineMedian<S>(source, checkpoint)
        return ComputedRows(input) { row throws(ImageError) in try median.fill(row) }
      }
    }
    let bytes = NetworkMedian<S>.bytes(input, radius: radius)
    return FilterPlan(output: input, workingBytes: bytes, reach: Reach(radius)) {
      source, checkpoint throws(ImageError) in
      let median = try NetworkMedian<S>(source, radius: radius, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in try median.fill(row) }
    }
  }

  private func countedPlan(_ input: ImageShape) -> FilterPlan {
    let radius = radius
    let bytes = CountedMedian.bytes(input, radius: radius)
    return FilterPlan(output: input, workingBytes: bytes, reach: Reach(radius)) {
      source, checkpoint throws(ImageError) in
      let median = try CountedMedian(source, radius: radius, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in try median.fill(row) }
    }
  }

  private func histogramPlan<S: Sample>(_ input: ImageShape, _ type: S.Type) -> FilterPlan {
    let radius = radius
    let bytes = SlidingMedian<S>.bytes(input, radius: radius)
    return FilterPlan(output: input, workingBytes: bytes, reach: Reach(radius)) {
      source, checkpoint throws(ImageError) in
      let median = try SlidingMedian<S>(source, radius: radius, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in try median.fill(row) }
    }
  }
}
