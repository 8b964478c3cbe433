import Pixels

/// The rows of a source that a window filter needs at once, as single-precision planes.
///
/// Like `RowWindow`, but each channel of a row is a plane of its own, multiplied by a scale, so
/// that four pixels are four neighbours in memory. Edges are replicated: each plane goes on for
/// `margin` numbers on both sides, and rows above the first and below the last are the first and
/// the last.
@safe
final class PlanarWindow {
  let shape: ImageShape
  /// Numbers from one channel's plane to the next, within a row.
  let planeStride: Int
  private let source: any RowSource
  private let checkpoint: Checkpoint
  private let scale: Float
  private let reach: Int
  private let margin: Int
  private let ring: FloatRows
  /// One row as the source yields it.
  private let narrow: StoredImage
  private var rowsRead = 0
  private var current = -1

  /// - Parameters:
  ///   - reach: rows wanted above and below the current one.
  ///   - margin: pixels wanted left and right of the image.
  ///   - scale: what samples are multiplied by.
  init(
    _ source: any RowSource, reach: Int, margin: Int, scale: Float, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = source.shape
    self.source = source
    self.checkpoint = checkpoint
    self.scale = scale
    self.reach = reach
    self.margin = margin
    planeStride = Self.planeStride(shape, margin)
    ring = try FloatRows(
      width: planeStride * shape.channels, count: min(2 * reach + 1, shape.height))
    narrow = StoredImage(
      try PixelBuffer(ImageShape(width: shape.width, height: 1, format: shape.format)))
  }

  /// Memory that a window takes.
  static func bytes(_ shape: ImageShape, reach: Int, margin: Int) -> Int {
    FloatRows.bytes(
      width: planeStride(shape, margin) * shape.channels, count: min(2 * reach + 1, shape.height))
      + ImageShape(width: shape.width, height: 1, format: shape.format).bufferBytes
  }

  /// Kernels work on eight pixels at a time and may read that many beyond the margin.
  private static func planeStride(_ shape: ImageShape, _ margin: Int) -> Int {
    (shape.width + 2 * margin + 8 + 15) & ~15
  }

  /// Moves down by one row, reading what comes into sight.
  func advance() throws(ImageError) {
    precondition(current + 1 < shape.height, "read past the last row")
    current += 1
    while rowsRead <= min(current + reach, shape.height - 1) {
      let row = narrow.pixels[row: 0]
      try source.read(into: row)
      let planes = unsafe ring[rowsRead % ring.count] + margin
      try checkpoint.paced(shape.width, stretch: 4096) { pixels throws(ImageError) in
        // Safe: the row has the shape's pixels, and each plane has room for as many.
        switch shape.format.depth {
        case .eight: unsafe spread(row.base.assumingMemoryBound(to: UInt8.self), planes, pixels)
        case .sixteen:
          unsafe spread(row.base.assumingMemoryBound(to: UInt16.self), planes, pixels)
        }
      }
      for channel in 0..<shape.channels {
        unsafe replicateEdges(
          planes + channel * planeStride, width: shape.width, channels: 1, margin: margin)
      }
      rowsRead += 1
    }
  }

  @unsafe
  @inline(__always)
  private func spread<S: Sample>(
    _ samples: UnsafePointer<S>, _ planes: UnsafeMutablePointer<Float>, _ pixels: Range<Int>
  ) {
    let channels = shape.channels
    for channel in 0..<channels {
      let plane = unsafe planes + channel * planeStride
      for x in pixels {
        unsafe plane[x] = Float(samples[x &* channels &+ channel]) * scale
      }
    }
  }

  /// First pixel's number in the first channel of the row `offset` below the current one, or of
  /// the nearest row in the image. Good until the next `advance`.
  @unsafe
  func row(_ offset: Int) -> UnsafePointer<Float> {
    precondition(abs(offset) <= reach, "row outside the window")
    let y = min(max(current + offset, 0), shape.height - 1)
    return unsafe UnsafePointer(ring[y % ring.count] + margin)
  }
}
