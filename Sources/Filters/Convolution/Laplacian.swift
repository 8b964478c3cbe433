import Pixels

/// Where brightness bends: the second derivative's size.
package struct Laplacian: Filter {
  package static let manual = FilterManual(
    name: "laplacian", summary: "Show edges and points: the size of the second derivative.",
    parameters: [
      .init("scale", kind: "factor", standard: "1", about: "Multiplies the result; 0.01 to 100.")
    ],
    formula: "out = scale · |left + right + above + below − 4 · in|, rounded to nearest, clamped; "
      + "alpha is kept, colour is taken pre-multiplied.",
    edges: "replicate",
    accuracy: "Within 0.51 level of double precision at either depth.",
    source: "As OpenCV Laplacian with ksize 1, sign dropped.",
    examples: ["laplacian", "grayscale,laplacian=4"])

  /// 0.01…100.
  package let scale: Double

  package init(scale: Double = 1) { self.scale = scale }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    scale = try arguments.number("scale", in: 0.01...100)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    SparseKernel(rows: [[0, scale, 0], [scale, -4 * scale, scale], [0, scale, 0]])
      .plan(for: input, ConvolutionEnding(isAbsolute: true))
  }
}
