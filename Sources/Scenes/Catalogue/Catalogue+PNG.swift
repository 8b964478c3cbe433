import Pixels

extension Catalogue {
  static let png: [Fixture] = colorTypes + fewBits + palettes + ancillary + extremes

  private static let colorTypes: [Fixture] = [
    png("gradients-rgb8", "slow ramps", Gradients(width: 120, height: 90), .rgb8),
    png("gradients-rgb16", "ramps finer than 8 bits", Gradients(width: 97, height: 61), .rgb16),
    png("gradients-rgba8", "alpha from faint to solid", Gradients(width: 96, height: 64), .rgba8),
    png("gradients-rgba16", "alpha in 16 bits", Gradients(width: 64, height: 48), .rgba16),
    png("zoneplate-gray8", "rings down to two pixels", ZonePlate(width: 128, height: 128), .gray8),
    png("zoneplate-gray16", "rings in 16 bits", ZonePlate(width: 75, height: 75), .gray16),
    png(
      "texture-grayalpha8", "noise with alpha", Texture(width: 60, height: 44),
      PixelFormat(.grayAlpha, .eight)),
    png(
      "texture-grayalpha16", "noise with alpha in 16 bits", Texture(width: 45, height: 33, seed: 2),
      PixelFormat(.grayAlpha, .sixteen)),
    png("edges-rgb8", "hard edges", Edges(width: 128, height: 96), .rgb8),
    png(
      "edges-rgba8-interlaced", "Adam7, hard edges with alpha", Edges(width: 101, height: 75),
      .rgba8, interlaced: true),
    png(
      "gradients-rgb16-interlaced", "Adam7 in 16 bits", Gradients(width: 43, height: 29), .rgb16,
      interlaced: true),
    png("writing-rgb8", "thin strokes", Writing(width: 180, height: 135), .rgb8),
    png("landscape-rgb8", "like a photograph", Landscape(width: 150, height: 100), .rgb8),
  ]

  private static let fewBits: [Fixture] = [1, 2, 4].map { bits in
    png(
      "writing-gray\(bits)", "grey of \(bits) bit" + (bits > 1 ? "s" : ""),
      Writing(width: 91, height: 70), .gray8, .gray(bits: bits), kind: "gray \(bits)")
  }

  private static let palettes: [Fixture] =
    [1, 2, 4, 8].map { bits in
      png(
        "landscape-palette\(bits)", "palette of \(bits) bit" + (bits > 1 ? "s" : "") + " with tRNS",
        Landscape(width: 83, height: 57), .rgb8, .palette(bits: bits), kind: "palette \(bits)")
    } + [
      png(
        "landscape-palette4-interlaced", "Adam7 with four bits", Landscape(width: 51, height: 37),
        .rgb8, .palette(bits: 4), interlaced: true, kind: "palette 4")
    ]

  private static let ancillary: [Fixture] = [
    png(
      "landscape-icc", "an ICC profile in iCCP", Landscape(width: 60, height: 40), .rgb8,
      chunks: [.profile(ICCProfile.gamma18)]),
    png(
      "landscape-gamma", "gAMA and cHRM", Landscape(width: 60, height: 40, seed: 8), .rgb8,
      chunks: [gamma, chromaticities]),
    png(
      "landscape-srgb", "sRGB and pHYs", Landscape(width: 60, height: 40, seed: 9), .rgb8,
      chunks: [PNGWriter.Chunk("sRGB", [0]), density]),
    png(
      "signpost-exif6", "orientation 6 in eXIf", Signpost(width: 72, height: 48), .rgb8,
      orientation: .rotate90,
      chunks: [PNGWriter.Chunk("eXIf", ExifBlock.bytes(.rotate90, bigEndian: true))]),
  ]

  private static let extremes: [Fixture] = [
    png("one-pixel", "1×1", Gradients(width: 1, height: 1), .rgb8),
    png("one-column", "one pixel wide", Texture(width: 1, height: 67), .rgb8),
    png(
      "one-row-interlaced", "empty Adam7 passes", Texture(width: 3, height: 1), .gray8,
      interlaced: true),
  ]

  /// 1/2.2, as gAMA counts.
  private static var gamma: PNGWriter.Chunk { numbers("gAMA", [45_455]) }
  /// White D65 and the primaries of Rec. 709.
  private static var chromaticities: PNGWriter.Chunk {
    numbers("cHRM", [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000])
  }
  /// 300 dots an inch, in dots a metre.
  private static var density: PNGWriter.Chunk {
    var chunk = numbers("pHYs", [11_811, 11_811])
    chunk.bytes.append(1)
    return chunk
  }

  private static func numbers(_ type: String, _ values: [Int]) -> PNGWriter.Chunk {
    var chunk = PNGWriter.Chunk(type, [])
    for value in values { chunk.bytes.append(big: value, bytes: 4) }
    return chunk
  }

  private static func png(
    _ name: String, _ shows: String, _ scene: any Scene, _ format: PixelFormat,
    _ layout: PNGWriter.Layout = .samples, interlaced: Bool = false,
    orientation: Orientation = .upright, chunks: [PNGWriter.Chunk] = [], kind: String? = nil
  ) -> Fixture {
    var writer = PNGWriter()
    writer.layout = layout
    writer.interlaced = interlaced
    writer.chunks = chunks
    let kind = kind ?? "\(format.model) \(format.depth.rawValue)"
    return Fixture(
      "png/\(name).png", shows, kind: "PNG \(kind)" + (interlaced ? " interlaced" : ""),
      scene: scene, format: format, orientation: orientation, container: .png(writer))
  }
}
