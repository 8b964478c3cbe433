import Pixels

/// The rows that move from stage to stage at once.
final class Band {
  /// Half of a small core's second-level cache, so that a band written by one stage is still there
  /// for the next.
  private static let targetBytes = 128 << 10

  private let pixels: PixelBuffer

  /// A band for pictures of this shape; its rows are undefined until written.
  init(for shape: ImageShape) throws(ImageError) {
    pixels = try PixelBuffer(
      ImageShape(width: shape.width, height: Band.rows(for: shape), format: shape.format))
  }

  var height: Int { pixels.height }
  subscript(row y: Int) -> MutableRow { pixels[row: y] }

  static func byteCount(for shape: ImageShape) -> Int { rows(for: shape) * shape.rowBytes }

  private static func rows(for shape: ImageShape) -> Int {
    min(shape.height, max(1, min(256, targetBytes / max(1, shape.rowBytes))))
  }
}
