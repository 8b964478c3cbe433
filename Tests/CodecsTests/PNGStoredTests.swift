import CCodecShims
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
    for (width, height) in [(300, 400), (40, 30)] {
      let shape = ImageShape(width: width, height: height, format: .rgb8)
      let picture = try randomPicture(shape, seed: 4)
      var parts = ChunkedPNG(try encode(picture, .png(PNGSettings())))
      let chunks = divided(parts.data, lengths)
      parts.setData(chunks)
      #expect(holdsRows(parts.file) == (chunks.count < 1 << 14))
      let back = try DecodedPicture(parts.file, DecodeOptions(damage: .strict))
      #expect(back.samples == bytes(of: picture))
      #expect(back.warnings.isEmpty)
    }
  }

  /// Every layout that PNGs have, as the writer of the test pictures stores it.
  @Test(arguments: [
    PNGWriter.Layout.samples, .gray(bits: 1), .gray(bits: 4), .palette(bits: 2), .palette(bits: 8),
  ])
  func layoutsAreRead(layout: PNGWriter.Layout) throws {
    var writer = PNGWriter()
    writer.layout = layout
    let isPalette = if case .palette = layout { true } else { false }
    let shape = ImageShape(width: 203, height: 90, format: isPalette ? .rgb8 : .gray8)
    let stripes = try striped(shape)
    let plain = writer.file(Raster(stripes.pixels))
    #expect(holdsRows(plain))
    writer.interlaced = true
    let interlaced = writer.file(Raster(stripes.pixels))
    #expect(!holdsRows(interlaced))
    let read = try DecodedPicture(plain, DecodeOptions(damage: .strict)).samples
    #expect(try read == DecodedPicture(interlaced, DecodeOptions(damage: .strict)).samples)
    #expect(Set(read).count > 1)
  }

  /// Of two values, in slanting stripes.
  private func striped(_ shape: ImageShape) throws -> StoredImage {
    let pixels = try PixelBuffer(shape)
    for y in 0..<shape.height {
      pixels.withRow(y, as: UInt8.self) { row in
        for i in row.indices { row[i] = (i / shape.channels + y) % 7 < 3 ? 255 : 0 }
      }
    }
    return StoredImage(pixels)
  }

  /// Around the length of a stored block, and around that of what is decompressed at once.
  @Test(
    arguments: [
      (254, 257), (255, 256), (254, 514), (65_534, 2), (4_095, 2_048), (4_095, 2_049),
    ])
  func rowsOfAnyLengthAreRead(width: Int, height: Int) throws {
    let shape = ImageShape(width: width, height: height, format: .gray8)
    let pixels = try PixelBuffer(shape)
    for y in 0..<height {
      pixels.withRow(y, as: UInt8.self) { row in
        for x in 0..<width { row[x] = x % 5 == y % 5 ? UInt8(truncatingIfNeeded: x ^ y) : 0 }
      }
    }
    let picture = StoredImage(pixels)
    let file = try encode(picture, .png(PNGSettings(level: 1)))
    #expect(holdsRows(file) == ((1 + width) * height <= 8 << 20))
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
    #expect(holdsRows(parts.file) == fault.leavesDataSound)
    let outcome = { (policy: DamagePolicy) throws(ImageError) in
      try DecodedPicture(parts.file, DecodeOptions(damage: policy)).warnings
    }
    switch fault.verdict {
    case .none:
      #expect(try outcome(.strict).isEmpty)
    case .warned(let text):
      #expect(try outcome(.standard) == [text])
      #expect(#expect(throws: ImageError.self) { try outcome(.strict) }?.code == .warned)
    case .refused(let text):
      let error = #expect(throws: ImageError.self) { try outcome(.accept) }
      #expect(error?.code == .corrupt)
      #expect(error?.reason.contains(text) == true, "\(error?.reason ?? "")")
    }
  }

  /// Whether the rows are decompressed at once.
  private func holdsRows(_ file: [UInt8]) -> Bool {
    // Safe: the reader is closed before the file goes.
    unsafe file.withUnsafeBytes { file in
      let opened = unsafe tri_png_reader_open(file.baseAddress, file.count, 0, nil, nil)
      guard let reader = unsafe opened else { return false }
      defer { unsafe tri_png_reader_close(reader) }
      guard unsafe tri_png_reader_read_header(reader) == .ok else { return false }
      return unsafe tri_png_reader_start(reader) == .ok && tri_png_reader_holds_rows(reader) != 0
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

/// What may be wrong with a PNG where most CRCs are right.
enum Fault: CaseIterable {
  case checksum, byteBehind, rowTooFew, rowTooMany, smallWindow, dictionary, filter, cutStream
  case chunkBetween, firstCRC, chunkBehind, emptyChunkBehind, lateText

  enum Verdict {
    case none
    case warned(String)
    case refused(String)
  }

  var verdict: Verdict {
    switch self {
    case .checksum: .refused("incorrect data check")
    case .byteBehind: .warned("IDAT: Extra compressed data")
    case .rowTooFew, .cutStream, .chunkBetween: .refused("Not enough image data")
    case .rowTooMany: .warned("IDAT: Too much image data")
    case .smallWindow: .refused("invalid distance too far back")
    case .dictionary: .refused("missing LZ dictionary")
    case .filter: .refused("bad adaptive filter value")
    case .firstCRC: .refused("IDAT: CRC error")
    case .chunkBehind: .none
    case .emptyChunkBehind: .refused("IDAT: CRC error")
    case .lateText: .warned("zTXt: incorrect data check")
    }
  }

  /// Whether the stream is sound, so that it is decompressed at once: the fault lies in what it
  /// says, or behind it.
  var leavesDataSound: Bool {
    switch self {
    case .filter, .emptyChunkBehind, .lateText: true
    default: false
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
    case .dictionary: stream[0...1] = [0x78, 0x20, 0, 0, 0, 1]
    case .cutStream: stream.removeLast(20)
    default: break
    }
    let half = stream.count / 2
    parts.setData([Array(stream[..<half]), Array(stream[half...])])
    plantChunk(&parts)
  }

  private func plantChunk(_ parts: inout ChunkedPNG) {
    let end = parts.chunks.count - 1
    switch self {
    case .chunkBetween: parts.chunks.insert(("tEXt", Array("Comment".utf8) + [0, 65]), at: end - 1)
    case .firstCRC: parts.wrongCRCs = [end - 2]
    case .chunkBehind: parts.chunks.insert(("IDAT", [0, 1, 2]), at: end)
    case .emptyChunkBehind:
      parts.chunks.insert(("IDAT", []), at: end)
      parts.wrongCRCs = [end]
    case .lateText:
      var text = PNGWriter.Chunk.text(Array("some text".utf8)).bytes
      text[text.count - 1] ^= 1
      parts.chunks.insert(("zTXt", text), at: end)
    default: break
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
