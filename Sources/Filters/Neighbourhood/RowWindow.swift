import Pixels

/// The few rows of a source that a window filter needs at once, with the image's edges replicated.
///
/// A ring of `above + 1 + below` rows slides down the image, one row at each `advance`. Each row
/// is read straight into its place in the ring and has room on both sides for `margin` pixels,
/// which repeat the row's first and last pixel: a kernel reads left and right of the image without
/// asking where it is. Rows above the first and below the last are the first and the last, so an
/// image lower than the window needs no more memory than its own rows.
@safe
final class RowWindow {
  let shape: ImageShape
  private let source: any RowSource
  private let checkpoint: Checkpoint
  private let above: Int
  private let below: Int
  private let margin: Int
  private let ring: PixelBuffer
  /// Rows read so far.
  private var rowsRead = 0
  /// The row in the middle, -1 before the first `advance`.
  private(set) var current = -1

  /// - Parameters:
  ///   - above: rows wanted above the current one.
  ///   - below: rows wanted below it.
  ///   - margin: pixels wanted left and right of the image.
  ///   - slack: pixels of no meaning behind those, for kernels that work on whole blocks.
  init(
    _ source: any RowSource, above: Int, below: Int, margin: Int, slack: Int = 0,
    _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.source = source
    self.checkpoint = checkpoint
    self.above = above
    self.below = below
    self.margin = margin
    shape = source.shape
    ring = try PixelBuffer(
      Self.ringShape(source.shape, rows: above + 1 + below, margin: margin, slack: slack))
  }

  /// Memory that a window takes.
  static func bytes(_ shape: ImageShape, rows: Int, margin: Int, slack: Int = 0) -> Int {
    ringShape(shape, rows: rows, margin: margin, slack: slack).bufferBytes
  }

  private static func ringShape(
    _ shape: ImageShape, rows: Int, margin: Int, slack: Int
  ) -> ImageShape {
    ImageShape(
      width: shape.width + 2 * margin + slack, height: min(rows, shape.height), format: shape.format
    )
  }

  /// Moves down by one row, reading what comes into sight.
  func advance() throws(ImageError) {
    precondition(current + 1 < shape.height, "read past the last row")
    current += 1
    let last = min(current + below, shape.height - 1)
    while rowsRead <= last {
      let row = ring[row: rowsRead % ring.height]
      // Safe: the ring's rows are wider than the image by the margin on both sides.
      let image = unsafe MutableRow(
        base: row.base + margin * shape.format.bytesPerPixel, byteCount: shape.rowBytes)
      try source.read(into: image)
      switch shape.format.depth {
      case .eight: unsafe replicateEdges(image, UInt8.self, shape, margin)
      case .sixteen: unsafe replicateEdges(image, UInt16.self, shape, margin)
      }
      rowsRead += 1
      try checkpoint.poll()
    }
  }

  /// The row `offset` below the current one (above it where negative), or the nearest in the image.
  ///
  /// Points at the first sample of the first pixel; `margin` pixels to its left and, behind the
  /// last pixel, to the right are there too. Good until the next `advance`.
  @unsafe
  func row<S: Sample>(_ offset: Int, as type: S.Type) -> UnsafeMutablePointer<S> {
    precondition(offset >= -above && offset <= below, "row outside the window")
    let y = min(max(current + offset, 0), shape.height - 1)
    let start = unsafe ring.start + (y % ring.height) * ring.stride
    return unsafe (start + margin * shape.format.bytesPerPixel).assumingMemoryBound(to: type)
  }
}

/// Repeats a row's first and last pixel `margin` times on either side.
///
/// Safe where the row's memory goes on for `margin` pixels before its start and behind its end.
@unsafe
@inline(__always)
func replicateEdges<S>(
  _ row: UnsafeMutablePointer<S>, width: Int, channels: Int, margin: Int
) {
  let last = unsafe row + (width - 1) * channels
  for i in 0..<margin * channels {
    unsafe row[-1 - i] = row[channels - 1 - i % channels]
    unsafe last[channels + i] = last[i % channels]
  }
}

@unsafe
private func replicateEdges<S: Sample>(
  _ row: MutableRow, _ type: S.Type, _ shape: ImageShape, _ margin: Int
) {
  unsafe replicateEdges(
    row.base.assumingMemoryBound(to: type), width: shape.width, channels: shape.channels,
    margin: margin)
}
