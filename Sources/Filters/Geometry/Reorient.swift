import KernelTable
import Pixels
import Vectors

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
    case .upright: 0
    case .mirrored: MirroringSource.line(input).bufferBytes
    case .rotated180: input.bufferBytes + MirroringSource.line(input).bufferBytes
    case .flipped: input.bufferBytes
    case .transposed, .rotate90, .transversed, .rotate270:
      input.bufferBytes + TransposingSource.band(shape(input, orientation)).bufferBytes
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
    case .mirrored: try MirroringSource(source, checkpoint)
    case .rotated180: try MirroringSource(BottomUpSource(source, checkpoint), checkpoint)
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
  private let line: StoredImage
  private let checkpoint: Checkpoint

  init(_ source: any RowSource, _ checkpoint: Checkpoint) throws(ImageError) {
    shape = source.shape
    self.source = source
    line = StoredImage(try PixelBuffer(Self.line(source.shape)))
    self.checkpoint = checkpoint
  }

  static func line(_ shape: ImageShape) -> ImageShape {
    ImageShape(width: shape.width, height: 1, format: shape.format)
  }

  func read(into row: MutableRow) throws(ImageError) {
    let from = line.pixels[row: 0]
    try source.read(into: from)
    let (width, bytes) = (shape.width, shape.format.bytesPerPixel)
    try checkpoint.paced(width, stretch: 4096) { pixels in
      // Safe: both rows have the shape's pixels.
      unsafe Vectors.chosen.kernels.move.mirror(
        from.base + (width - pixels.upperBound) * bytes, pixelBytes: bytes,
        row.base + pixels.lowerBound * bytes, pixels.count)
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
/// A band of output rows is filled at once, in tiles: each tile touches a few cache lines of as
/// many input rows as it has columns, and uses all of them.
private final class TransposingSource: RowSource {
  /// Output rows of a band, and columns of a tile: together they keep a tile of the widest pixels,
  /// and what it is made of, within a first-level cache.
  private static let bandHeight = 32
  private static let tileWidth = 64

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
    band = StoredImage(try PixelBuffer(Self.band(shape)))
    image = try StoredImage(collecting: source, checkpoint)
    self.orientation = orientation
    self.checkpoint = checkpoint
  }

  /// A pixel wider than the output, so that something can be written behind its last.
  static func band(_ shape: ImageShape) -> ImageShape {
    ImageShape(
      width: shape.width + 1, height: min(shape.height, bandHeight), format: shape.format)
  }

  func read(into row: MutableRow) throws(ImageError) {
    let inBand = next % TransposingSource.bandHeight
    if inBand == 0 { try fillBand() }
    // Safe: the band is wider than the row.
    row.copy(
      from: unsafe MutableRow(base: band.pixels[row: inBand].base, byteCount: row.byteCount))
    try checkpoint.poll()
    next += 1
  }

  private func fillBand() throws(ImageError) {
    let rows = next..<min(next + TransposingSource.bandHeight, shape.height)
    try checkpoint.paced(shape.width, stretch: TransposingSource.tileWidth) { columns in
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
    let tile = Transposition.Tile(
      width: columns.count, height: rows.count, pixelBytes: bytes,
      inputX: rightToLeft ? -bytes : bytes,
      inputY: bottomUp ? -image.pixels.stride : image.pixels.stride,
      outputY: band.pixels.stride,
      goesOn: rightToLeft ? rows.lowerBound > 0 : rows.upperBound < pixels.width)
    // Safe: rows and columns lie inside both images, and the steps keep them there.
    unsafe Transposition.transpose(
      image.pixels.start + firstRow * image.pixels.stride + firstColumn * bytes,
      band.pixels.start + columns.lowerBound * bytes, tile)
  }
}
