import Codecs
import Memory
import Pixels
import TestSupport

/// A seeded random picture: noise over a gradient, so that codecs have both to deal with.
func randomPicture(_ shape: ImageShape, seed: UInt64) throws -> StoredImage {
  var random = SeededRandom(seed: seed)
  let pixels = try PixelBuffer(shape)
  for y in 0..<shape.height {
    pixels.withRow(y, as: UInt8.self) { row in
      for i in row.indices {
        row[i] = UInt8(truncatingIfNeeded: i + 3 * y) &+ UInt8.random(in: 0...31, using: &random)
      }
    }
  }
  return StoredImage(pixels)
}

/// A picture whose every pixel is the same; `samples` has one value per channel.
func evenPicture(_ shape: ImageShape, _ samples: [Int]) throws -> StoredImage {
  let pixels = try PixelBuffer(shape)
  for y in 0..<shape.height {
    switch shape.format.depth {
    case .eight:
      pixels.withRow(y, as: UInt8.self) { row in
        for i in row.indices { row[i] = UInt8(samples[i % samples.count]) }
      }
    case .sixteen:
      pixels.withRow(y, as: UInt16.self) { row in
        for i in row.indices { row[i] = UInt16(samples[i % samples.count]) }
      }
    }
  }
  return StoredImage(pixels)
}

func encode(
  _ picture: StoredImage, _ settings: EncodeSettings, _ metadata: Metadata = Metadata()
) throws(ImageError) -> [UInt8] {
  let encoder = try openEncoder(for: picture.shape, settings, metadata)
  for y in 0..<picture.shape.height { try encoder.write(picture.pixels[row: y]) }
  return try encoder.finish().array
}

func bytes(of picture: StoredImage) -> [UInt8] {
  (0..<picture.shape.height).flatMap { y in
    picture.pixels.withRow(y, as: UInt8.self) { row in row.indices.map { row[$0] } }
  }
}

/// An ICC profile that libpng accepts, which a profile that deflates to very little is not: a
/// header and one tag of noise.
func iccProfile(space: String, byteCount: Int = 600) -> [UInt8] {
  var random = SeededRandom(seed: UInt64(byteCount))
  let header = [UInt8](repeating: 0, count: 144)
  var profile = header + (144..<byteCount).map { _ in .random(in: 0...255, using: &random) }
  func put(_ offset: Int, _ bytes: [UInt8]) {
    profile.replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }
  put(0, bigEndian(UInt32(byteCount)))
  put(8, [4, 0x30, 0, 0])
  put(12, Array("mntr".utf8) + Array(space.utf8) + Array("XYZ ".utf8))
  put(36, Array("acsp".utf8))
  // The illuminant D50.
  put(68, [0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D])
  put(128, bigEndian(1) + Array("cprt".utf8) + bigEndian(144) + bigEndian(UInt32(byteCount - 144)))
  return profile
}

func bigEndian(_ value: UInt32) -> [UInt8] {
  (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
}

/// A TIFF block with one directory of 12-byte entries.
struct HandmadeEXIF {
  enum Order { case little, big }
  var order: Order
  var entries: [(tag: Int, type: Int, count: Int, value: Int)]

  /// Values of type SHORT stand at the start of their four bytes.
  var bytes: [UInt8] {
    var result: [UInt8] = order == .little ? [0x49, 0x49] : [0x4D, 0x4D]
    result += put(42, 2) + put(8, 4) + put(entries.count, 2)
    for entry in entries {
      result += put(entry.tag, 2) + put(entry.type, 2) + put(entry.count, 4)
      result += entry.type == 3 ? put(entry.value, 2) + [0, 0] : put(entry.value, 4)
    }
    return result + put(0, 4)
  }

  private func put(_ value: Int, _ count: Int) -> [UInt8] {
    let little = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return order == .little ? little : little.reversed()
  }
}

func exif(orientation: Int, _ order: HandmadeEXIF.Order = .big, type: Int = 3) -> [UInt8] {
  HandmadeEXIF(order: order, entries: [(0x010F, 2, 4, 0), (0x0112, type, 1, orientation)]).bytes
}
