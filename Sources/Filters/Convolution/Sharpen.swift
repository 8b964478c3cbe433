import Pixels

/// Sharpens by what the four nearest neighbours lack.
package struct Sharpen: Filter {
  package static let manual = FilterManual(
    name: "sharpen", summary: "Sharpen a little, by the four nearest neighbours.",
    parameters: [
      .init("amount", kind: "factor", standard: "1", about: "From 0 (no change) to 10.")
    ],
    formula: "out = in + amount · (in − mean of the neighbours left, right, above and below), "
      + "rounded to nearest, clamped; alpha is kept, colour is taken pre-multiplied. For a radius "
      + "and a threshold see unsharp.",
    edges: "replicate",
    accuracy: "Within 0.51 level of double precision at either depth.",
    source: "The discrete Laplacian, subtracted.", examples: ["sharpen", "sharpen=0.5"])

  /// 0…10.
  package let amount: Double

  package init(amount: Double) { self.amount = amount }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    amount = try arguments.number("amount", in: 0...10)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if amount == 0 { return .identity(input) }
    let side = -amount / 4
    return SparseKernel(rows: [[0, side, 0], [side, 1 + amount, side], [0, side, 0]])
      .plan(for: input, ConvolutionEnding())
  }
}
