import Pixels

/// Memory for one row that a codec's library has in another form than we do.
final class ScratchRow {
  private let pixels: PixelBuffer

  init(width: Int, format: PixelFormat) throws(ImageError) {
    pixels = try PixelBuffer(ImageShape(width: width, height: 1, format: format))
  }

  var row: MutableRow { pixels[row: 0] }
}
