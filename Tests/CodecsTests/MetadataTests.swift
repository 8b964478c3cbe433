import Codecs
import Pixels
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
