import Codecs
import Pixels
import Testing

private let formats = ColorModel.allCases.flatMap {
  [PixelFormat($0, .eight), PixelFormat($0, .sixteen)]
}

@Suite struct RoundTripTests {
  @Test(arguments: formats, [0, 6, 9])
  func pngKeepsEverySample(format: PixelFormat, level: Int) throws {
    for (seed, size) in [(1, 1), (31, 17), (8, 40)].enumerated() {
      let shape = ImageShape(width: size.0, height: size.1, format: format)
      let picture = try randomPicture(shape, seed: UInt64(seed))
      let file = try encode(picture, .png(PNGSettings(level: level)))
      let back = try DecodedPicture(file, DecodeOptions(damage: .strict))
      #expect(back.shape == shape)
      #expect(back.samples == bytes(of: picture))
      #expect(back.warnings.isEmpty)
    }
  }

  @Test(arguments: [PixelFormat.gray8, .rgb8], [false, true])
  func jpegStaysNear(format: PixelFormat, progressive: Bool) throws {
    for subsampling in Subsampling.allCases {
      let shape = ImageShape(width: 37, height: 21, format: format)
      let picture = try evenPicture(shape, format == .gray8 ? [90] : [200, 120, 40])
      let settings = JPEGSettings(
        quality: 95, subsampling: subsampling, progressive: progressive)
      let back = try DecodedPicture(
        try encode(picture, .jpeg(settings)), DecodeOptions(damage: .strict))
      #expect(back.shape == shape)
      #expect(back.header.isProgressive == progressive)
      #expect(back.header.subsampling == (format == .gray8 ? nil : subsampling))
      let furthest = zip(back.samples, bytes(of: picture)).map { abs(Int($0) - Int($1)) }.max()
      #expect(furthest! <= 2)
    }
  }

  @Test(arguments: formats)
  func jpegTakesEveryFormat(format: PixelFormat) throws {
    let maximum = format.depth.maximum
    let color = format.model.isGray ? [maximum / 2] : [maximum, maximum / 2, 0]
    let samples = color + (format.model.hasAlpha ? [maximum / 4] : [])
    let shape = ImageShape(width: 16, height: 16, format: format)
    var settings = JPEGSettings(quality: 100, subsampling: .s444)
    settings.background = (0, 80, 255)
    let back = try DecodedPicture(encode(evenPicture(shape, samples), .jpeg(settings)))

    // The same in real numbers.
    let alpha = format.model.hasAlpha ? Double(maximum / 4) / Double(maximum) : 1
    let levels = color.map { Double($0) / Double(maximum) * 255 }
    let background = [0.0, 80, 255]
    let isGray = format.model == .gray
    #expect(back.shape.format == (isGray ? .gray8 : .rgb8))
    for channel in 0..<(isGray ? 1 : 3) {
      let level = levels[levels.count == 1 ? 0 : channel]
      let wanted = level * alpha + background[channel] * (1 - alpha)
      #expect(abs(Double(back.samples[channel]) - wanted) <= 2)
    }
  }

  @Test func grayWithAlphaOverGrayStaysGray() throws {
    let shape = ImageShape(width: 8, height: 8, format: PixelFormat(.grayAlpha, .eight))
    let file = try encode(evenPicture(shape, [10, 0]), .jpeg(JPEGSettings(quality: 100)))
    let back = try DecodedPicture(file)
    #expect(back.shape.format == .gray8)
    #expect(back.samples.allSatisfy { $0 == 255 })
  }

  @Test func sixteenBitsRoundToEight() throws {
    // An even gray block survives quality 100 exactly, so that the rounding shows.
    for value in [0, 128, 129, 32_767, 32_768, 65_406, 65_407, 65_535] {
      let shape = ImageShape(width: 8, height: 8, format: .gray16)
      let file = try encode(evenPicture(shape, [value]), .jpeg(JPEGSettings(quality: 100)))
      let wanted = UInt8((Double(value) * 255 / 65_535).rounded())
      #expect(try DecodedPicture(file).samples.first == wanted)
    }
  }

  @Test func sameInputGivesSameBytes() throws {
    let shape = ImageShape(width: 50, height: 30, format: .rgb8)
    let picture = try randomPicture(shape, seed: 7)
    for settings in [EncodeSettings.png(PNGSettings()), .jpeg(JPEGSettings())] {
      #expect(try encode(picture, settings) == encode(picture, settings))
    }
  }

  @Test(arguments: 1...8)
  func scaledDecodeRoundsSizesUp(eighths: Int) throws {
    for (width, height) in [(1, 1), (17, 9), (64, 33)] {
      let shape = ImageShape(width: width, height: height, format: .rgb8)
      let file = try encode(evenPicture(shape, [30, 60, 90]), .jpeg(JPEGSettings()))
      let back = try DecodedPicture(file, DecodeOptions(jpegEighths: eighths))
      #expect(back.header.shape == shape)
      #expect(back.shape.width == (width * eighths + 7) / 8)
      #expect(back.shape.height == (height * eighths + 7) / 8)
    }
  }
}
