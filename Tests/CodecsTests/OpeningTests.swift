import Codecs
import Memory
import Pixels
import Synchronization
import TestSupport
import Testing

@Suite struct OpeningTests {
  @Test(arguments: [
    ("", "empty"), ("GIF89a", "GIF"), ("RIFF....WEBPVP8 ", "WebP"), ("BM....", "BMP"),
    ("II*\0....", "TIFF"), ("  \n<svg>", "markup"), ("....ftypavif", "AVIF"),
    ("hello", "no known image format"),
  ])
  func otherFormatsAreNamed(text: String, name: String) throws {
    let block = try #require(ByteBlock(Array(text.utf8)))
    let refusal = #expect(throws: ImageError.self) { try inspectHeader(of: block) }
    #expect(refusal?.code == .unknownFormat)
    #expect(refusal?.reason.contains(name) == true)
    let again = #expect(throws: ImageError.self) {
      try openDecoder(block, DecodeOptions(), .never)
    }
    #expect(again == refusal)
  }

  @Test func picturesAboveTheLimitAreRefused() throws {
    let picture = try randomPicture(ImageShape(width: 20, height: 10, format: .rgb8), seed: 1)
    for settings in [EncodeSettings.png(PNGSettings()), .jpeg(JPEGSettings())] {
      let block = try #require(ByteBlock(try encode(picture, settings)))
      #expect(try inspectHeader(of: block, maxPixels: 200).shape.pixelCount == 200)
      let refusal = #expect(throws: ImageError.self) {
        try inspectHeader(of: block, maxPixels: 199)
      }
      #expect(refusal?.code == .tooLarge)
      let again = #expect(throws: ImageError.self) {
        try openDecoder(block, DecodeOptions(maxPixels: 199), .never)
      }
      #expect(again?.code == .tooLarge)
    }
  }

  @Test func headOfAFileIsEnoughForItsHeader() throws {
    let picture = try randomPicture(ImageShape(width: 200, height: 100, format: .rgb8), seed: 1)
    var metadata = Metadata()
    metadata.exif = exif(orientation: 8)
    for settings in [EncodeSettings.png(PNGSettings()), .jpeg(JPEGSettings())] {
      let file = try encode(picture, settings, metadata)
      let whole = try inspectHeader(of: try #require(ByteBlock(file)))
      let head = try #require(ByteBlock(Array(file.prefix(1_000))))
      #expect(try inspectHeader(of: head) == whole)
      #expect(whole.orientation == .rotate270)
    }
  }

  @Test func headCutBeforeThePixelsStillTellsTheSize() throws {
    let picture = try randomPicture(ImageShape(width: 200, height: 100, format: .rgb8), seed: 1)
    let png = try encode(picture, .png(PNGSettings()))
    let head = try #require(ByteBlock(Array(png.prefix(33))))
    #expect(try inspectHeader(of: head).shape == picture.shape)
    let jpeg = try encode(picture, .jpeg(JPEGSettings()))
    let frame = try #require(
      jpeg.indices.dropLast().first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
    let start = try #require(ByteBlock(Array(jpeg.prefix(frame + 19))))
    #expect(try inspectHeader(of: start).shape == picture.shape)
  }

  @Test func progressiveDecodingIsInterrupted() throws {
    let picture = try randomPicture(ImageShape(width: 64, height: 640, format: .rgb8), seed: 1)
    let file = try encode(picture, .jpeg(JPEGSettings(progressive: true)))
    let polls = Counter()
    let checkpoint = Checkpoint { polls.next() >= 10 ? .stop : .goOn }
    checkpoint.requested.store(true, ordering: .relaxed)
    let block = try #require(ByteBlock(file))
    let decoder = try openDecoder(block, DecodeOptions(), checkpoint)
    let rows = try PixelBuffer(ImageShape(width: 64, height: 1, format: .rgb8))
    // The first row alone takes all scans, and so must poll more than once.
    let stop = #expect(throws: ImageError.self) { try decoder.read(into: rows[row: 0]) }
    #expect(stop?.code == .interrupted)
    #expect(polls.count == 10)
  }

  @Test func jpegRefusesLongSides() throws {
    let shape = ImageShape(width: 65_501, height: 1, format: .gray8)
    let refusal = #expect(throws: ImageError.self) {
      try openEncoder(for: shape, .jpeg(JPEGSettings()), Metadata())
    }
    #expect(refusal?.code == .encode)
    #expect(refusal?.reason.contains("65501") == true)
    #expect(throws: Never.self) {
      try openEncoder(for: shape, .png(PNGSettings()), Metadata())
    }
  }

  @Test func decoderBytesFollowWhatIsHeld() throws {
    let shape = ImageShape(width: 1_000, height: 800, format: .rgb8)
    let picture = try randomPicture(shape, seed: 1)
    func held(_ settings: EncodeSettings) throws -> Int {
      let block = try #require(ByteBlock(try encode(picture, settings)))
      return try inspectHeader(of: block).decoderBytes
    }
    // Rows, decompressed at once, and no more than that of compressed ones.
    let rows = 2 * (1 + 3 * 1_000) * 800
    #expect(rows..<rows + 1 << 20 ~= (try held(.png(PNGSettings()))))
    #expect(try held(.jpeg(JPEGSettings())) < 1 << 20)
    // Coefficients of 16 bits: luma, and two of chroma at a quarter.
    let coefficients = 2 * 1_008 * 800 * 3 / 2
    let progressive = try held(.jpeg(JPEGSettings(progressive: true)))
    #expect(coefficients..<coefficients + 1 << 20 ~= progressive)
  }
}

private final class Counter: Sendable {
  private let value = Atomic<Int>(0)
  var count: Int { value.load(ordering: .relaxed) }
  func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}

@Suite struct SHA256Tests {
  @Test func knownHashes() {
    var empty = SHA256()
    #expect(
      empty.finish() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    var parts = SHA256()
    parts.update(Array("a".utf8))
    parts.update(Array("bc".utf8))
    #expect(
      parts.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
