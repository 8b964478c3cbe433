import Pixels

/// Turns and mirrors pictures in the eight ways that EXIF knows, without changing a sample.
///
/// Upright and mirrored pictures stream; for the others the last row of the input belongs to the
/// first of the output (or to all of them), so the whole image is held.
package enum Reorient {
  /// The shape of an image of shape `input` after `orientation` has been applied.
  package static func shape(_ input: ImageShape, _ orientation: Orientation) -> ImageShape {
    orientation.swapsAxes
      ? ImageShape(width: input.height, height: input.width, format: input.format) : input
  }

  /// Bytes held while the rows of an image of shape `input` are reoriented.
  package static func workingBytes(_ input: ImageShape, _ orientation: Orientation) -> Int {
    switch orientation {
    case .upright, .mirrored: 0
    case .rotated180, .flipped: input.byteCount
    case .transposed, .rotate90, .transversed, .rotate270:
      input.byteCount + TransposingSource.bandHeight * shape(input, orientation).rowBytes
    }
  }

  /// A source of the rows of `source` as they are seen after `orientation` has been applied.
  ///
  /// - Throws: out of memory; where the image must be held whole, also what reading it throws.
  package static func reoriented(
    _ source: any RowSource, _ orientation: Orientation, _ checkpoint: Checkpoint
  ) throws(ImageError) -> any RowSource {
    switch orientation {
    case .upright: source
    case .mirrored: MirroringSource(source, checkpoint)
    case .rotated180: MirroringSource(try BottomUpSource(source, checkpoint), checkpoint)
    case .flipped: try BottomUpSource(source, checkpoint)
    case .transposed, .rotate90, .transversed, .rotate270:
      try TransposingSource(source, orientation, checkpoint)
    }
  }

  static func plan(for input: ImageShape, _ orientation: Orientation) -> FilterPlan {
    if orientation == .upright { return .identity(input) }
    return FilterPlan(
      output: shape(input, orientation), workingBytes: workingBytes(input, orientation)
    ) { source, checkpoint throws(ImageError) in
      try reoriented(source, orientation, checkpoint)
    }
  }
}

/// Swaps left and right, row by row.
private final class MirroringSource: RowSource {
  let shape: ImageShape
  private let source: any RowSource
  private let checkpoint: Checkpoint

  init(_ source: any RowSource, _ checkpoint: Checkpoint) {
    shape = source.shape
    self.source = source
    self.checkpoint = checkpoint
  }

  func read(into row: MutableRow) throws(ImageError) {
    try source.read(into: row)
    let shape = shape
    try checkpoint.paced(shape.width / 2, stretch: 4096) { range in
      unsafe ReorientKernels.mirror(
        row.base, width: shape.width, pixels: range, pixelBytes: shape.format.bytesPerPixel)
    }
  }
}

/// Yields the last row first.
private final class BottomUpSource: RowSource {
  let shape: ImageShape
  private let image: StoredImage
  private let checkpoint: Checkpoint
  private var next: Int

  init(_ source: any RowSource, _ checkpoint: Checkpoint) throws(ImageError) {
    shape = source.shape
    image = try StoredImage(collecting: source, checkpoint)
    self.checkpoint = checkpoint
    next = shape.height - 1
  }

  func read(into row: MutableRow) throws(ImageError) {
    row.copy(from: image.pixels[row: next])
    try checkpoint.poll()
    next -= 1
  }
}

/// Makes columns rows.
///
/// A band of output rows is filled at once, in square tiles: each tile touches as many cache lines
/// of the input as it has rows, and uses all of them.
private final class TransposingSource: RowSource {
  /// Output rows per band, and the edge of a tile. A 64-byte line holds at most 64 pixels of a
  /// column's neighbourhood; 32 keeps a tile of the widest pixels within a first-level cache.
  static let bandHeight = 32

  let shape: ImageShape
  private let image: StoredImage
  private let band: StoredImage
  private let orientation: Orientation
  private let checkpoint: Checkpoint
  private var next = 0

  init(
    _ source: any RowSource, _ orientation: Orientation, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = Reorient.shape(source.shape, orientation)
    band = StoredImage(
      try PixelBuffer(
        ImageShape(
          width: shape.width, height: min(shape.height, TransposingSource.bandHeight),
          format: shape.format)))
    image = try StoredImage(collecting: source, checkpoint)
    self.orientation = orientation
    self.checkpoint = checkpoint
  }

  func read(into row: MutableRow) throws(ImageError) {
    let inBand = next % TransposingSource.bandHeight
    if inBand == 0 { try fillBand() }
    row.copy(from: band.pixels[row: inBand])
    try checkpoint.poll()
    next += 1
  }

  private func fillBand() throws(ImageError) {
    let rows = next..<min(next + TransposingSource.bandHeight, shape.height)
    try checkpoint.paced(shape.width, stretch: TransposingSource.bandHeight) { columns in
      fillTile(rows, columns)
    }
  }

  /// Output (x, y) is input (y, x), with the input's rows counted from the bottom for 6 and 7 and
  /// its columns from the right for 7 and 8.
  private func fillTile(_ rows: Range<Int>, _ columns: Range<Int>) {
    let bottomUp = orientation == .rotate90 || orientation == .transversed
    let rightToLeft = orientation == .transversed || orientation == .rotate270
    let pixels = image.pixels.shape
    let bytes = pixels.format.bytesPerPixel
    let firstRow = bottomUp ? pixels.height - 1 - columns.lowerBound : columns.lowerBound
    let firstColumn = rightToLeft ? pixels.width - 1 - rows.lowerBound : rows.lowerBound
    let tile = ReorientKernels.Tile(
      width: columns.count, height: rows.count, pixelBytes: bytes,
      inputX: rightToLeft ? -bytes : bytes,
      inputY: bottomUp ? -image.pixels.stride : image.pixels.stride,
      outputY: band.pixels.stride)
    // Safe: rows and columns lie inside both images, and the steps keep them there.
    unsafe ReorientKernels.transpose(
      image.pixels.start + firstRow * image.pixels.stride + firstColumn * bytes,
      band.pixels.start + columns.lowerBound * bytes, tile)
  }
}
