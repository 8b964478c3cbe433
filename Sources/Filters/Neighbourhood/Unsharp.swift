import Pixels

/// Sharpens by adding back what a Gaussian blur takes away.
package struct Unsharp: Filter {
  package static let manual = FilterManual(
    name: "unsharp", summary: "Sharpen by unsharp masking.",
    parameters: [
      .init("sigma", kind: "pixels", about: "Standard deviation of the blur, from 0.1 to 100."),
      .init(
        "amount", kind: "factor", standard: "1",
        about: "How much of the difference is added, from 0 to 10."),
      .init(
        "threshold", kind: "levels", standard: "0",
        about: "Differences below it are left alone; 0 to 255, in levels of 255 at either depth."),
    ],
    formula: "d = in − gaussian(in, sigma); out = in + amount · d where |d| ≥ threshold, else in; "
      + "rounded to nearest, clamped. Every channel, pre-multiplied alpha included, is sharpened "
      + "alike, so colours at a soft border keep their hue.",
    edges: "replicate",
    accuracy: "Within 0.51 + 0.15 · amount level (8 bits) or 0.51 + 0.1 · amount level (16 bits) "
      + "of double precision, save for differences that close to the threshold.",
    source: "As ImageMagick -unsharp and GIMP's unsharp mask.",
    examples: ["unsharp=1", "unsharp=sigma=1:amount=0.8", "unsharp=2:amount=0.5:threshold=3"])

  /// Pixels, 0.1…100.
  package let sigma: Double
  /// 0…10.
  package let amount: Double
  /// Levels of 255, 0…255.
  package let threshold: Double

  package init(sigma: Double, amount: Double = 1, threshold: Double = 0) {
    self.sigma = sigma
    self.amount = amount
    self.threshold = threshold
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    sigma = try arguments.number("sigma", in: 0.1...100)
    amount = try arguments.number("amount", in: 0...10)
    threshold = try arguments.number("threshold", in: 0...255)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if amount == 0 { return .identity(input) }
    switch input.format.depth {
    case .eight where fixedPointIsEnough: return plan(FixedBlur.self, input)
    case .eight: return plan(FloatBlur8.self, input)
    case .sixteen: return plan(FloatBlur16.self, input)
    }
  }

  /// Whether what fixed point may be off by, half a step for each of the products down and along,
  /// still rounds to nothing on flat areas when it is amplified.
  private var fixedPointIsEnough: Bool {
    amount * Double(GaussianKernel.radius(sigma: sigma) + 1) / 128 < 0.5
      && GaussianKernel.radius(sigma: sigma) <= 40
  }

  private func plan<A: BlurArithmetic>(_ arithmetic: A.Type, _ input: ImageShape) -> FilterPlan {
    let amount = Float(amount)
    let threshold = Float(threshold * Double(input.format.depth.maximum) / 255)
    return GaussianBlur<A>.plan(sigma: sigma, input) { blur, row throws(ImageError) in
      try blur.sharpen(into: row, amount: amount, threshold: threshold)
    }
  }
}
