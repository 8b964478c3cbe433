import Pixels

/// Luma of a row's pixels, side by side, in memory of its own: as a row of gray.
struct LumaLine {
  private let luma: Luma
  private let format: PixelFormat
  private let line: StoredImage

  /// The row that was filled last.
  var row: MutableRow { line.pixels[row: 0] }

  /// - Parameter shape: of the picture whose rows are looked at.
  init(_ standard: LumaStandard, _ shape: ImageShape) throws(ImageError) {
    luma = Luma(standard)
    format = shape.format
    line = StoredImage(try PixelBuffer(Self.shape(shape)))
  }

  /// Memory it takes.
  static func bytes(_ shape: ImageShape) -> Int { Self.shape(shape).bufferBytes }

  private static func shape(_ shape: ImageShape) -> ImageShape {
    ImageShape(width: shape.width, height: 1, format: PixelFormat(.gray, shape.format.depth))
  }

  /// Luma of some pixels becomes the first samples of `row`. A gray pixel's is the pixel.
  func fill(_ pixels: Range<Int>, of other: MutableRow) {
    if !format.model.isGray { return luma.write(pixels, of: other, format, to: row, at: 0) }
    switch format.depth {
    case .eight: copy(UInt8.self, pixels, other)
    case .sixteen: copy(UInt16.self, pixels, other)
    }
  }

  @inline(__always)
  private func copy<S: Sample>(_ type: S.Type, _ pixels: Range<Int>, _ other: MutableRow) {
    let channels = format.channels
    other.with(type) { from in
      row.with(type) { to in
        for (x, pixel) in pixels.enumerated() { to[x] = from[pixel &* channels] }
      }
    }
  }
}
