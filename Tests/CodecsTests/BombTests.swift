import Codecs
import Memory
import Pixels
import Scenes
import Synchronization
import TestSupport
import Testing

/// Small files that ask for much work or memory, each made here.
@Suite struct BombTests {
  private static let policies = [DamagePolicy.strict, .standard, .accept]

  private func png(_ chunks: [PNGWriter.Chunk], interlaced: Bool = false) throws -> [UInt8] {
    var writer = PNGWriter()
    writer.chunks = chunks
    writer.interlaced = interlaced
    let shape = ImageShape(width: 5, height: 3, format: .gray8)
    return writer.file(Raster(try randomPicture(shape, seed: 1).pixels))
  }

  private func noise(_ count: Int) -> [UInt8] {
    var random = SeededRandom(seed: 9)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private func refusal(
    _ file: [UInt8], _ policy: DamagePolicy = .standard, _ checkpoint: Checkpoint = .never
  ) -> ImageError? {
    do throws(ImageError) {
      _ = try DecodedPicture(file, DecodeOptions(damage: policy), checkpoint)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [false, true])
  func dataFarBeyondTheLastRowIsNotDecompressed(interlaced: Bool) throws {
    // Rows of filter type 0 first: they are taken for the picture's.
    let rows = [UInt8](repeating: 0, count: 64)
    let some = try png([.rows(rows + noise(100_000))], interlaced: interlaced)
    #expect(try DecodedPicture(some).warnings.contains { $0.contains("Too much image data") })
    let far = try png([.rows(rows + noise(2_000_000))], interlaced: interlaced)
    for policy in Self.policies {
      let error = refusal(far, policy)
      #expect(error?.code == .tooLarge, "\(String(describing: error))")
      #expect(error?.reason.contains("more image data than the picture has room for") == true)
    }
  }

  /// Of twenty texts of two megabytes, made of some kilobytes each, not all are kept.
  @Test func textsTakeNoMoreMemoryThanTheyMay() throws {
    let text = PNGWriter.Chunk.text([UInt8](repeating: 65, count: 2_000_000))
    let few = try DecodedPicture(png([text, text]))
    #expect(few.warnings.isEmpty)
    let many = try png([PNGWriter.Chunk](repeating: text, count: 20))
    #expect(many.count < 1_000_000)
    let picture = try DecodedPicture(many)
    #expect(picture.warnings.contains { $0.contains("no space in chunk cache") })
    #expect(picture.header.decoderBytes > 32_000_000)
    #expect(picture.header.decoderBytes < 40_000_000)
    #expect(picture.samples == few.samples)
  }

  @Test func aTextThatIsTooLargeIsLeftOut() throws {
    let text = PNGWriter.Chunk.text([UInt8](repeating: 65, count: 9_000_000))
    let picture = try DecodedPicture(png([text]))
    #expect(picture.warnings.count == 1)
    #expect(picture.header.decoderBytes < 1_000_000)
  }

  @Test func thousandsOfTextsAreNotKept() throws {
    let text = PNGWriter.Chunk("tEXt", Array("Comment".utf8) + [0, 65])
    let picture = try DecodedPicture(png([PNGWriter.Chunk](repeating: text, count: 5000)))
    #expect(picture.warnings == ["tEXt: no space in chunk cache"])
  }

  /// A header alone announces gigabytes; none may be taken before there is data.
  @Test(arguments: [false, true])
  func aHeaderAloneTakesNoMemory(interlaced: Bool) throws {
    var writer = PNGWriter()
    writer.interlaced = interlaced
    let shape = ImageShape(width: 1, height: 1, format: .gray8)
    var file = writer.file(Raster(try randomPicture(shape, seed: 1).pixels))
    // 13,000 × 13,000 RGBA of 16 bits.
    file.replaceSubrange(16..<26, with: bigEndian(13_000) + bigEndian(13_000) + [16, 6])
    file.replaceSubrange(29..<33, with: bigEndian(CRC32.of(file[12..<29])))
    for policy in Self.policies { #expect(refusal(file, policy)?.code == .corrupt) }
    let block = try #require(ByteBlock(file))
    #expect(throws: ImageError.self) { try inspectHeader(of: block, maxPixels: 1 << 20) }
    let header = try inspectHeader(of: block)
    #expect((header.decoderBytes > 1 << 30) == interlaced, "an interlaced one is held whole")
  }

  private func progressive(width: Int, height: Int, scans: Int) throws -> [UInt8] {
    let shape = ImageShape(width: 16, height: 16, format: .gray8)
    var file = try encode(randomPicture(shape, seed: 3), .jpeg(JPEGSettings(progressive: true)))
    let frame = try #require(
      file.indices.dropLast().first { file[$0] == 0xFF && file[$0 + 1] == 0xC2 })
    for (offset, value) in [(5, height), (7, width)] {
      file[frame + offset] = UInt8(value >> 8)
      file[frame + offset + 1] = UInt8(value & 255)
    }
    let last = try #require(
      file.indices.dropLast().last { file[$0] == 0xFF && file[$0 + 1] == 0xDA })
    let scan = file[last..<file.count - 2]
    return Array(file[..<last]) + (0..<scans).flatMap { _ in scan } + [0xFF, 0xD9]
  }

  @Test func scansAreCounted() throws {
    let most = try progressive(width: 16, height: 16, scans: 480)
    #expect(refusal(most, .accept) == nil)
    for policy in Self.policies {
      let error = refusal(try progressive(width: 16, height: 16, scans: 600), policy)
      #expect(error?.code == .tooLarge)
      #expect(error?.reason.contains("more than 500 scans") == true)
    }
  }

  /// The larger the picture, the fewer: each goes over all of it.
  @Test func scansOfLargePicturesAreFewer() throws {
    let error = refusal(try progressive(width: 8192, height: 5400, scans: 100), .accept)
    #expect(error?.code == .tooLarge)
    #expect(error?.reason.contains("more than 90 scans") == true)
  }

  @Test func metadataOfAJPEGIsLimited() throws {
    let shape = ImageShape(width: 16, height: 16, format: .gray8)
    let file = try encode(randomPicture(shape, seed: 3), .jpeg(JPEGSettings()))
    let marker = [0xFF, 0xE1, 0xFF, 0xFF] + [UInt8](repeating: 7, count: 0xFFFD)
    func padded(_ markers: Int) -> [UInt8] {
      var padded = Array(file[..<2])
      for _ in 0..<markers { padded += marker }
      return padded + file[2...]
    }
    #expect(refusal(padded(40), .strict) == nil)
    let error = refusal(padded(1100), .accept)
    #expect(error?.code == .tooLarge)
    #expect(error?.reason.contains("64 MiB of metadata") == true)
  }

  /// Of a profile's segments no more can be named than 255; one that comes twice makes it void.
  @Test func profilesInPiecesThatContradictEachOtherAreLeftOut() throws {
    let shape = ImageShape(width: 16, height: 16, format: .rgb8)
    var metadata = Metadata()
    metadata.icc = iccProfile(space: "RGB ")
    let file = try encode(randomPicture(shape, seed: 3), .jpeg(JPEGSettings()), metadata)
    let at = try #require(
      file.indices.dropLast().first { file[$0] == 0xFF && file[$0 + 1] == 0xE2 })
    let length = Int(file[at + 2]) << 8 + Int(file[at + 3])
    let segment = file[at..<at + 2 + length]
    let doubled = Array(file[..<at]) + segment + segment + file[(at + 2 + length)...]
    let picture = try DecodedPicture(doubled)
    #expect(picture.metadata.icc == nil)
    #expect(!picture.warnings.isEmpty)
  }

  /// Long calls poll: what a checkpoint throws comes out, and not something else.
  @Test func aRefusalComesOutOfLongCalls() throws {
    let files = [
      try png([.text([1, 2, 3])]), try progressive(width: 400, height: 400, scans: 20),
      try encode(
        randomPicture(ImageShape(width: 9, height: 9, format: .rgb8), seed: 1),
        .jpeg(JPEGSettings())),
    ]
    let limit = ImageError(.tooSlow, "planted")
    for file in files {
      let checkpoint = Checkpoint { .refuse(limit) }
      checkpoint.requested.store(true, ordering: .relaxed)
      #expect(refusal(file, .accept, checkpoint) == limit)
    }
  }

  /// Rung in the middle of the scans, where no row has been read.
  @Test func scansPoll() throws {
    let answers = Mutex(0)
    let checkpoint = Checkpoint {
      answers.withLock { count in
        count += 1
        return count > 100 ? .refuse(ImageError(.tooSlow, "planted")) : .goOn
      }
    }
    checkpoint.requested.store(true, ordering: .relaxed)
    let file = try progressive(width: 400, height: 400, scans: 20)
    #expect(refusal(file, .accept, checkpoint)?.code == .tooSlow)
    #expect(answers.withLock { $0 } == 101)
  }

  @Test(arguments: [false, true])
  func encodersPoll(progressive: Bool) throws {
    let picture = try randomPicture(ImageShape(width: 64, height: 640, format: .rgb8), seed: 1)
    let checkpoint = Checkpoint { .refuse(ImageError(.tooSlow, "planted")) }
    let encoder = try openEncoder(
      for: picture.shape, .jpeg(JPEGSettings(progressive: progressive)), Metadata(), OneByOne(),
      checkpoint)
    checkpoint.requested.store(true, ordering: .relaxed)
    let error = #expect(throws: ImageError.self) {
      for y in 0..<picture.shape.height { try encoder.write(picture.pixels[row: y]) }
      _ = try encoder.finish()
    }
    #expect(error?.code == .tooSlow)
  }
}
