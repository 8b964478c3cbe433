import Pixels

/// Blurs by a Gaussian.
package struct Gaussian: Filter {
  package static let manual = FilterManual(
    name: "gaussian", summary: "Blur by a Gaussian.",
    parameters: [
      .init(
        "sigma", kind: "pixels",
        about: "Standard deviation in pixels, from 0.1 to 100. The work grows with it.")
    ],
    formula: "out = Σ w(i) w(j) in(x + i, y + j), with w(k) = exp(−k² ÷ 2σ²) sampled at |k| ≤ "
      + "⌈4σ⌉ and divided by its sum; rounded to nearest. Alpha is blurred like colour, which is "
      + "taken pre-multiplied.",
    edges: "replicate",
    accuracy: "At 8 bits within 0.65 level up to sigma 5 and 0.9 above, at 16 bits within 0.52 "
      + "and 0.6 level of the same sum in double precision, on noise, steps and stripes. At 8 bits "
      + "what is cut off could add up to 2 levels if it all fell one way. Flat areas stay exactly "
      + "as they are.",
    source: "Separable convolution; sampled kernel as in OpenCV and libvips. At 8 bits, from sigma "
      + "4.25 down and 5.05 along the rows, it is two kernels: a narrow one and, of every n-th of "
      + "its values, a wide one, whose variances add up (P. J. Burt, Fast Filter Transforms for "
      + "Image Processing, 1981).",
    examples: ["gaussian=3", "gaussian=sigma=0.8"])

  /// Pixels, 0.1…100.
  package let sigma: Double

  package init(sigma: Double) { self.sigma = sigma }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    sigma = try arguments.number("sigma", in: 0.1...100)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    switch input.format.depth {
    case .eight: fixedPlan(input)
    case .sixteen: wholePlan(FloatBlur16.self, input)
    }
  }

  private func fixedPlan(_ input: ImageShape) -> FilterPlan {
    let down = GaussianSplit.down(sigma: sigma)
    let along = GaussianSplit.along(sigma: sigma)
    if down.step == 1, along.step == 1 { return wholePlan(FixedBlur.self, input) }
    let bytes =
      GaussianBlur<FixedBlur>.bytes(input, along)
      + (down.step == 1
        ? WholeColumns<FixedBlur>.bytes(input, down.narrow) : SplitColumns.bytes(input, down))
    return FilterPlan(output: input, workingBytes: bytes, reach: down.rowsReached) {
      source, checkpoint throws(ImageError) in
      let columns: any ColumnBlur<UInt8, UInt16> =
        down.step == 1
        ? try WholeColumns<FixedBlur>(source, down.narrow, checkpoint)
        : try SplitColumns(source, down, checkpoint)
      let blur = try GaussianBlur<FixedBlur>(input, columns, along, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in
        try blur.advance()
        try blur.round(into: row)
      }
    }
  }

  private func wholePlan<A: BlurArithmetic>(_: A.Type, _ input: ImageShape) -> FilterPlan {
    GaussianBlur<A>.plan(sigma: sigma, input) { blur, row throws(ImageError) in
      try blur.round(into: row)
    }
  }
}

extension GaussianBlur {
  /// All of the Gaussian at once, and what is done with each blurred row.
  static func plan(
    sigma: Double, _ input: ImageShape,
    _ end: @escaping (GaussianBlur, MutableRow) throws(ImageError) -> Void
  ) -> FilterPlan {
    let whole = GaussianSplit(whole: sigma)
    let bytes = bytes(input, whole) + WholeColumns<Arithmetic>.bytes(input, whole.narrow)
    return FilterPlan(output: input, workingBytes: bytes, reach: Reach(whole.narrow.radius)) {
      source, checkpoint throws(ImageError) in
      let columns = try WholeColumns<Arithmetic>(source, whole.narrow, checkpoint)
      let blur = try GaussianBlur(input, columns, whole, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in
        try blur.advance()
        try end(blur, row)
      }
    }
  }
}
