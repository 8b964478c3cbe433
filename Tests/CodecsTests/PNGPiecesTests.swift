import Codecs
import Pixels
import TestSupport
import Testing

/// Pictures that are compressed in several pieces, and so come out of several joined streams.
@Suite struct PNGPiecesTests {
  @Test(arguments: 0...9)
  func joinedPiecesAreOneStream(level: Int) throws {
    for (seed, (width, height)) in [(1000, 1500), (3001, 433), (500_000, 3)].enumerated() {
      let shape = ImageShape(width: width, height: height, format: .rgb8)
      let picture = try randomPicture(shape, seed: UInt64(seed))
      let file = try encode(picture, .png(PNGSettings(level: level)))
      #expect(dataChunks(of: file).count > 1)
      let back = try DecodedPicture(file, DecodeOptions(damage: .strict))
      #expect(back.samples == bytes(of: picture))
    }
  }

  /// Few and many bits may be left in the last byte of a piece: noise of many strengths has all.
  @Test func piecesMayEndAtAnyBit() throws {
    var random = SeededRandom(seed: 1)
    for strength in 1...24 {
      let shape = ImageShape(width: 1 << 20, height: 3, format: .gray8)
      let pixels = try PixelBuffer(shape)
      for y in 0..<shape.height {
        pixels.withRow(y, as: UInt8.self) { row in
          for i in row.indices {
            row[i] = i % 97 == 0 ? .random(in: 0...UInt8(strength), using: &random) : 0
          }
        }
      }
      let picture = StoredImage(pixels)
      let file = try encode(picture, .png(PNGSettings(level: 1)))
      #expect(dataChunks(of: file).count == 3)
      let back = try DecodedPicture(file, DecodeOptions(damage: .strict))
      #expect(back.samples == bytes(of: picture))
    }
  }

  @Test func aSmallPictureIsOneChunk() throws {
    let shape = ImageShape(width: 768, height: 512, format: .rgb8)
    let file = try encode(try randomPicture(shape, seed: 3), .png(PNGSettings()))
    #expect(dataChunks(of: file).count == 1)
  }

  /// A joint that is damaged must not go unnoticed, since each piece would decode by itself.
  @Test func damageBehindTheFirstPieceIsFound() throws {
    let shape = ImageShape(width: 1000, height: 1500, format: .rgb8)
    let file = try encode(try randomPicture(shape, seed: 5), .png(PNGSettings()))
    let second = dataChunks(of: file)[1]
    for offset in [0, second.count / 2, second.count - 1] {
      var damaged = file
      damaged[second.lowerBound + offset] ^= 0x10
      #expect(refuses(damaged))
    }
  }

  @Test func higherLevelsAreNotLarger() throws {
    let shape = ImageShape(width: 700, height: 500, format: .rgb8)
    let picture = try randomPicture(shape, seed: 9)
    let sizes = try (0...9).map { try encode(picture, .png(PNGSettings(level: $0))).count }
    for (lower, higher) in zip(sizes, sizes.dropFirst()) {
      #expect(Double(higher) <= 1.005 * Double(lower), "\(sizes)")
    }
  }

  private func refuses(_ file: [UInt8]) -> Bool {
    do {
      _ = try DecodedPicture(file)
      return false
    } catch {
      return true
    }
  }

  /// Where the data of each IDAT chunk stands.
  private func dataChunks(of file: [UInt8]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var at = 8
    while at + 12 <= file.count {
      let count = file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      if file[at + 4..<at + 8].elementsEqual("IDAT".utf8) { chunks.append(at + 8..<at + 8 + count) }
      at += 12 + count
    }
    return chunks
  }
}
