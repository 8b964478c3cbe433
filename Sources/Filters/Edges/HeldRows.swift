import Pixels

/// A source's rows at 16 bits, the latest of which are held, so that a row can be compared with
/// what a filter that reads ahead makes of it.
final class HeldRows: RowSource {
  let shape: ImageShape
  private let source: any RowSource
  private let checkpoint: Checkpoint
  private let narrow: StoredImage?
  private let ring: StoredImage
  private var rowsRead = 0
  private var rowsTaken = 0

  /// - Parameter held: how many rows may be read beyond the one that was taken last.
  init(
    _ source: any RowSource, _ wide: ImageShape, held: Int, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = wide
    self.source = source
    self.checkpoint = checkpoint
    narrow =
      source.shape.format.depth == .sixteen
      ? nil : StoredImage(try PixelBuffer(Self.lines(source.shape, 1)))
    ring = StoredImage(try PixelBuffer(Self.lines(wide, held)))
  }

  static func bytes(_ input: ImageShape, _ wide: ImageShape, held: Int) -> Int {
    lines(wide, held).bufferBytes
      + (input.format.depth == .sixteen ? 0 : lines(input, 1).bufferBytes)
  }

  private static func lines(_ shape: ImageShape, _ count: Int) -> ImageShape {
    ImageShape(width: shape.width, height: min(count, shape.height), format: shape.format)
  }

  func read(into row: MutableRow) throws(ImageError) {
    precondition(rowsRead < rowsTaken + ring.shape.height, "read further ahead than rows are held")
    if let narrow {
      let from = narrow.pixels[row: 0]
      try source.read(into: from)
      try checkpoint.paced(shape.rowSamples, stretch: 8192) { samples throws(ImageError) in
        from.with(UInt8.self) { from in
          row.with(UInt16.self) { to in for i in samples { to[i] = UInt16(from[i]) &* 257 } }
        }
      }
    } else {
      try source.read(into: row)
    }
    ring.pixels[row: rowsRead % ring.shape.height].copy(from: row)
    rowsRead += 1
  }

  /// The first row that was not taken yet. Good until the next is read.
  func oldest() -> MutableRow {
    precondition(rowsTaken < rowsRead, "taken before it was read")
    rowsTaken += 1
    return ring.pixels[row: (rowsTaken - 1) % ring.shape.height]
  }
}
