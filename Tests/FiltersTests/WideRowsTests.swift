import Filters
import Pixels
import TestSupport
import Testing

/// Rows that are longer than what filters do between two polls, and than their tiles, beside the
/// naive twins.
@Suite struct WideRowsTests {
  static let bounds = [
    Bound(Rotate(angle: 30, grows: false), 0.51, 0.52),
    Bound(Rotate(angle: 179.9, interpolation: .bilinear, grows: false), 0.51, 0.52),
    Bound(LocalEqualise(), 0.51, 0.6), Bound(LocalEqualise(columns: 1, rows: 3), 0.51, 0.6),
    Bound(HighPass(sigma: 1), 0.5124, 1.03), Bound(Vignette(), 0.51, 0.51),
    Bound(Pixelate(size: 7), 0.5 + 1e-6, 0.5 + 1e-6),
    Bound(Pixelate(size: 300), 0.5 + 1e-6, 0.5 + 1e-6), Bound(Grayscale(), 0.502, 0.87),
    Bound(Threshold(level: 100), 0, 0), Bound(Posterise(tones: 5), 0.5 + 1e-6, 0.5 + 1e-6),
    Bound(Dilate(radius: 2), 0, 0), Bound(Sharpen(amount: 1), 0.51, 0.51),
  ]
  static let formats = [
    PixelFormat.gray8, .rgb8, PixelFormat(.rgba, .sixteen), PixelFormat(.grayAlpha, .eight),
  ]

  @Test(arguments: bounds, formats)
  func closeToTheTwin(_ bound: Bound, _ format: PixelFormat) throws {
    try expectClose(bound, ImageShape(width: 8_300, height: 3, format: format))
  }

  /// Far wider than the picture that they are made of, so that most pixels are background.
  @Test(arguments: formats) func smallPicturesOnWideRows(_ format: PixelFormat) throws {
    let map = AffineMap(1.1, 0.3, -2, -0.2, 0.8, 1.5)
    let far = AffineMap(1, 0, 900, 0, 1, 0)
    for (width, height) in [(1, 1), (20, 3)] {
      let shape = ImageShape(width: width, height: height, format: format)
      for map in [map, far] {
        try expectClose(Bound(Affine(map, size: .pixels(2_000, 3)), 0.51, 0.52), shape)
      }
    }
  }

  @Test func cannyAlsoBesideAlpha() throws {
    let filter = Canny(low: 20, high: 60, sigma: 0)
    for depth in [SampleDepth.eight, .sixteen] {
      let shape = ImageShape(width: 8_300, height: 3, format: PixelFormat(.gray, depth))
      let gray = try TestImage(shape, seed: 91).filtered(by: Gaussian(sigma: 1))
      let edges = try gray.filtered(by: filter)
      #expect(edges.distance(to: filter.naive(gray.naive)) == 0)
      guard depth == .sixteen else { continue }
      // Opaque, so that the colour that is mixed is the colour there was.
      let both = TestImage(
        ImageShape(width: 8_300, height: 3, format: PixelFormat(.grayAlpha, depth)),
        samples: gray.samples.flatMap { [$0, 65_535] })
      #expect(try both.filtered(by: filter).samples == edges.samples.flatMap { [$0, 65_535] })
    }
  }

  private func expectClose(_ bound: Bound, _ shape: ImageShape) throws {
    let image = TestImage(shape, seed: 83)
    let result = try image.filtered(by: bound.filter)
    let distance = result.distance(to: bound.filter.naive(image.naive))
    #expect(distance <= bound.levels(shape.format.depth), "\(shape)")
  }
}
