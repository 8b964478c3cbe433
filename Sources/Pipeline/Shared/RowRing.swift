import Pixels

/// Some consecutive rows of a picture, row `y` in the place of row `y - height`.
///
/// Several threads have it, who see to it that nobody writes a row while another reads it.
final class RowRing {
  private let pixels: PixelBuffer

  /// - Parameter rows: how many it holds at a time, at least 1.
  init(_ shape: ImageShape, rows: Int) throws(ImageError) {
    pixels = try PixelBuffer(RowRing.shape(shape, rows: rows))
  }

  static func bytes(_ shape: ImageShape, rows: Int) -> Int {
    let ring = RowRing.shape(shape, rows: rows)
    return (ring.rowBytes + 63) / 64 * 64 * ring.height
  }

  private static func shape(_ shape: ImageShape, rows: Int) -> ImageShape {
    ImageShape(width: shape.width, height: rows, format: shape.format)
  }

  var height: Int { pixels.height }
  subscript(row y: Int) -> MutableRow { pixels[row: y % pixels.height] }
}

/// Reads the rows of a ring, from some row of the picture on.
final class RingSource: RowSource {
  /// From the first row that it yields to the picture's last.
  let shape: ImageShape
  private let ring: RowRing
  private var next: Int
  /// The row that must not be read, nor any below it: they may not be there.
  var end = 0

  init(_ ring: RowRing, of picture: ImageShape, from first: Int) {
    self.ring = ring
    next = first
    shape = ImageShape(
      width: picture.width, height: picture.height - first, format: picture.format)
  }

  func move(to row: Int) { next = row }

  func read(into row: MutableRow) throws(ImageError) {
    precondition(next < end, "a filter reads further than its reach")
    row.copy(from: ring[row: next])
    next += 1
  }
}
