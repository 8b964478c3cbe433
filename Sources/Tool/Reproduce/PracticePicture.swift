import Codecs
import Memory
import Pixels
import Platform
import SystemPackage

/// A picture that the tool draws for itself, to have something to work on: soft waves with fine
/// grain in them, which is as much work for codecs and filters as a photograph is. The same size
/// and number give the same bytes.
package struct PracticePicture: Sendable, Hashable {
  /// Pixels.
  package var width: Int
  package var height: Int
  /// Pictures of one size differ by their number.
  package var number: Int

  package init(width: Int, height: Int, number: Int) {
    self.width = width
    self.height = height
    self.number = number
  }

  /// Four to three, with about so many pixels.
  package init(pixels: Int, number: Int) {
    let height = Int((Double(max(pixels, 1)) * 0.75).squareRoot().rounded())
    self.init(width: max(height * 4 / 3, 16), height: max(height, 12), number: number)
  }

  /// As a JPEG file.
  package func encoded() throws(ImageError) -> ByteBlock {
    let shape = ImageShape(width: width, height: height, format: .rgb8)
    let encoder = try openEncoder(for: shape, .jpeg(JPEGSettings(quality: 90)), Metadata())
    let row = try PixelBuffer(ImageShape(width: width, height: 1, format: .rgb8))
    for y in 0..<height {
      row.withRow(0, as: UInt8.self) { samples in
        for x in 0..<width {
          for channel in 0..<3 { samples[3 * x + channel] = sample(x, y, channel) }
        }
      }
      try encoder.write(row[row: 0])
    }
    return try encoder.finish()
  }

  /// As a portable pixmap (PPM), which a program of a few lines can read.
  package func pixmap() -> [UInt8] {
    var bytes = Array("P6\n\(width) \(height)\n255\n".utf8)
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 { bytes.append(sample(x, y, channel)) }
      }
    }
    return bytes
  }

  /// Triangular waves of lengths that grow with the channel, and grain of a quarter of their
  /// height.
  private func sample(_ x: Int, _ y: Int, _ channel: Int) -> UInt8 {
    let length = 128 << channel
    let across = abs((x + 37 * number) % (2 * length) - length) * 96 / length
    let down = abs((y + 53 * number) % (2 * length) - length) * 96 / length
    return UInt8(across + down + grain(x, y, channel))
  }

  /// 0 to 47, without a pattern that an eye or a codec would find.
  private func grain(_ x: Int, _ y: Int, _ channel: Int) -> Int {
    var value = UInt32(truncatingIfNeeded: x &* 73_856_093 ^ y &* 19_349_663)
    value ^= UInt32(truncatingIfNeeded: number &* 83_492_791 &+ channel)
    value = (value ^ value >> 15) &* 0x2C1B_3C6D
    value = (value ^ value >> 12) &* 0x297A_2D39
    return Int((value ^ value >> 15) >> 16) * 48 >> 16
  }

  /// Writes the picture to a new file.
  package func write(to path: FilePath) throws(CompareError) {
    do {
      let bytes = try encoded()
      let file = try Sys.open(path, .new)
      // Safe: the block outlives the call.
      try unsafe bytes.withBytes { unsafe try Sys.writeAll(file.borrowed, $0) }
    } catch {
      throw CompareError("cannot draw \(path.printable): \(error)", .environment)
    }
  }
}
