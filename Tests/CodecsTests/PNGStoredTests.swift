import Codecs
import Memory
import Pixels
import Scenes
import TestSupport
import Testing

/// Data that libdeflate decompresses before libpng reads them, and data that it leaves to libpng.
@Suite struct PNGStoredTests {
  /// The same pixels, however the stream is divided into chunks.
  @Test(arguments: [[1], [2, 3], [0, 7, 0], [8_192], [100_000, 5], [0, 0, 1, 65_536]])
  func chunksMayEndAnywhere(lengths: [Int]) throws {
    for (width, height) in [(300, 400), (3, 2)] {
      let shape = ImageShape(width: width, height: height, format: .rgb8)
      let picture = try randomPicture(shape, seed: 4)
      var parts = ChunkedPNG(try encode(picture, .png(PNGSettings())))
      parts.setData(divided(parts.data, lengths))
      let back = try DecodedPicture(parts.file, DecodeOptions(damage: .strict))
      #expect(back.samples == bytes(of: picture))
      #expect(back.warnings.isEmpty)
    }
  }

  /// Around the length of a stored block, and around that of what is decompressed at once.
  @Test(
    arguments: [
      (254, 257), (255, 256), (254, 514), (65_534, 2), (4_095, 4_096), (4_095, 4_097),
    ])
  func rowsOfAnyLengthAreRead(width: Int, height: Int) throws {
    let shape = ImageShape(width: width, height: height, format: .gray8)
    let pixels = try PixelBuffer(shape)
    for y in 0..<height {
      pixels.withRow(y, as: UInt8.self) { row in
        for x in stride(from: y % 5, to: width, by: 5) { row[x] = UInt8(truncatingIfNeeded: x ^ y) }
      }
    }
    let picture = StoredImage(pixels)
    let file = try encode(picture, .png(PNGSettings(level: 1)))
    let block = try #require(ByteBlock(file))
    let decoder = try openDecoder(block, DecodeOptions(damage: .strict), .never)
    let row = try PixelBuffer(ImageShape(width: width, height: 1, format: .gray8))
    for y in 0..<height {
      try decoder.read(into: row[row: 0])
      let isSame = row.withRow(0, as: UInt8.self) { read in
        picture.pixels.withRow(y, as: UInt8.self) { row in
          row.indices.allSatisfy { read[$0] == row[$0] }
        }
      }
      guard isSame else {
        Issue.record("row \(y)")
        break
      }
    }
    #expect(try decoder.finish().isEmpty)
  }

  /// Faults with right CRCs, so that only the stream tells. What is said is what libpng says of the
  /// file as it is.
  @Test(arguments: Fault.allCases)
  func faultsAreLeftToLibpng(fault: Fault) throws {
    let shape = ImageShape(width: 40, height: 30, format: .gray8)
    var rows: [UInt8] = []
    for y in 0..<shape.height { rows += [0] + (0..<shape.width).map { UInt8(7 * $0 % 31 + y) } }
    var parts = ChunkedPNG(try encode(randomPicture(shape, seed: 1), .png(PNGSettings())))
    fault.plant(&rows, &parts)
    let outcome = { (policy: DamagePolicy) throws(ImageError) in
      try DecodedPicture(parts.file, DecodeOptions(damage: policy)).warnings
    }
    switch fault.verdict {
    case .warned(let text):
      #expect(try outcome(.standard) == [text])
      #expect(#expect(throws: ImageError.self) { try outcome(.strict) }?.code == .warned)
    case .refused(let text):
      let error = #expect(throws: ImageError.self) { try outcome(.accept) }
      #expect(error?.code == .corrupt)
      #expect(error?.reason.contains(text) == true, "\(error?.reason ?? "")")
    }
  }

  private func divided(_ data: [UInt8], _ lengths: [Int]) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var at = 0
    var next = 0
    while at < data.count {
      let end = min(at + lengths[next % lengths.count], data.count)
      chunks.append(Array(data[at..<end]))
      at = end
      next += 1
    }
    return chunks
  }
}

/// What may be wrong with data whose CRCs are right.
enum Fault: CaseIterable {
  case checksum, byteBehind, rowTooFew, rowTooMany, smallWindow, filter, chunkBetween, cutStream

  enum Verdict {
    case warned(String)
    case refused(String)
  }

  var verdict: Verdict {
    switch self {
    case .checksum: .refused("incorrect data check")
    case .byteBehind: .warned("IDAT: Extra compressed data")
    case .rowTooFew: .refused("Not enough image data")
    case .rowTooMany: .warned("IDAT: Too much image data")
    case .smallWindow: .refused("invalid distance too far back")
    case .filter: .refused("bad adaptive filter value")
    case .chunkBetween: .refused("Not enough image data")
    case .cutStream: .refused("Not enough image data")
    }
  }

  fileprivate func plant(_ rows: inout [UInt8], _ parts: inout ChunkedPNG) {
    switch self {
    case .rowTooFew: rows.removeLast(41)
    case .rowTooMany: rows += [UInt8](repeating: 0, count: 41)
    case .filter: rows[41 * 9] = 5
    // What is repeated is farther away than a window of 256 bytes.
    case .smallWindow: for i in 900..<940 { rows[i] = rows[i - 820] }
    default: break
    }
    var stream = PNGWriter.Chunk.rows(rows).bytes
    switch self {
    case .checksum: stream[stream.count - 1] ^= 1
    case .byteBehind: stream.append(0)
    case .smallWindow: stream[0...1] = [0x08, 0x1D]
    case .cutStream: stream.removeLast(20)
    default: break
    }
    let half = stream.count / 2
    parts.setData([Array(stream[..<half]), Array(stream[half...])])
    if self == .chunkBetween {
      let second = parts.chunks.count - 2
      parts.chunks.insert(("tEXt", Array("Comment".utf8) + [0, 65]), at: second)
    }
  }
}

extension ChunkedPNG {
  fileprivate var data: [UInt8] { chunks.filter { $0.type == "IDAT" }.flatMap(\.bytes) }

  /// Puts chunks of pixels in the place of those that are there.
  fileprivate mutating func setData(_ data: [[UInt8]]) {
    chunks.removeAll { $0.type == "IDAT" }
    chunks.insert(contentsOf: data.map { ("IDAT", $0) }, at: chunks.count - 1)
  }
}
