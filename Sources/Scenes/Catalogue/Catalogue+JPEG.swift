import Pixels

extension Catalogue {
  static let jpeg: [Fixture] = subsamplings + kinds + orientations

  // Sizes that fill neither blocks nor MCUs.
  private static let subsamplings: [Fixture] = [
    subsampled("444", 1, 1), subsampled("440", 1, 2), subsampled("422", 2, 1),
    subsampled("420", 2, 2), subsampled("411", 4, 1),
  ]

  private static func subsampled(_ name: String, _ h: Int, _ v: Int) -> Fixture {
    jpeg("landscape-\(name)", "chroma at \(name)", Landscape(width: 133, height: 91), .yCbCr) {
      $0.sampling = (h, v)
    }
  }

  private static let kinds: [Fixture] = [
    jpeg("writing-gray", "grey", Writing(width: 120, height: 91), .gray),
    jpeg("landscape-progressive", "three kinds of scan", Landscape(width: 133, height: 91), .yCbCr)
    {
      $0.sampling = (2, 2)
      $0.progressive = true
    },
    jpeg("writing-gray-progressive", "grey in scans", Writing(width: 77, height: 53), .gray) {
      $0.progressive = true
    },
    jpeg("edges-rgb", "RGB, not YCbCr", Edges(width: 88, height: 66), .rgb),
    jpeg("landscape-cmyk", "Adobe's inverted CMYK", Landscape(width: 90, height: 60), .cmyk),
    jpeg("landscape-restarts", "restart markers", Landscape(width: 133, height: 91), .yCbCr) {
      $0.sampling = (2, 2)
      $0.restartInterval = 3
    },
    jpeg("landscape-icc", "a profile in segments", Landscape(width: 90, height: 60), .yCbCr) {
      $0.icc = ICCProfile.gamma18
    },
    jpeg("texture-q30", "low quality", Texture(width: 96, height: 72), .yCbCr) {
      $0.quality = 30
      $0.sampling = (2, 2)
    },
    jpeg("one-pixel", "1×1", Gradients(width: 1, height: 1), .yCbCr) { $0.sampling = (2, 2) },
  ]

  /// Eight files that look the same once their orientation is applied.
  private static let orientations: [Fixture] = Orientation.allCases.map { orientation in
    jpeg(
      "signpost-\(orientation.rawValue)", "orientation \(orientation.rawValue) in EXIF",
      Signpost(width: 96, height: 64), .yCbCr, orientation
    ) {
      // Half of the blocks in each byte order.
      $0.exif = ExifBlock.bytes(orientation, bigEndian: orientation.rawValue % 2 == 0)
    }
  }

  private static func jpeg(
    _ name: String, _ shows: String, _ scene: any Scene, _ color: JPEGWriter.Color,
    _ orientation: Orientation = .upright, _ adjust: (inout JPEGWriter) -> Void = { _ in }
  ) -> Fixture {
    var writer = JPEGWriter(color)
    adjust(&writer)
    let kind = writer.progressive ? "JPEG \(color) progressive" : "JPEG \(color)"
    return Fixture(
      "jpeg/\(name).jpg", shows, kind: kind, scene: scene,
      format: color == .gray ? .gray8 : .rgb8, orientation: orientation, container: .jpeg(writer))
  }
}
