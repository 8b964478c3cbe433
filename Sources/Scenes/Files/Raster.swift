import Pixels

/// Samples in an array, for writers of small test files: simple to walk in any order.
package struct Raster: Sendable, Hashable {
  package let width: Int
  package let height: Int
  package let format: PixelFormat
  /// Row by row, interleaved; each as large as the format's depth allows.
  package private(set) var samples: [UInt16]

  package init(_ pixels: borrowing PixelBuffer) {
    width = pixels.width
    height = pixels.height
    format = pixels.format
    samples = []
    samples.reserveCapacity(width * height * format.channels)
    for y in 0..<height {
      switch format.depth {
      case .eight:
        pixels.withRow(y, as: UInt8.self) { row in
          for at in row.indices { samples.append(UInt16(row[at])) }
        }
      case .sixteen:
        pixels.withRow(y, as: UInt16.self) { row in
          for at in row.indices { samples.append(row[at]) }
        }
      }
    }
  }

  private init(width: Int, height: Int, format: PixelFormat, samples: [UInt16]) {
    self.width = width
    self.height = height
    self.format = format
    self.samples = samples
  }

  package subscript(_ x: Int, _ y: Int, _ channel: Int) -> Int {
    Int(samples[(y * width + x) * format.channels + channel])
  }

  /// The picture as a camera stores it that notes `orientation`: whoever applies the orientation
  /// to the result gets this raster back.
  package func stored(for orientation: Orientation) -> Raster {
    let (storedWidth, storedHeight) = orientation.swapsAxes ? (height, width) : (width, height)
    var turned: [UInt16] = []
    turned.reserveCapacity(samples.count)
    for y in 0..<storedHeight {
      for x in 0..<storedWidth {
        let (fromX, fromY) = upright(x, y, orientation)
        for channel in 0..<format.channels {
          turned.append(UInt16(self[fromX, fromY, channel]))
        }
      }
    }
    return Raster(width: storedWidth, height: storedHeight, format: format, samples: turned)
  }

  /// Where in the upright picture the stored pixel is seen. EXIF 2.3, tag 0x0112: the names say
  /// which sides of the upright picture the stored first row and first column are.
  private func upright(_ x: Int, _ y: Int, _ orientation: Orientation) -> (x: Int, y: Int) {
    let right = width - 1
    let bottom = height - 1
    return switch orientation {
    case .upright: (x, y)
    case .mirrored: (right - x, y)
    case .rotated180: (right - x, bottom - y)
    case .flipped: (x, bottom - y)
    case .transposed: (y, x)
    case .rotate90: (right - y, x)
    case .transversed: (right - y, bottom - x)
    case .rotate270: (y, bottom - x)
    }
  }
}
