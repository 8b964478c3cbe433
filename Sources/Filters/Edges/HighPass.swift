import KernelTable
import Pixels
import Vectors

/// What a Gaussian blur takes away, on middle grey.
package struct HighPass: Filter {
  package static let manual = FilterManual(
    name: "highpass", summary: "Show fine detail on middle grey.",
    parameters: [
      .init(
        "sigma", kind: "pixels", standard: "10",
        about: "Standard deviation of the blur that is taken away, from 0.1 to 100."),
      .init(
        "amount", kind: "factor", standard: "1",
        about: "What the detail is multiplied by, from 0.01 to 10."),
    ],
    formula:
      "out = maximum ÷ 2 + amount · (in − gaussian(in, sigma)), rounded to nearest, clamped. "
      + "Alpha is kept; colour is taken pre-multiplied, and so is the grey.",
    edges: "replicate",
    accuracy: "Within 0.51 + 0.0024 · amount level (8 bits) or 0.51 + 0.6 · amount level (16 bits) "
      + "of double precision; up to sigma 5, 0.51 + 0.52 · amount (16 bits).",
    source: "As GIMP's high pass; the blur is the filter gaussian, rounded to 16 bits.",
    examples: ["highpass", "grayscale,highpass=sigma=3:amount=2"])

  /// Pixels, 0.1…100.
  package let sigma: Double
  /// 0.01…10.
  package let amount: Double

  package init(sigma: Double = 10, amount: Double = 1) {
    self.sigma = sigma
    self.amount = amount
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    sigma = try arguments.number("sigma", in: 0.1...100)
    amount = try arguments.number("amount", in: 0.01...10)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let kernels = Vectors.chosen.kernels.blur
    return switch input.format.depth {
    case .eight: unsafe plan(FloatBlur8.self, input, kernels.detail)
    case .sixteen: unsafe plan(FloatBlur16.self, input, kernels.detail)
    }
  }

  @unsafe
  private func plan<A: BlurArithmetic>(
    _ arithmetic: A.Type, _ input: ImageShape,
    _ detail:
      @escaping (
        UnsafePointer<A.Input>, UnsafePointer<A.Number>, UnsafeMutablePointer<A.Input>, Int, Int,
        Float
      ) -> Void
  ) -> FilterPlan {
    let amount = Float(amount)
    return GaussianBlur<A>.plan(sigma: sigma, input) { blur, row throws(ImageError) in
      try unsafe blur.compare(into: row) { original, blurred, out, pixels in
        unsafe detail(original, blurred, out, pixels, input.channels, amount)
      }
    }
  }
}
