import Pixels

/// How the samples of a raster lie in the bytes of a PNG row.
struct PNGPacking {
  struct Palette {
    /// Red, green, blue of each entry.
    var colors: [UInt8]
    /// Alpha of the first entries; the rest are opaque.
    var alphas: [UInt8]
  }

  let raster: Raster
  /// Bits a sample.
  let bits: Int
  let colorType: UInt8
  let palette: Palette?
  /// Bytes from a byte to the one that the row filters compare it with.
  let pixelBytes: Int

  var width: Int { raster.width }
  var height: Int { raster.height }

  init(_ layout: PNGWriter.Layout, _ raster: Raster) {
    self.raster = raster
    switch layout {
    case .samples:
      bits = Int(raster.format.depth.rawValue)
      colorType =
        switch raster.format.model {
        case .gray: 0
        case .grayAlpha: 4
        case .rgb: 2
        case .rgba: 6
        }
      palette = nil
      pixelBytes = raster.format.bytesPerPixel
    case .gray(let bits):
      precondition(raster.format == .gray8, "few bits are cut from 8-bit grey")
      self.bits = bits
      colorType = 0
      palette = nil
      pixelBytes = 1
    case .palette(let bits):
      precondition(raster.format == .rgb8, "a palette is made from 8-bit RGB")
      self.bits = bits
      colorType = 3
      palette = Self.palette(bits: bits)
      pixelBytes = 1
    }
  }

  /// The pixels of the given columns of row `y`, packed.
  func row(_ y: Int, _ columns: [Int]) -> [UInt8] {
    if palette == nil, bits >= 8 {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(columns.count * raster.format.bytesPerPixel)
      for x in columns {
        for channel in 0..<raster.format.channels {
          bytes.append(big: raster[x, y, channel], bytes: bits / 8)
        }
      }
      return bytes
    }
    var bytes = [UInt8](repeating: 0, count: (columns.count * bits + 7) / 8)
    for (index, x) in columns.enumerated() {
      let value = palette == nil ? raster[x, y, 0] >> (8 - bits) : paletteIndex(x, y)
      let place = index * bits
      bytes[place / 8] |= UInt8(value << (8 - bits - place % 8))
    }
    return bytes
  }

  /// Levels of red, green and blue that a palette of so many bits has.
  private static func levels(bits: Int) -> (red: Int, green: Int, blue: Int) {
    switch bits {
    case 8: (6, 7, 6)
    case 4: (2, 4, 2)
    case 2: (2, 2, 1)
    default: (2, 1, 1)
    }
  }

  private static func palette(bits: Int) -> Palette {
    let levels = levels(bits: bits)
    var colors: [UInt8] = []
    for red in 0..<levels.red {
      for green in 0..<levels.green {
        for blue in 0..<levels.blue {
          for (index, count) in [(red, levels.red), (green, levels.green), (blue, levels.blue)] {
            colors.append(count == 1 ? 128 : UInt8(index * 255 / (count - 1)))
          }
        }
      }
    }
    return Palette(colors: colors, alphas: [0, 96])
  }

  private func paletteIndex(_ x: Int, _ y: Int) -> Int {
    let levels = Self.levels(bits: bits)
    func nearest(_ channel: Int, _ count: Int) -> Int {
      (raster[x, y, channel] * (count - 1) + 127) / 255
    }
    return (nearest(0, levels.red) * levels.green + nearest(1, levels.green)) * levels.blue
      + nearest(2, levels.blue)
  }
}
