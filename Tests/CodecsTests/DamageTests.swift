import Codecs
import Memory
import Pixels
import TestSupport
import Testing

private let size = ImageShape(width: 120, height: 90, format: .rgb8)

private func jpeg(progressive: Bool = false) throws -> [UInt8] {
  try encode(
    randomPicture(size, seed: 3), .jpeg(JPEGSettings(quality: 80, progressive: progressive)))
}

private func png() throws -> [UInt8] {
  try encode(randomPicture(size, seed: 3), .png(PNGSettings()))
}

private func decode(_ file: [UInt8], _ policy: DamagePolicy) throws(ImageError) -> [String] {
  try DecodedPicture(file, DecodeOptions(damage: policy)).warnings
}

private func code(_ file: [UInt8], _ policy: DamagePolicy) -> ImageError.Code? {
  do throws(ImageError) {
    _ = try decode(file, policy)
    return nil
  } catch {
    return error.code
  }
}

@Suite struct DamageTests {
  @Test(arguments: [false, true])
  func cutJPEGIsDamaged(progressive: Bool) throws {
    let whole = try jpeg(progressive: progressive)
    let cut = Array(whole.prefix(whole.count * 2 / 3))
    #expect(code(cut, .strict) == .warned)
    #expect(code(cut, .standard) == .damaged)
    #expect(try !decode(cut, .accept).isEmpty)
  }

  @Test(arguments: [false, true])
  func jpegWithoutItsEndMarkerIsWhole(progressive: Bool) throws {
    let cut = Array(try jpeg(progressive: progressive).dropLast(2))
    #expect(code(cut, .strict) == .warned)
    #expect(try decode(cut, .standard) == ["Premature end of JPEG file"])
  }

  @Test func progressiveJPEGWithoutItsLastScanIsDamaged() throws {
    let whole = try jpeg(progressive: true)
    let lastScan = try #require(
      whole.indices.dropLast().last { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA })
    // Everything before the last scan, so that no entropy-coded segment is cut.
    let table = whole[..<lastScan]
    #expect(code(Array(table), .standard) == .damaged)
    #expect(code(Array(table), .accept) == nil)
  }

  @Test func junkBeforeJPEGHeadersOnlyWarns() throws {
    var file = try jpeg()
    file.insert(contentsOf: [1, 2, 3, 4], at: 2)
    #expect(code(file, .strict) == .warned)
    #expect(try decode(file, .standard).count == 1)
  }

  @Test func wrongCRCOfAncillaryChunkOnlyWarns() throws {
    var metadata = Metadata()
    metadata.gamma = 50_000
    var file = try encode(randomPicture(size, seed: 3), .png(PNGSettings()), metadata)
    let chunk = try #require(position(of: "gAMA", in: file))
    file[chunk + 8] ^= 1
    #expect(code(file, .strict) == .warned)
    #expect(try decode(file, .standard) == ["gAMA: CRC error"])
    #expect(try DecodedPicture(file).metadata.gamma == nil)
  }

  @Test(arguments: [DamagePolicy.strict, .standard, .accept])
  func damagedPNGPixelsAreRefused(policy: DamagePolicy) throws {
    var file = try png()
    let chunk = try #require(position(of: "IDAT", in: file))
    file[chunk + 200] ^= 0x10
    #expect(code(file, policy) == .corrupt)
    let cut = Array(try png().dropLast(1_000))
    #expect(code(cut, policy) == .corrupt)
  }

  @Test(arguments: [DamagePolicy.strict, .standard, .accept])
  func wrongCRCOfTheLastPixelsIsRefused(policy: DamagePolicy) throws {
    var file = try png()
    let end = try #require(position(of: "IEND", in: file))
    // The CRC of the last IDAT stands before IEND's length.
    file[end - 5] ^= 1
    #expect(code(file, policy) == .corrupt)
  }

  @Test func pngWithoutItsEndChunkOnlyWarns() throws {
    let file = Array(try png().dropLast(12))
    #expect(code(file, .strict) == .warned)
    #expect(try decode(file, .standard) == ["the file ends too early"])
  }

  @Test func errorsNameTheCause() throws {
    var file = try png()
    file[16] = 0x7F
    let refusal = #expect(throws: ImageError.self) { try decode(file, .accept) }
    #expect(refusal?.reason.contains("IHDR: CRC error") == true)
    var lossless = try jpeg()
    let frame = try #require(
      lossless.indices.dropLast().first { lossless[$0] == 0xFF && lossless[$0 + 1] == 0xC0 })
    lossless[frame + 1] = 0xC3
    let other = #expect(throws: ImageError.self) { try decode(lossless, .accept) }
    #expect(other?.code == .unsupported)
    #expect(other?.reason.contains("SOF type 0xc3") == true)
  }

  /// Broken files must be refused or decoded, and nothing else may happen.
  @Test(arguments: 0..<4)
  func mutationsNeverCrash(kind: Int) throws {
    let original = try kind < 2 ? jpeg(progressive: kind == 1) : kind == 2 ? png() : interlaced()
    var random = SeededRandom(seed: UInt64(kind))
    for _ in 0..<300 {
      var file = original
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<file.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: file[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: file[at] = UInt8.random(in: 0...255, using: &random)
        case 2: file.removeSubrange(at..<min(at + 7, file.count))
        default: file.insert(contentsOf: [0xFF, 0xD8, 0, 0], at: at)
        }
      }
      file.removeLast(Int.random(in: 0...file.count / 8, using: &random))
      for policy in [DamagePolicy.strict, .standard, .accept] {
        if code(file, policy) == nil, policy == .strict { #expect(code(file, .accept) == nil) }
      }
      if let block = ByteBlock(file) { _ = try? inspectHeader(of: block, maxPixels: 1 << 20) }
    }
  }

  /// A small interlaced PNG: its header changed, the data then being that of another picture, so
  /// that the decoder runs into its end at any pass.
  private func interlaced() throws -> [UInt8] {
    var file = try png()
    file[28] = 1
    let checked = CRC32.of(file[12..<29])
    file.replaceSubrange(29..<33, with: bigEndian(checked))
    return file
  }

  private func position(of chunk: String, in file: [UInt8]) -> Int? {
    let name = Array(chunk.utf8)
    return file.indices.dropLast(4).first { file[$0..<$0 + 4].elementsEqual(name) }
  }
}

/// The checksum of PNG's chunks, bit by bit.
enum CRC32 {
  static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in
        crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1
      }
    }
  }
}

/// Found by fuzzing, and made again by hand.
@Suite struct FuzzFindingTests {
  /// A second frame header of more components than the first has room for: libjpeg refuses it,
  /// having noted its numbers already.
  @Test(arguments: [1, 3, 200])
  func aSecondFrameHeaderIsNotBelieved(components: Int) throws {
    let gray = ImageShape(width: 16, height: 16, format: PixelFormat(.gray, .eight))
    let file = try encode(randomPicture(gray, seed: 3), .jpeg(JPEGSettings()))
    let scan = try #require(
      file.indices.dropLast().first { file[$0] == 0xFF && file[$0 + 1] == 0xDA })
    let length = 8 + 3 * components
    let header: [UInt8] =
      [0xFF, 0xC0, UInt8(length >> 8), UInt8(length & 255), 8, 0, 99, 0, 77, UInt8(components)]
      + (0..<components).flatMap { [UInt8($0), 0x11, 0] }
    let doubled = Array(file[..<scan]) + header + Array(file[scan...])
    let block = try #require(ByteBlock(doubled))
    #expect(throws: ImageError.self) { try inspectHeader(of: block) }
    #expect(code(doubled, .accept) == .corrupt)
  }
}
