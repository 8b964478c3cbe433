import Codecs
import Memory
import Pixels
import Scenes
import TestSupport
import Testing

/// The product's decoders against the pictures that the generator started from: two writings of the
/// same formats that share no code.
@Suite struct FixtureDecodeTests {
  /// Layouts that keep every sample; few bits and palettes do not.
  static let lossless = Catalogue.small.filter { fixture in
    fixture.name.hasSuffix(".png") && !fixture.kind.contains("palette")
      && !["PNG gray 1", "PNG gray 2", "PNG gray 4"].contains(fixture.kind)
  }.map(\.name)

  @Test(arguments: lossless)
  func pngDecodesToThePictureThatWentIn(name: String) throws {
    let fixture = try #require(Catalogue.small.first { $0.name == name })
    let expected = Raster(try fixture.original()).stored(for: fixture.orientation)
    let decoded = try decode(fixture)
    #expect(decoded.format == expected.format)
    #expect(decoded.samples == expected.samples)
  }

  @Test(arguments: Catalogue.small.map(\.name).filter { $0.hasSuffix(".jpg") })
  func jpegDecodesToNearlyThePictureThatWentIn(name: String) throws {
    let fixture = try #require(Catalogue.small.first { $0.name == name })
    let expected = Raster(try fixture.original()).stored(for: fixture.orientation)
    let decoded = try decode(fixture)
    try #require(decoded.format == expected.format)
    try #require(decoded.samples.count == expected.samples.count)
    let total = zip(decoded.samples, expected.samples).reduce(0) {
      $0 + abs(Int($1.0) - Int($1.1))
    }
    // Mean difference in levels; swapped channels or a shifted picture give far more.
    #expect(Double(total) / Double(expected.samples.count) < bound(fixture))
  }

  /// Noise and hard colour edges suffer more from the format than smooth pictures.
  private func bound(_ fixture: Fixture) -> Double {
    fixture.name.contains("texture") ? 20 : fixture.name.contains("landscape") ? 4 : 6
  }

  @Test(arguments: Catalogue.small.map(\.name))
  func headerSaysWhatTheManifestSays(name: String) throws {
    let fixture = try #require(Catalogue.small.first { $0.name == name })
    let header = try open(fixture).header
    #expect(header.shape.width == fixture.shape.width)
    #expect(header.shape.height == fixture.shape.height)
    #expect(header.orientation == fixture.orientation)
  }

  @Test(arguments: ["png/landscape-icc.png", "jpeg/landscape-icc.jpg"])
  func profileComesOutWhole(name: String) throws {
    let fixture = try #require(Catalogue.small.first { $0.name == name })
    #expect(try open(fixture).metadata.icc == ICCProfile.gamma18)
  }

  private func open(_ fixture: Fixture) throws -> any ImageDecoder {
    let bytes = try #require(ByteBlock(try fixture.bytes()))
    return try openDecoder(bytes, DecodeOptions(damage: .strict), .never)
  }

  private func decode(_ fixture: Fixture) throws -> Raster {
    let decoder = try open(fixture)
    let image = try StoredImage(collecting: decoder, .never)
    #expect(try decoder.finish().isEmpty)
    return Raster(image.pixels)
  }
}
