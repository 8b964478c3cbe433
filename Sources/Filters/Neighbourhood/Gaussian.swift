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
    formula: "out = Σ w(i) w(j) in(x + i, y + j), with w(k) = exp(−k² ÷ 2σ²) sampled at "
      + "|k| ≤ ⌈4σ⌉ and divided by its sum; rounded to nearest.",
    edges: "replicate",
    accuracy: "At 8 bits within 0.8 level, at 16 bits within 0.6 level of the same sum in double "
      + "precision; flat areas stay exactly as they are.",
    source: "Direct separable convolution; sampled kernel as in OpenCV and libvips.",
    examples: ["gaussian=3", "gaussian=sigma=0.8"])

  /// Pixels, 0.1…100.
  package let sigma: Double

  package init(sigma: Double) { self.sigma = sigma }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    sigma = try arguments.number("sigma", in: 0.1...100)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let kernel = GaussianKernel(sigma: sigma)
    switch input.format.depth {
    case .eight where kernel.radius <= FixedBlur8.widest:
      return plan(FixedBlur8.self, kernel, input)
    case .eight: return plan(FloatBlur8.self, kernel, input)
    case .sixteen: return plan(FloatBlur16.self, kernel, input)
    }
  }

  private func plan<A: BlurArithmetic>(
    _ arithmetic: A.Type, _ kernel: GaussianKernel, _ input: ImageShape
  ) -> FilterPlan {
    let bytes = GaussianBlur<A>.bytes(input, radius: kernel.radius)
    return FilterPlan(output: input, workingBytes: bytes, reach: Reach(kernel.radius)) {
      source, checkpoint throws(ImageError) in
      let blur = try GaussianBlur<A>(source, kernel, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in
        try blur.advance()
        try blur.round(into: row)
      }
    }
  }
}
