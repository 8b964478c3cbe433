import Pixels

/// Filtered rows, gathered until there are enough to compress at once.
@safe
final class PNGPiece {
  /// Bytes that a piece has at most, unless a single row has more. Each piece is compressed without
  /// knowing the one before, which costs a thousandth of the size; and while one is compressed,
  /// some 15 ms at level 6, nobody polls.
  private static let limit = 5 << 18

  let capacity: Int
  private let rowBytes: Int
  private let pixels: PixelBuffer
  private var count = 0

  init(for shape: ImageShape) throws(ImageError) {
    rowBytes = shape.rowBytes + 1
    capacity = Self.capacity(for: shape)
    pixels = try PixelBuffer(ImageShape(width: capacity, height: 1, format: .gray8))
  }

  static func capacity(for shape: ImageShape) -> Int {
    let row = shape.rowBytes + 1
    return row * min(shape.height, max(1, limit / row))
  }

  /// How many pieces a picture is compressed in.
  static func count(for shape: ImageShape) -> Int {
    let rows = capacity(for: shape) / (shape.rowBytes + 1)
    return (shape.height + rows - 1) / rows
  }

  var isFull: Bool { count == capacity }

  /// What was gathered, valid until the next append.
  @unsafe var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: pixels.start, count: count)
  }

  /// Appends a row with the byte in front that names its filter.
  func append(_ filtered: PNGFiltering.Choice) {
    precondition(filtered.row.byteCount + 1 == rowBytes && count < capacity, "row does not fit")
    // Safe: that there is room was just checked.
    unsafe pixels.start.storeBytes(
      of: filtered.filter.rawValue, toByteOffset: count, as: UInt8.self)
    unsafe (pixels.start + count + 1).copyMemory(
      from: filtered.row.base, byteCount: filtered.row.byteCount)
    count += rowBytes
  }

  func clear() { count = 0 }
}
