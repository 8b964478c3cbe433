import Pixels

extension ImageShape {
  /// Memory that a `PixelBuffer` of this shape takes, its rows' padding included.
  var bufferBytes: Int { (rowBytes + 63) / 64 * 64 * height }
}
