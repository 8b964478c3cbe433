import KernelTable
import Pixels
import Vectors

/// Steepness: the length of the gradient, each channel by itself.
package struct Sobel: Filter {
  package static let manual = FilterManual(
    name: "sobel", summary: "Show edges: the length of the gradient, per channel.",
    parameters: [
      .init(
        "scale", kind: "factor", standard: "1",
        about: "What the length is multiplied by, from 0.01 to 100. At 0.25 a step from black to "
          + "white gives white.")
    ],
    formula: "gx = [-1 0 1; -2 0 2; -1 0 1], gy its transpose; "
      + "out = scale · √(gx² + gy²), rounded to nearest, clamped. Alpha is kept; colour is taken "
      + "pre-multiplied.",
    edges: "replicate",
    accuracy: "Within 0.501 level (8 bits; at scale 1 correctly rounded) or 0.52 level (16 bits) "
      + "of double precision.",
    source: "I. Sobel and G. Feldman, 1968; scaling as ffmpeg sobel.",
    examples: ["sobel", "grayscale,sobel", "sobel=0.25"])

  /// 0.01…100.
  package let scale: Double

  package init(scale: Double = 1) { self.scale = scale }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    scale = try arguments.number("scale", in: 0.01...100)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let scale = Float(scale)
    return FilterPlan(
      output: input, workingBytes: RowWindow.bytes(input, rows: 3, margin: 1), reach: Reach(1)
    ) { source, checkpoint throws(ImageError) in
      try SobelRows(source, scale, checkpoint)
    }
  }
}

private final class SobelRows: RowSource {
  let shape: ImageShape
  private let window: RowWindow
  private let scale: Float
  private let checkpoint: Checkpoint

  init(_ source: any RowSource, _ scale: Float, _ checkpoint: Checkpoint) throws(ImageError) {
    shape = source.shape
    window = try RowWindow(source, above: 1, below: 1, margin: 1, checkpoint)
    self.scale = scale
    self.checkpoint = checkpoint
  }

  func read(into row: MutableRow) throws(ImageError) {
    try window.advance()
    try checkpoint.paced(shape.width, stretch: 2048) { pixels throws(ImageError) in
      // Safe: the window's rows have a margin of one pixel, and `row` has all samples of `pixels`.
      let kernels = Vectors.chosen.kernels.edge
      switch shape.format.depth {
      case .eight: unsafe fill(row, UInt8.self, pixels, kernels.gradientLength)
      case .sixteen: unsafe fill(row, UInt16.self, pixels, kernels.gradientLength)
      }
    }
  }

  /// Works out some pixels of a row, and copies their alpha from the current row.
  @unsafe
  @inline(__always)
  private func fill<S: Sample>(
    _ row: MutableRow, _ type: S.Type, _ pixels: Range<Int>,
    _ gradientLength: (
      UnsafeMutablePointer<S>, UnsafePointer<S>, UnsafePointer<S>, UnsafePointer<S>, Int, Int, Float
    ) -> Void
  ) {
    let channels = shape.channels
    let first = pixels.lowerBound * channels
    let count = pixels.count * channels
    let out = unsafe row.base.assumingMemoryBound(to: type) + first
    let centre = unsafe window.row(0, as: type) + first
    let above = unsafe window.row(-1, as: type) + first
    let below = unsafe window.row(1, as: type) + first
    unsafe gradientLength(out, above, centre, below, count, channels, scale)
    guard shape.format.model.hasAlpha else { return }
    for i in stride(from: channels - 1, to: count, by: channels) {
      unsafe out[i] = centre[i]
    }
  }
}
