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
    source:
      "A sorting network (A. Adams 2021, separable; K. E. Batcher 1968) up to radius 2, at 16 bits "
      + "up to 6; at 8 bits above that threshold decomposition (J. P. Fitch, E. J. Coyle, N. C. "
      + "Gallagher 1984), at 16 bits a sliding histogram (T. S. Huang et al. 1979).",
    examples: ["median=1", "median=radius=3"])

  /// The largest radius whose network stays in registers.
  static let widestInRegisters = 2

  /// The largest radius that a network is used for at 16 bits: its work grows with the window's
  /// area, that of the histogram with its side.
  static let widestNetwork = 6

  /// Pixels, 1…100.
  package let radius: Int

  package init(radius: Int) { self.radius = radius }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    radius = try arguments.integer("radius", in: 1...100)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    switch input.format.depth {
    case .eight where radius <= Self.widestInRegisters: plan(input, SmallMedian<UInt8>.self)
    case .sixteen where radius <= Self.widestInRegisters: plan(input, SmallMedian<UInt16>.self)
    case .eight: plan(input, TiledMedian.self)
    case .sixteen where radius <= Self.widestNetwork: plan(input, NetworkMedian.self)
    case .sixteen: plan(input, SlidingMedian.self)
    }
  }

  private func plan<M: MedianMethod>(_ input: ImageShape, _ method: M.Type) -> FilterPlan {
    let radius = radius
    return FilterPlan(
      output: input, workingBytes: M.bytes(input, radius: radius), reach: Reach(radius)
    ) { source, checkpoint throws(ImageError) in
      let median = try M(source, radius: radius, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in try median.fill(row) }
    }
  }
}

/// A way to find medians, row by row.
protocol MedianMethod {
  init(_ source: any RowSource, radius: Int, _ checkpoint: Checkpoint) throws(ImageError)

  /// Moves down to the next row and works it out.
  func fill(_ row: MutableRow) throws(ImageError)

  /// Memory for pictures of a shape.
  static func bytes(_ shape: ImageShape, radius: Int) -> Int
}
