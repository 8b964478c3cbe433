import Pixels

/// A rectangle of the image.
package struct Crop: Filter {
  package let width: Int
  package let height: Int
  /// Of the rectangle's top left pixel; nil for a rectangle in the middle.
  package let corner: Corner?

  package struct Corner: Sendable, Hashable {
    package var x: Int
    package var y: Int
  }

  package static let manual = FilterManual(
    name: "crop", summary: "Keep a rectangle.",
    parameters: [
      .init(
        "region", kind: "WxH+X+Y or WxH",
        about: "Width, height and top left corner in pixels; without a corner, the middle. "
          + "The rectangle must lie inside the image.")
    ],
    formula: "out(x, y) = in(X + x, Y + y); in the middle X = ⌊(width − W) / 2⌋ and "
      + "Y = ⌊(height − H) / 2⌋.",
    edges: "none",
    accuracy: "Exact: samples are moved, not computed.",
    source: "Geometry as ImageMagick writes it.",
    examples: ["crop=640x480+10+20", "crop=100x100"])

  package init(_ arguments: FilterArguments) throws(ChainError) {
    let text = arguments.text("region") ?? ""
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    let size = parts[0].split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 1 || parts.count == 3, size.count == 2,
      let width = Geometry.whole(size[0], from: 1), let height = Geometry.whole(size[1], from: 1)
    else {
      throw arguments.wrong("region", "wants WxH+X+Y or WxH in whole pixels")
    }
    self.width = width
    self.height = height
    if parts.count == 1 {
      corner = nil
    } else if let x = Geometry.whole(parts[1], from: 0), let y = Geometry.whole(parts[2], from: 0) {
      corner = Corner(x: x, y: y)
    } else {
      throw arguments.wrong("region", "wants WxH+X+Y or WxH in whole pixels")
    }
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let x = corner?.x ?? (input.width - width) / 2
    let y = corner?.y ?? (input.height - height) / 2
    guard width <= input.width, x <= input.width - width, height <= input.height,
      y <= input.height - height
    else {
      let place = corner.map { "+\($0.x)+\($0.y)" } ?? ""
      throw ImageError(
        .filter, subject: "crop",
        "the rectangle \(width)x\(height)\(place) does not lie inside the image of "
          + "\(input.width)x\(input.height) pixels")
    }
    let output = ImageShape(width: width, height: height, format: input.format)
    if output == input { return .identity(input) }
    return FilterPlan(output: output, workingBytes: input.rowBytes) {
      source, checkpoint throws(ImageError) in
      try CroppingSource(source, output, Corner(x: x, y: y), checkpoint)
    }
  }
}

/// Skips the rows above the rectangle and never asks for those below it.
private final class CroppingSource: RowSource {
  let shape: ImageShape
  private let source: any RowSource
  private let checkpoint: Checkpoint
  private let scratch: PixelBuffer
  private let skippedBytes: Int
  private var skippedRows: Int

  init(
    _ source: any RowSource, _ shape: ImageShape, _ corner: Crop.Corner, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.shape = shape
    self.source = source
    self.checkpoint = checkpoint
    let input = source.shape
    scratch = try PixelBuffer(ImageShape(width: input.width, height: 1, format: input.format))
    skippedBytes = corner.x * input.format.bytesPerPixel
    skippedRows = corner.y
  }

  func read(into row: MutableRow) throws(ImageError) {
    while skippedRows > 0 {
      try source.read(into: scratch[row: 0])
      try checkpoint.poll()
      skippedRows -= 1
    }
    let whole = scratch[row: 0]
    try source.read(into: whole)
    try checkpoint.poll()
    // Safe: the plan saw to it that the rectangle lies inside the image.
    row.copy(from: unsafe MutableRow(base: whole.base + skippedBytes, byteCount: row.byteCount))
  }
}
