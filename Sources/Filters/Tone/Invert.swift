import Pixels

/// The negative: each colour sample counted from white instead of from black.
package struct Invert: Filter {
  package static let manual = FilterManual(
    name: "invert", summary: "Make the negative.", parameters: [],
    formula: "out = maximum − in, for each colour sample; alpha is kept. maximum is 255 or 65535.",
    edges: "none", accuracy: "Exact.",
    source: "As ImageMagick -negate and ffmpeg negate.",
    examples: ["invert"])

  package init() {}

  package init(_ arguments: FilterArguments) throws(ChainError) {}

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    FilterPlan(output: input, workingBytes: 0, reach: .row) {
      source, checkpoint throws(ImageError) in
      let model = input.format.model
      switch input.format.depth {
      case .eight:
        return PointRows(source, checkpoint) { row, pixels in
          row.with(UInt8.self) { invert(&$0, pixels, model) }
        }
      case .sixteen:
        return PointRows(source, checkpoint) { row, pixels in
          row.with(UInt16.self) { invert(&$0, pixels, model) }
        }
      }
    }
  }
}

/// Takes the complement of the colour samples: maximum − in is the same as ~in.
@inline(__always)
private func invert<S: Sample>(
  _ samples: inout MutableSpan<S>, _ pixels: Range<Int>, _ model: ColorModel
) {
  let channels = model.channels
  let first = pixels.lowerBound * channels
  let end = pixels.upperBound * channels
  guard model.hasAlpha else {
    for i in first..<end { samples[i] = ~samples[i] }
    return
  }
  for pixel in stride(from: first, to: end, by: channels) {
    for i in pixel..<pixel + channels - 1 { samples[i] = ~samples[i] }
  }
}
