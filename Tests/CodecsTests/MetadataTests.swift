import Codecs
import Pixels
import TestSupport
import Testing

private let both: [EncodeSettings] = [.png(PNGSettings()), .jpeg(JPEGSettings())]

@Suite struct MetadataTests {
  @Test(arguments: both)
  func profileExifAndDensityTravel(settings: EncodeSettings) throws {
    var metadata = Metadata()
    metadata.icc = iccProfile(space: "RGB ")
    metadata.exif = exif(orientation: 6)
    metadata.pixelsPerMetreX = 11_811
    metadata.pixelsPerMetreY = 2_835
    let picture = try randomPicture(
      ImageShape(width: 9, height: 5, format: .rgb8), seed: 1)
    let back = try DecodedPicture(encode(picture, settings, metadata))
    #expect(back.metadata.icc == metadata.icc)
    #expect(back.metadata.exif == metadata.exif)
    #expect(back.header.orientation == .rotate90)
    #expect(back.metadata.pixelsPerMetreX == 11_811)
    #expect(back.metadata.pixelsPerMetreY == 2_835)
  }

  @Test func longProfileTakesSeveralJPEGSegments() throws {
    var metadata = Metadata()
    metadata.icc = iccProfile(space: "RGB ", byteCount: 200_000)
    let picture = try randomPicture(ImageShape(width: 9, height: 5, format: .rgb8), seed: 1)
    let back = try DecodedPicture(encode(picture, .jpeg(JPEGSettings()), metadata))
    #expect(back.metadata.icc == metadata.icc)
  }

  @Test(arguments: both)
  func profileOfAnotherColourModelIsLeftOut(settings: EncodeSettings) throws {
    var metadata = Metadata()
    metadata.icc = iccProfile(space: "RGB ")
    let picture = try randomPicture(ImageShape(width: 9, height: 5, format: .gray8), seed: 1)
    #expect(try DecodedPicture(encode(picture, settings, metadata)).metadata.icc == nil)
    metadata.icc = iccProfile(space: "GRAY")
    #expect(
      try DecodedPicture(encode(picture, settings, metadata)).metadata.icc == metadata.icc)
  }

  @Test func pngColourChunksTravel() throws {
    var metadata = Metadata()
    metadata.gamma = 50_000
    metadata.chromaticities = [31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000]
    let picture = try randomPicture(ImageShape(width: 9, height: 5, format: .rgb8), seed: 1)
    let back = try DecodedPicture(encode(picture, .png(PNGSettings()), metadata)).metadata
    #expect(back.gamma == metadata.gamma)
    #expect(back.chromaticities == metadata.chromaticities)
    #expect(back.srgbIntent == nil)

    var standard = Metadata()
    standard.srgbIntent = 1
    let again = try DecodedPicture(encode(picture, .png(PNGSettings()), standard)).metadata
    #expect(again.srgbIntent == 1)
  }

  @Test func densityOfWholeCentimetresStays() throws {
    var metadata = Metadata()
    metadata.pixelsPerMetreX = 4_700
    metadata.pixelsPerMetreY = 4_800
    let picture = try randomPicture(ImageShape(width: 9, height: 5, format: .rgb8), seed: 1)
    let back = try DecodedPicture(encode(picture, .jpeg(JPEGSettings()), metadata)).metadata
    #expect(back.pixelsPerMetreX == 4_700)
    #expect(back.pixelsPerMetreY == 4_800)
  }

  @Test func metadataTooLargeForJPEGIsRefused() throws {
    let picture = try randomPicture(ImageShape(width: 9, height: 5, format: .rgb8), seed: 1)
    var metadata = Metadata()
    metadata.exif = exif(orientation: 1) + [UInt8](repeating: 0, count: 65_536)
    let refusal = #expect(throws: ImageError.self) {
      try encode(picture, .jpeg(JPEGSettings()), metadata)
    }
    #expect(refusal?.code == .encode)
    #expect(refusal?.reason.contains("EXIF") == true)
  }
}

@Suite struct OrientationTests {
  private func orientation(_ exif: [UInt8]) -> Orientation {
    var metadata = Metadata()
    metadata.exif = exif
    return metadata.orientation
  }

  @Test(arguments: Orientation.allCases, [HandmadeEXIF.Order.little, .big])
  func allValuesInBothByteOrders(value: Orientation, order: HandmadeEXIF.Order) {
    for type in [3, 4] {
      var metadata = Metadata()
      metadata.exif = exif(orientation: Int(value.rawValue), order, type: type)
      #expect(metadata.orientation == value)
      let reset = metadata.resettingOrientation()
      #expect(reset.exif == exif(orientation: 1, order, type: type))
    }
  }

  @Test(arguments: [0, 9, 255, 256, 0x0600])
  func senselessValuesMeanUpright(value: Int) {
    #expect(orientation(exif(orientation: value)) == .upright)
    #expect(orientation(exif(orientation: value, .little)) == .upright)
  }

  @Test(arguments: [0, 1, 2, 5, 7, 12, 65_535])
  func otherTypesMeanUpright(type: Int) {
    #expect(orientation(exif(orientation: 6, type: type)) == .upright)
  }

  @Test func severalValuesMeanUpright() {
    let block = HandmadeEXIF(order: .little, entries: [(0x0112, 3, 2, 6)])
    #expect(orientation(block.bytes) == .upright)
  }

  @Test func everyTruncationIsUprightAndStaysAsItIs() {
    let whole = exif(orientation: 6, .little)
    // The value's field ends where the offset of the next directory begins.
    for count in 0..<(whole.count - 4) {
      var metadata = Metadata()
      metadata.exif = Array(whole.prefix(count))
      #expect(metadata.orientation == .upright)
      #expect(metadata.resettingOrientation() == metadata)
    }
  }

  @Test func directoryBeyondTheBlockIsUpright() {
    var block = exif(orientation: 6)
    block.replaceSubrange(4..<8, with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(orientation(block) == .upright)
  }
}

/// What an EXIF block says of a picture whose pixels were changed.
@Suite struct ChangedPictureTests {
  private static let jpeg: [UInt8] =
    [0xFF, 0xD8] + [UInt8](repeating: 0x5A, count: 60) + [0xFF, 0xD9]

  /// Two directories, the camera's settings behind the first, and a thumbnail at the end.
  private func block(
    _ order: HandmadeEXIF.Order, widthType: Int = 3, thumbnail: [UInt8] = jpeg,
    strips: Bool = false, behind: [UInt8] = []
  ) -> (bytes: [UInt8], settings: Int, second: Int, thumbnail: Int) {
    let (settings, second, start) = (8 + 2 + 24 + 4, 38 + 2 + 24 + 4, 68 + 2 + 24 + 4)
    let first = HandmadeEXIF(order: order, entries: [(0x0112, 3, 1, 1), (0x8769, 4, 1, settings)])
    let camera = HandmadeEXIF(
      order: order, entries: [(0xA002, widthType, 1, 4000), (0xA003, widthType, 1, 3000)])
    let (offset, length) = strips ? (0x0111, 0x0117) : (0x0201, 0x0202)
    let last = HandmadeEXIF(
      order: order, entries: [(offset, 4, 1, start), (length, 4, 1, thumbnail.count)])
    var bytes = first.bytes
    let link = [UInt8](repeating: 0, count: 3) + [UInt8(second)]
    bytes.replaceSubrange(
      bytes.count - 4..<bytes.count, with: order == .big ? link : link.reversed())
    bytes += camera.bytes.dropFirst(8) + last.bytes.dropFirst(8) + thumbnail + behind
    return (bytes, settings, second, start)
  }

  private func changed(_ exif: [UInt8], width: Int = 640, height: Int = 70_000) -> [UInt8] {
    var metadata = Metadata()
    metadata.exif = exif
    return metadata.describingChanged(width: width, height: height).exif ?? []
  }

  @Test(arguments: [HandmadeEXIF.Order.little, .big], [3, 4])
  func sizeIsTheOutputs(order: HandmadeEXIF.Order, type: Int) {
    let its = block(order, widthType: type)
    let found = changed(its.bytes)
    // What is too large for a SHORT becomes a LONG.
    let expected = HandmadeEXIF(
      order: order, entries: [(0xA002, type, 1, 640), (0xA003, 4, 1, 70_000)])
    #expect(found[its.settings..<its.second].elementsEqual(expected.bytes.dropFirst(8)))
  }

  @Test(arguments: [HandmadeEXIF.Order.little, .big], [false, true])
  func thumbnailIsGone(order: HandmadeEXIF.Order, strips: Bool) {
    let its = block(order, strips: strips)
    let found = changed(its.bytes)
    #expect(found.count == its.second, "its bytes were the last, behind its directory")
    #expect(found[34..<38].allSatisfy { $0 == 0 }, "nothing leads to it")
    #expect(found[..<34].elementsEqual(its.bytes[..<34]), "the first directory is as it was")
    #expect(changed(found) == found)
  }

  @Test func whatStandsBehindAThumbnailStays() {
    let its = block(.little, behind: [1, 2, 3])
    let found = changed(its.bytes)
    #expect(found.count == its.bytes.count)
    #expect(found[its.thumbnail...].dropLast(3).allSatisfy { $0 == 0 })
    #expect(found.suffix(3) == [1, 2, 3])
  }

  /// A first directory that has a thumbnail, which stands before it, and two more with theirs.
  @Test(arguments: [HandmadeEXIF.Order.little, .big])
  func everyThumbnailIsGone(order: HandmadeEXIF.Order) {
    func directory(_ thumbnail: Int, link: Int) -> [UInt8] {
      let entries = [(0x0201, 4, 1, thumbnail), (0x0202, 4, 1, Self.jpeg.count)]
      let bytes = HandmadeEXIF(order: order, entries: entries).bytes.dropFirst(8).dropLast(4)
      return bytes + number(link)
    }
    func number(_ value: Int) -> [UInt8] {
      let little = [UInt8(value & 255), UInt8(value >> 8), 0, 0]
      return order == .little ? little : little.reversed()
    }
    let size = Self.jpeg.count
    // Thumbnail, directory, directory, two thumbnails, directory.
    let (first, second) = (8 + size, 8 + size + 30)
    let third = second + 30 + 2 * size
    var whole = Array(HandmadeEXIF(order: order, entries: []).bytes.prefix(4)) + number(first)
    whole += Self.jpeg + directory(8, link: second) + directory(second + 30, link: third)
    whole += Self.jpeg + Self.jpeg + directory(second + 30 + size, link: 0)
    let found = changed(whole)
    #expect(found.count == second, "all behind the first directory were blank")
    #expect(found[8..<first].allSatisfy { $0 == 0 })
    #expect(found[(first + 22)...].allSatisfy { $0 == 0 }, "no length, and no link")
    #expect(found[..<8].elementsEqual(whole[..<8]))
  }

  /// What stands where a link should be, and leads nowhere.
  @Test func aLinkThatIsNoneStays() {
    let block = Array(exif(orientation: 6, .little).dropLast(4)) + Array("Test".utf8)
    #expect(changed(block) == block)
  }

  /// Where no thumbnail is at its place, something else is.
  @Test func whatIsNoThumbnailIsNotErased() {
    let its = block(.big, thumbnail: [UInt8](repeating: 7, count: 20))
    #expect(changed(its.bytes).suffix(20) == its.bytes.suffix(20))
  }

  /// Cut off anywhere, or with bytes of chance: nothing is added, and reading stays within bounds.
  @Test func nonsenseDoesNoHarm() {
    let whole = block(.little).bytes
    for count in 0..<whole.count {
      #expect(changed(Array(whole.prefix(count))).count <= count)
    }
    var random = SeededRandom(seed: 5)
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 4..<bytes.count, using: &random)
        bytes[place] = [0, 1, 8, 38, 68, 255, .random(in: 0...255, using: &random)]
          .randomElement(using: &random)!
      }
      #expect(changed(bytes).count <= bytes.count)
    }
  }
}
