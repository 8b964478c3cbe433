import Pixels

/// Replaces colour by luma; three colour channels become one.
package struct Grayscale: Filter {
  package static let manual = FilterManual(
    name: "grayscale", summary: "Replace colour by luma, keeping alpha.",
    parameters: [
      .init(
        "luma", kind: "one of rec709, rec601", standard: "rec709",
        about: "Weights: rec709 belongs to sRGB pictures; rec601 is what JPEG and Pillow use.")
    ],
    formula: "rec709: out = 0.2126 R + 0.7152 G + 0.0722 B; rec601: 0.299 R + 0.587 G + 0.114 B; "
      + "on the gamma-encoded samples, rounded to nearest. RGB becomes gray, RGBA gray with "
      + "alpha; gray pictures stay as they are.",
    edges: "none",
    accuracy: "At 8 bits within 0.502 level, at 16 bits within 0.87 level of the exact value "
      + "(weights have 16 bits); greys keep their value exactly.",
    source: "ITU-R BT.709-6 and BT.601-7; rec709 as ImageMagick -grayscale Rec709Luma.",
    examples: ["grayscale", "grayscale=rec601"])

  package let standard: LumaStandard

  package init(_ standard: LumaStandard = .rec709) { self.standard = standard }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    standard = try arguments.choice("luma", of: LumaStandard.self)
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if input.format.model.isGray { return .identity(input) }
    let model: ColorModel = input.format.model.hasAlpha ? .grayAlpha : .gray
    let output = input.with(format: PixelFormat(model, input.format.depth))
    let row = ImageShape(width: input.width, height: 1, format: input.format)
    let bytes = row.bufferBytes + (model.hasAlpha ? LumaLine.bytes(row) : 0)
    return FilterPlan(output: output, workingBytes: bytes, reach: .row) {
      source, checkpoint throws(ImageError) in
      try GrayRows(source, output, standard, checkpoint)
    }
  }
}

/// Reads a row of colour into its own memory and yields its luma.
private final class GrayRows: RowSource {
  let shape: ImageShape
  private let source: any RowSource
  private let luma: Luma
  private let checkpoint: Checkpoint
  private let color: PixelBuffer
  /// Where luma waits for alpha, if there is any.
  private let gray: LumaLine?

  init(
    _ source: any RowSource, _ output: ImageShape, _ standard: LumaStandard,
    _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.source = source
    luma = Luma(standard)
    gray = output.format.model.hasAlpha ? try LumaLine(standard, source.shape) : nil
    self.checkpoint = checkpoint
    shape = output
    color = try PixelBuffer(
      ImageShape(width: output.width, height: 1, format: source.shape.format))
  }

  func read(into row: MutableRow) throws(ImageError) {
    let input = color[row: 0]
    try source.read(into: input)
    try checkpoint.paced(shape.width, stretch: PointRows.stretch) { pixels throws(ImageError) in
      guard let gray else {
        return luma.write(pixels, of: input, color.format, to: row, at: pixels.lowerBound)
      }
      gray.fill(pixels, of: input)
      switch shape.format.depth {
      case .eight: join(UInt8.self, gray.row, input, row, pixels)
      case .sixteen: join(UInt16.self, gray.row, input, row, pixels)
      }
    }
  }

  /// Luma and the colour's alpha side by side.
  @inline(__always)
  private func join<S: Sample>(
    _ type: S.Type, _ luma: MutableRow, _ input: MutableRow, _ output: MutableRow,
    _ pixels: Range<Int>
  ) {
    luma.with(type) { luma in
      input.with(type) { from in
        output.with(type) { to in
          for (i, x) in pixels.enumerated() {
            to[2 &* x] = luma[i]
            to[2 &* x &+ 1] = from[4 &* x &+ 3]
          }
        }
      }
    }
  }
}
