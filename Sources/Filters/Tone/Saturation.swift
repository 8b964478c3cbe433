import Pixels

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
          row.with(UInt8.self) { saturate(&$0, pixels, channels, factor) }
        }
      case .sixteen:
        return PointRows(source, checkpoint) { row, pixels in
          row.with(UInt16.self) { saturate(&$0, pixels, channels, factor) }
        }
      }
    }
  }
}

@inline(__always)
private func saturate<S: Sample>(
  _ samples: inout MutableSpan<S>, _ pixels: Range<Int>, _ channels: Int, _ factor: Float
) {
  for pixel in pixels {
    let i = pixel &* channels
    let red = Float(samples[i])
    let green = Float(samples[i &+ 1])
    let blue = Float(samples[i &+ 2])
    let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    samples[i] = S(nearest: luma + factor * (red - luma))
    samples[i &+ 1] = S(nearest: luma + factor * (green - luma))
    samples[i &+ 2] = S(nearest: luma + factor * (blue - luma))
  }
}
