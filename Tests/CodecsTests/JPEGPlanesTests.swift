import Codecs
import Memory
import Pixels
import SystemPackage
import TestSupport
import Testing

/// JPEGs that are written anew without becoming pixels in between.
@Suite struct JPEGPlanesTests {
  static let sizes = [(1, 1), (7, 5), (16, 16), (17, 9), (37, 21), (64, 33), (50, 3)]
  /// Chroma that stays, and chroma that becomes smaller.
  static let reductions: [(Subsampling, Subsampling)] = [
    (.s444, .s420), (.s444, .s422), (.s444, .s440), (.s422, .s420), (.s440, .s420), (.s411, .s411),
  ]

  /// Waves in the middle of the range, so that nothing is clamped.
  static func waves(_ width: Int, _ height: Int) throws -> StoredImage {
    let pixels = try PixelBuffer(ImageShape(width: width, height: height, format: .rgb8))
    for y in 0..<height {
      pixels.withRow(y, as: UInt8.self) { row in
        for x in 0..<width {
          row[3 * x] = UInt8(90 + (5 * x + 3 * y) % 64)
          row[3 * x + 1] = UInt8(100 + (x * y) % 32)
          row[3 * x + 2] = UInt8(150 - (2 * x + 7 * y) % 50)
        }
      }
    }
    return StoredImage(pixels)
  }

  private func rewrite(_ file: [UInt8], _ settings: JPEGSettings) throws -> [UInt8] {
    let block = try #require(ByteBlock(file))
    let header = try inspectHeader(of: block)
    let planes = try #require(JPEGPlanes(header, .jpeg(settings)))
    let decoder = try openDecoder(block, DecodeOptions(planes: planes), .never)
    let encoder = try openEncoder(
      for: header.shape, .jpeg(settings), decoder.metadata, planes: planes)
    let rows = try PixelBuffer(planes.rows)
    for y in 0..<planes.rows.height {
      try decoder.read(into: rows[row: y])
      try encoder.write(rows[row: y])
    }
    #expect(try decoder.finish().isEmpty)
    return try encoder.finish().array
  }

  /// At the same quality the coefficients come out as they went in, since its steps are wider than
  /// what rounding samples does to them. By way of pixels they do not.
  @Test(arguments: Subsampling.allCases, [false, true])
  func sameQualityLosesNothing(subsampling: Subsampling, progressive: Bool) throws {
    let settings = JPEGSettings(
      quality: 60, subsampling: subsampling, progressive: progressive)
    var changedByPixels = 0
    for (width, height) in Self.sizes {
      let first = try encode(Self.waves(width, height), .jpeg(settings))
      let picture = try DecodedPicture(first)
      let again = try DecodedPicture(rewrite(first, settings), DecodeOptions(damage: .strict))
      #expect(again.header.subsampling == subsampling)
      #expect(again.header.isProgressive == progressive)
      let isSame = again.samples == picture.samples
      #expect(isSame, "\(width) × \(height)")
      let byPixels = try DecodedPicture(encode(picture.pixels, .jpeg(settings)))
      if byPixels.samples != picture.samples { changedByPixels += 1 }
    }
    #expect(changedByPixels > 0, "the pictures show no difference")
  }

  /// Against averages in real numbers, the rounding of halves and quarters allowed for.
  @Test(arguments: reductions)
  func chromaIsAveraged(from source: Subsampling, to target: Subsampling) throws {
    for (width, height) in Self.sizes {
      let file = try encode(
        Self.waves(width, height), .jpeg(JPEGSettings(quality: 95, subsampling: source)))
      let whole = try Planes(file, width, height, source, source)
      let small = try Planes(file, width, height, source, target)
      let (across, down) = (small.factors.0 / whole.factors.0, small.factors.1 / whole.factors.1)
      for plane in 0..<2 {
        for y in 0..<small.usedHeight {
          for x in 0..<small.usedWidth {
            var sum = 0.0
            for j in 0..<down {
              for i in 0..<across {
                let fromX = min(x * across + i, whole.usedWidth - 1)
                let fromY = min(y * down + j, whole.usedHeight - 1)
                sum += Double(whole.chroma(plane, fromX, fromY))
              }
            }
            let error = abs(sum / Double(across * down) - Double(small.chroma(plane, x, y)))
            #expect(error <= 0.5, "\(width) × \(height), plane \(plane) at \(x), \(y)")
          }
        }
      }
      for y in 0..<height {
        for x in 0..<width where whole.luma(x, y) != small.luma(x, y) {
          Issue.record("luma differs at \(x), \(y)")
        }
      }
    }
  }

  /// What djpeg calls the gray picture is the plane of luma.
  @Test(
    .enabled(if: Places.program("djpeg") != nil, "djpeg is absent"), arguments: Subsampling.allCases
  )
  func lumaIsDjpegs(subsampling: Subsampling) throws {
    let djpeg = try #require(Places.program("djpeg"))
    let folder = try TemporaryFolder()
    for (width, height) in Self.sizes {
      let file = try encode(
        Self.waves(width, height), .jpeg(JPEGSettings(quality: 90, subsampling: subsampling)))
      try Files.write(file, to: folder.appending("in.jpg"))
      let out = folder.appending("out.pgm")
      let result = try Process.run(
        djpeg,
        ["-grayscale", "-pnm", "-outfile", out.string, folder.appending("in.jpg").string])
      #expect(result.ending == .exit(0), "\(result.errors)")
      let gray = try Files.read(out).suffix(width * height)
      let planes = try Planes(file, width, height, subsampling, subsampling)
      let luma = (0..<height).flatMap { y in (0..<width).map { x in planes.luma(x, y) } }
      #expect(luma.elementsEqual(gray), "\(width) × \(height)")
    }
  }

  @Test func chromaNeverGrows() throws {
    for (source, target) in [
      (Subsampling.s420, Subsampling.s444), (.s420, .s422), (.s422, .s440), (.s411, .s420),
      (.s444, .s411),
    ] {
      let file = try encode(Self.waves(20, 20), .jpeg(JPEGSettings(subsampling: source)))
      let header = try inspectHeader(of: try #require(ByteBlock(file)))
      #expect(JPEGPlanes(header, .jpeg(JPEGSettings(subsampling: target))) == nil)
      #expect(JPEGPlanes(header, .png(PNGSettings())) == nil)
    }
    let gray = try encode(
      evenPicture(ImageShape(width: 9, height: 9, format: .gray8), [80]), .jpeg(JPEGSettings()))
    let header = try inspectHeader(of: try #require(ByteBlock(gray)))
    #expect(JPEGPlanes(header, .jpeg(JPEGSettings())) == nil)
  }

  /// Damage is found as it is when pixels are wanted, and judged alike.
  @Test(arguments: [DamagePolicy.strict, .standard, .accept])
  func damageIsJudgedAlike(policy: DamagePolicy) throws {
    let settings = JPEGSettings(quality: 90)
    let whole = try encode(Self.waves(64, 48), .jpeg(settings))
    var random = SeededRandom(seed: 11)
    for trial in 0..<60 {
      var file = whole
      if trial.isMultiple(of: 2) {
        file.removeLast(Int.random(in: 1..<file.count / 2, using: &random))
      } else {
        let at = Int.random(in: file.count / 2..<file.count, using: &random)
        file[at] ^= 1 << Int.random(in: 0..<8, using: &random)
      }
      #expect(verdict(file, policy, planes: true) == verdict(file, policy, planes: false))
    }
  }

  private func verdict(_ file: [UInt8], _ policy: DamagePolicy, planes: Bool) -> String {
    do {
      var options = DecodeOptions(damage: policy)
      let header = try inspectHeader(of: try #require(ByteBlock(file)))
      if planes { options.planes = JPEGPlanes(header, .jpeg(JPEGSettings())) }
      return "\(try DecodedPicture(file, options).warnings)"
    } catch {
      return "\(error)"
    }
  }
}

/// The planes of a file as `JPEGPlanes` lays them out.
private struct Planes {
  private let samples: [UInt8]
  private let rowBytes: Int
  private let lumaStride: Int
  private let lumaRows: Int
  /// Of a plane of chroma, padded.
  private let width: Int
  /// Samples of luma for one of chroma.
  let factors: (Int, Int)
  /// Of what belongs to the picture.
  let usedWidth: Int
  let usedHeight: Int

  init(
    _ file: [UInt8], _ width: Int, _ height: Int, _ source: Subsampling, _ target: Subsampling
  ) throws {
    let header = try inspectHeader(of: try #require(ByteBlock(file)))
    let planes = try #require(
      JPEGPlanes(header, .jpeg(JPEGSettings(subsampling: target))))
    #expect(planes.source == source)
    samples = try DecodedPicture(file, DecodeOptions(planes: planes)).samples
    rowBytes = planes.rows.width
    let (horizontal, vertical) =
      switch target {
      case .s444: (1, 1)
      case .s440: (1, 2)
      case .s422: (2, 1)
      case .s420: (2, 2)
      case .s411: (4, 1)
      }
    let across = (width + 8 * horizontal - 1) / (8 * horizontal)
    lumaStride = 8 * across * horizontal
    lumaRows = 8 * vertical
    self.width = 8 * across
    factors = (horizontal, vertical)
    usedWidth = (width + horizontal - 1) / horizontal
    usedHeight = (height + vertical - 1) / vertical
  }

  func luma(_ x: Int, _ y: Int) -> UInt8 {
    samples[y / lumaRows * rowBytes + y % lumaRows * lumaStride + x]
  }

  func chroma(_ plane: Int, _ x: Int, _ y: Int) -> UInt8 {
    let start = lumaRows * lumaStride + plane * 8 * width
    return samples[y / 8 * rowBytes + start + y % 8 * width + x]
  }
}
