/// A whole image in memory that can be read as a source: where a chain must see all rows first.
package final class StoredImage: RowSource {
  package let pixels: PixelBuffer
  private var next = 0

  package var shape: ImageShape { pixels.shape }

  package init(_ pixels: consuming PixelBuffer) {
    self.pixels = pixels
  }

  /// Reads a source to its end.
  ///
  /// - Throws: what the source throws, or out of memory.
  package convenience init(
    collecting source: any RowSource, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    let pixels = try PixelBuffer(source.shape)
    for y in 0..<source.shape.height {
      try source.read(into: pixels[row: y])
      try checkpoint.poll()
    }
    self.init(pixels)
  }

  package func read(into row: MutableRow) throws(ImageError) {
    row.copy(from: pixels[row: next])
    next += 1
  }
}
