import KernelTable
import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// Slopes as light and shadow on grey.
package struct Emboss: Filter {
  package static let manual = FilterManual(
    name: "emboss", summary: "Show slopes as light and shadow, as if pressed into paper.",
    parameters: [
      .init(
        "angle", kind: "degrees", standard: "135",
        about: "Where the light comes from, counted from the right against the clock, -360 to 360."
      ),
      .init("depth", kind: "factor", standard: "1", about: "Strength, from 0.01 to 10."),
    ],
    formula: "gx = [-1 0 1; -2 0 2; -1 0 1] ÷ 4, gy its transpose; out = maximum ÷ 2 − depth · "
      + "(gx · cos(angle) − gy · sin(angle)), rounded to nearest, clamped; alpha is kept, colour "
      + "is taken pre-multiplied, and so is the grey.",
    edges: "replicate",
    accuracy: "Within 0.51 level of double precision at either depth.",
    source: "The derivative in a direction, by Sobel's kernels.",
    examples: ["emboss", "grayscale,emboss=angle=45:depth=2"])

  /// Degrees, −360…360.
  package let angle: Double
  /// 0.01…10.
  package let depth: Double

  package init(angle: Double = 135, depth: Double = 1) {
    self.angle = angle
    self.depth = depth
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    angle = try arguments.number("angle", in: -360...360)
    depth = try arguments.number("depth", in: 0.01...10)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let right = -depth * cos(angle * .pi / 180) / 4
    let down = depth * sin(angle * .pi / 180) / 4
    let smooth = [1.0, 2, 1]
    let rows = (0..<3).map { j in
      (0..<3).map { i in
        right * Double(i - 1) * smooth[j] + down * Double(j - 1) * smooth[i]
      }
    }
    return SparseKernel(rows: rows).plan(for: input, ConvolutionEnding(bias: 0.5))
  }
}
