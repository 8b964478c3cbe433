import KernelTable
import Pixels
import Vectors

/// Darkens towards the corners.
package struct Vignette: Filter {
  package static let manual = FilterManual(
    name: "vignette", summary: "Darken towards the corners.",
    parameters: [
      .init(
        "amount", kind: "share", standard: "0.5",
        about: "What the corners lose, from 0 (nothing) to 1 (all)."),
      .init(
        "start", kind: "share", standard: "0.3",
        about: "Where darkening begins, from 0 (the middle) to 0.99, as a share of the way from "
          + "the middle to a corner."),
    ],
    formula: "d = distance of the pixel's centre from the picture's centre ÷ half the diagonal; "
      + "t = clamp((d − start) ÷ (1 − start), 0, 1); out = in · (1 − amount · t² (3 − 2t)), "
      + "rounded to nearest; alpha is kept.",
    edges: "none",
    accuracy: "Within 0.51 level of double precision at either depth.",
    source: "Smoothstep over the distance from the centre.",
    examples: ["vignette", "vignette=0.8:start=0.5"])

  /// 0…1.
  package let amount: Double
  /// 0…0.99.
  package let start: Double

  package init(amount: Double = 0.5, start: Double = 0.3) {
    self.amount = amount
    self.start = start
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    amount = try arguments.number("amount", in: 0...1)
    start = try arguments.number("start", in: 0...0.99)
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if amount == 0 { return .identity(input) }
    let bytes = ScratchRow<Float>.bytes(count: input.width, margin: 0)
    return FilterPlan(output: input, workingBytes: bytes) { source, checkpoint throws(ImageError) in
      let falloff = Falloff(
        amount: amount, start: start, width: input.width, height: input.height)
      let kernels = Vectors.chosen.kernels.point
      let weights = try ScratchRow<Float>(count: input.width, margin: 0)
      var y = 0
      return ComputedRows(input) { row throws(ImageError) in
        try source.read(into: row)
        try checkpoint.paced(input.width, stretch: 1024) { pixels throws(ImageError) in
          // Safe: the row and the weights have all of these pixels.
          unsafe kernels.falloff(weights.start, falloff, down: 2 * y + 1 - input.height, pixels)
          switch input.format.depth {
          case .eight:
            unsafe kernels.scale(
              row.base.assumingMemoryBound(to: UInt8.self), channels: input.channels, weights.start,
              pixels)
          case .sixteen:
            unsafe kernels.scale(
              row.base.assumingMemoryBound(to: UInt16.self), channels: input.channels,
              weights.start, pixels)
          }
        }
        y += 1
      }
    }
  }
}
