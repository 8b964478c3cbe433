import KernelTable
import Pixels
import Vectors

/// Moves colours away from, or towards, the grey of the same luma.
package struct Saturation: Filter {
  package static let manual = FilterManual(
    name: "saturation", summary: "Make colours stronger or weaker, keeping luma.",
    parameters: [
      .init("factor", kind: "factor", about: "From 0 (gray) over 1 (no change) to 10.")
    ],
    formula: "Y = 0.2126 R + 0.7152 G + 0.0722 B; out = Y + factor · (in − Y) for each of R, G "
      + "and B, on the gamma-encoded samples, rounded to nearest, clamped; alpha is kept and gray "
      + "pictures stay as they are.",
    edges: "none",
    accuracy:
      "At 8 bits within 0.51 level, at 16 bits within 0.51 + 0.009 · factor level of double "
      + "precision.",
    source: "ITU-R BT.709-6 luma; as the saturate matrix of CSS filter effects.",
    examples: ["saturation=1.3", "saturation=0"])

  /// 0…10; 1 changes nothing.
  package let factor: Double

  package init(factor: Double) { self.factor = factor }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    factor = try arguments.number("factor", in: 0...10)
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if input.format.model.isGray || factor == 1 { return .identity(input) }
    let channels = input.channels
    let factor = Float(factor)
    return FilterPlan(output: input, workingBytes: 0, reach: .row) {
      source, checkpoint throws(ImageError) in
      switch input.format.depth {
      case .eight:
        return PointRows(source, checkpoint) { row, pixels in
          // Safe: the row has the shape's pixels.
          unsafe Vectors.chosen.kernels.point.saturate(
            row.base.assumingMemoryBound(to: UInt8.self), channels: channels, factor, pixels)
        }
      case .sixteen:
        return PointRows(source, checkpoint) { row, pixels in
          // Safe: the row has the shape's pixels.
          unsafe Vectors.chosen.kernels.point.saturate(
            row.base.assumingMemoryBound(to: UInt16.self), channels: channels, factor, pixels)
        }
      }
    }
  }
}
