import Codecs
import Memory
import Pixels
import Scenes
import Testing

/// EXIF may stand anywhere in a PNG.
@Suite struct LateEXIFTests {
  private let plain: [UInt8]

  init() throws {
    let shape = ImageShape(width: 4, height: 2, format: .rgb8)
    plain = try encode(randomPicture(shape, seed: 1), .png(PNGSettings()))
  }

  /// The bytes between the pixels and the end.
  private func file(_ late: [UInt8]) -> [UInt8] { plain.dropLast(12) + late + plain.suffix(12) }

  private func orientations(_ file: [UInt8]) throws -> [Orientation] {
    let block = try #require(ByteBlock(file))
    let decoder = try openDecoder(block, DecodeOptions(), .never)
    return [try inspectHeader(of: block).orientation, decoder.header.orientation]
  }

  @Test(arguments: [HandmadeEXIF.Order.little, .big])
  func exifBehindThePixelsCounts(order: HandmadeEXIF.Order) throws {
    let block = exif(orientation: 6, order)
    let late = file(ChunkedPNG.chunk("eXIf", block))
    #expect(try orientations(late) == [.rotate90, .rotate90])
    let picture = try DecodedPicture(late, DecodeOptions(damage: .strict))
    #expect(picture.metadata.exif == block)
    #expect(picture.samples == (try DecodedPicture(plain)).samples)
  }

  @Test func theFirstCounts() throws {
    let chunks = (
      ChunkedPNG.chunk("eXIf", exif(orientation: 6)), ChunkedPNG.chunk("eXIf", exif(orientation: 3))
    )
    #expect(try orientations(file(chunks.0 + chunks.1)).first == .rotate90)
    var early = ChunkedPNG(file(chunks.0))
    early.chunks.insert(("eXIf", exif(orientation: 3)), at: 1)
    #expect(try orientations(early.file) == [.rotated180, .rotated180])
  }

  /// Damaged, cut, of absurd length, of no byte order, or behind the end: as if it were not there.
  @Test func whatIsNotSoundIsLeftAlone() throws {
    let sound = ChunkedPNG.chunk("eXIf", exif(orientation: 6))
    var damaged = sound
    damaged[20] ^= 1
    #expect(try orientations(file(damaged)).first == .upright)
    // A sound one behind a damaged one is found.
    #expect(try orientations(file(damaged + sound)).first == .rotate90)
    #expect(try orientations(plain + sound).first == .upright)
    #expect(try orientations(file(ChunkedPNG.chunk("eXIf", [1, 2, 3, 4]))).first == .upright)
    #expect(try orientations(file(ChunkedPNG.chunk("eXIf", [0x49]))).first == .upright)
    for length in [0x7FFF_FFFF, 0xFFFF_FFFF, UInt32(sound.count)] {
      let long = bigEndian(length) + sound[4...]
      #expect(try orientations(plain.dropLast(12) + long) == [.upright, .upright])
    }
    for count in 0..<sound.count {
      #expect(try orientations(plain.dropLast(12) + sound.prefix(count)) == [.upright, .upright])
    }
  }

  @Test func aBlockLargerThanAChunkMayBeIsLeftOut() throws {
    let block = exif(orientation: 6) + [UInt8](repeating: 0, count: 8_000_000)
    #expect(try orientations(file(ChunkedPNG.chunk("eXIf", block))).first == .upright)
  }
}

/// What texts and profiles unfold to is reserved before any of them is unfolded.
@Suite struct UnfoldingTests {
  private func decoderBytes(_ chunks: [PNGWriter.Chunk], late: Bool = false) throws -> Int {
    var writer = PNGWriter()
    if !late { writer.chunks = chunks }
    let shape = ImageShape(width: 5, height: 3, format: .gray8)
    var parts = ChunkedPNG(writer.file(Raster(try randomPicture(shape, seed: 1).pixels)))
    if late {
      parts.chunks.insert(
        contentsOf: chunks.map { ($0.type, $0.bytes) }, at: parts.chunks.count - 1)
    }
    let block = try #require(ByteBlock(parts.file))
    return try inspectHeader(of: block).decoderBytes
  }

  private static let many = [UInt8](repeating: 97, count: 7_900_000)

  /// As iTXt has it, compressed or not, out of a zTXt chunk.
  private func international(_ text: [UInt8], packed: Bool) -> PNGWriter.Chunk {
    // Keyword, its NUL, and the method stand before the stream.
    let stream =
      packed ? Array(PNGWriter.Chunk.text(text).bytes.dropFirst("Comment".utf8.count + 2)) : text
    return PNGWriter.Chunk(
      "iTXt",
      Array("Comment".utf8) + [0, packed ? 1 : 0, 0] + Array("en".utf8) + [0, 0x41, 0] + stream)
  }

  @Test(arguments: [false, true])
  func textsAreForeseen(late: Bool) throws {
    let none = try decoderBytes([])
    let text = PNGWriter.Chunk.text(Self.many)
    let two = try decoderBytes([text, text], late: late)
    #expect(two - none >= 2 * 2 * Self.many.count)
    #expect(two - none < 2 * 2 * Self.many.count + 1_000_000)
    let packed = try decoderBytes([international(Self.many, packed: true)], late: late)
    #expect(packed - none > 2 * Self.many.count)
    // No further ones are taken than have room.
    let twenty = try decoderBytes([PNGWriter.Chunk](repeating: text, count: 20), late: late)
    #expect(twenty - none < 2 * 24_000_000 + 4_000_000)
  }

  @Test func aProfileIsForeseenByWhatItSays() throws {
    let none = try decoderBytes([])
    let lying = bigEndian(7_000_000) + [UInt8](repeating: 0, count: 200)
    #expect(try decoderBytes([.profile(lying)]) - none > 2 * 7_000_000)
    let absurd = bigEndian(0xFFFF_FFFF) + [UInt8](repeating: 0, count: 200)
    #expect(try decoderBytes([.profile(absurd)]) - none < 10_000)
  }

  /// Little is reserved for little, and nothing is read beyond a chunk that lacks what it should
  /// have.
  @Test func smallAndBrokenTextsAskForLittle() throws {
    let none = try decoderBytes([])
    let name = Array("Comment".utf8)
    let chunks: [PNGWriter.Chunk] = [
      .text([65, 66]), international([65], packed: false), international([65], packed: true),
      .init("zTXt", []), .init("zTXt", [0]), .init("zTXt", name), .init("zTXt", name + [0]),
      .init("zTXt", name + [0, 0]), .init("zTXt", name + [0, 0, 1, 2, 3]),
      .init("iTXt", []), .init("iTXt", [0]), .init("iTXt", name + [0]),
      .init("iTXt", name + [0, 1]),
      .init("iTXt", name + [0, 1, 0]), .init("iTXt", name + [0, 1, 0, 0]),
      .init("iTXt", name + [0, 1, 0, 0, 0]), .init("iTXt", name + [0, 1, 0, 0, 0, 9]),
      .init("iCCP", []), .init("iCCP", [0]), .init("iCCP", name + [0]),
      .init("iCCP", name + [0, 0]),
      .init("iCCP", name + [0, 0, 9]), .init("tEXt", []),
      .text([UInt8](repeating: 65, count: 9_000_000)),
    ]
    for chunk in chunks {
      let taken = try decoderBytes([chunk]) - none
      #expect((0..<200_000).contains(taken), "\(chunk.type) \(chunk.bytes.prefix(20))")
    }
  }
}

@Suite struct PaletteIndexTests {
  /// libpng does not look for them in rows that it expands: they come out black, in silence.
  @Test func indicesBeyondThePaletteAreBlack() throws {
    var writer = PNGWriter()
    writer.chunks = [.rows([0, 0, 1, 2, 255])]
    let shape = ImageShape(width: 1, height: 1, format: .gray8)
    var parts = ChunkedPNG(writer.file(Raster(try randomPicture(shape, seed: 1).pixels)))
    // Four pixels of a palette of two: the writer's own row goes.
    parts.chunks[0].bytes = bigEndian(4) + bigEndian(1) + [8, 3, 0, 0, 0]
    parts.chunks.insert(("PLTE", [10, 20, 30, 40, 50, 60]), at: 1)
    parts.chunks.remove(at: 3)
    #expect(parts.chunks.map(\.type) == ["IHDR", "PLTE", "IDAT", "IEND"])
    let picture = try DecodedPicture(parts.file, DecodeOptions(damage: .strict))
    #expect(picture.samples == [10, 20, 30, 40, 50, 60, 0, 0, 0, 0, 0, 0])
  }
}

/// An APNG's default image is taken; that it has more is said, and refuses nothing.
@Suite struct AnimationTests {
  private let control = ChunkedPNG.chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])

  @Test(arguments: [DamagePolicy.strict, .standard, .accept])
  func otherFramesAreToldOf(policy: DamagePolicy) throws {
    let shape = ImageShape(width: 4, height: 2, format: .rgb8)
    let plain = try encode(randomPicture(shape, seed: 1), .png(PNGSettings()))
    // Behind the header, which has 25 bytes, and the signature.
    let animated = Array(plain[..<33]) + control + plain[33...]
    let late = plain.dropLast(12) + control + plain.suffix(12)
    let options = DecodeOptions(damage: policy)
    let picture = try DecodedPicture(animated, options)
    #expect(picture.warnings == ["it is animated, and only its default image was taken"])
    for still in [plain, Array(late)] {
      #expect(try DecodedPicture(still, options).warnings.isEmpty)
    }
    // One frame, which is the default image, is no more than that.
    let alone = ChunkedPNG.chunk("acTL", [0, 0, 0, 1, 0, 0, 0, 0])
    let frame = ChunkedPNG.chunk("fcTL", [UInt8](repeating: 0, count: 26))
    let single = Array(plain[..<33]) + alone + frame + plain[33...]
    #expect(try DecodedPicture(single, options).warnings.isEmpty)
    let another = Array(plain[..<33]) + alone + plain[33...]
    #expect(try !DecodedPicture(another, options).warnings.isEmpty)
    #expect(try picture.samples == DecodedPicture(plain, options).samples)
  }
}
