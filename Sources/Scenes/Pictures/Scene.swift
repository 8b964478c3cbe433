import Pixels

/// Something that can be drawn at any size: a pure function from a place to a paint.
///
/// Scenes use whole numbers only, so that a picture is the same to the last bit wherever it is
/// drawn.
package protocol Scene: Sendable {
  /// Pixels of the picture, which the scene was made for.
  var width: Int { get }
  var height: Int { get }

  /// - Parameters:
  ///   - x: column, 0 to `width` − 1.
  ///   - y: row, 0 to `height` − 1.
  func paint(_ x: Int, _ y: Int) -> Paint
}

extension Scene {
  /// The scene as pixels: colours become luma in grey formats, and alpha is left out where the
  /// format has none.
  ///
  /// - Throws: out of memory.
  package func drawn(as format: PixelFormat) throws(ImageError) -> PixelBuffer {
    let shape = ImageShape(width: width, height: height, format: format)
    let pixels = try PixelBuffer(shape)
    for y in 0..<height {
      switch format.depth {
      case .eight:
        // 65,535 is 257 × 255: rounding is exact, and 255 comes back from 65,535.
        draw(row: y, of: pixels, as: UInt8.self) { UInt8(($0 + 128) / 257) }
      case .sixteen:
        draw(row: y, of: pixels, as: UInt16.self) { UInt16($0) }
      }
    }
    return pixels
  }

  private func draw<S: Sample>(
    row y: Int, of pixels: borrowing PixelBuffer, as type: S.Type, _ sample: (Int) -> S
  ) {
    let model = pixels.format.model
    pixels.withRow(y, as: type) { row in
      for x in 0..<width {
        let paint = paint(x, y)
        let at = x * model.channels
        if model.isGray {
          row[at] = sample(paint.luma)
        } else {
          row[at] = sample(paint.red)
          row[at + 1] = sample(paint.green)
          row[at + 2] = sample(paint.blue)
        }
        if model.hasAlpha { row[at + model.colorChannels] = sample(paint.alpha) }
      }
    }
  }
}
