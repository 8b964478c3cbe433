import Filters
import Pixels
import TestSupport
import Testing

@Suite struct CannyTests {
  /// Noise smoothed, so that there are edges of every strength and direction.
  private func landscape(_ format: PixelFormat, seed: UInt64) throws -> TestImage {
    try TestImage(ImageShape(width: 83, height: 47, format: format), seed: seed)
      .filtered(by: Gaussian(sigma: 2))
  }

  @Test(arguments: [(0.0, 0.0), (20, 40), (10, 60), (30, 30), (5, 200)])
  func sameAsTheTwin(_ low: Double, _ high: Double) throws {
    let filter = Canny(low: low, high: high, sigma: 0)
    for format in [PixelFormat.gray8, .gray16] {
      let image = try landscape(format, seed: 71)
      #expect(try image.filtered(by: filter).distance(to: filter.naive(image.naive)) == 0)
    }
    for (width, height) in oddSizes {
      let image = TestImage(ImageShape(width: width, height: height, format: .gray8), seed: 72)
      #expect(try image.filtered(by: filter).distance(to: filter.naive(image.naive)) == 0)
    }
  }

  /// Three tones only, so that neighbours are often equally steep.
  @Test func tiesAreDecidedAsByTheTwin() throws {
    let filter = Canny(low: 5, high: 30, sigma: 0)
    for depth in [SampleDepth.eight, .sixteen] {
      let shape = ImageShape(width: 83, height: 47, format: PixelFormat(.gray, depth))
      var random = SeededRandom(seed: 75)
      let unit = depth.maximum / 255
      let samples = (0..<83 * 47).map { _ in
        UInt16(Int.random(in: 0...2, using: &random) * 20 * unit)
      }
      let image = TestImage(shape, samples: samples)
      #expect(try image.filtered(by: filter).distance(to: filter.naive(image.naive)) == 0)
    }
  }

  @Test func aLowerThresholdOnlyAdds() throws {
    let image = try landscape(.gray8, seed: 73)
    let strict = try image.filtered(by: Canny(low: 40, high: 60, sigma: 0))
    let loose = try image.filtered(by: Canny(low: 20, high: 60, sigma: 0))
    #expect(zip(strict.samples, loose.samples).allSatisfy { $0 <= $1 })
    #expect(strict != loose)
    #expect(strict.samples.contains(255))
  }

  @Test func colorBecomesGrayAndAlphaIsKept() throws {
    let image = try landscape(.rgba8, seed: 74)
    let chain = FilterChain([Canny(low: 5, high: 10, sigma: 0)], text: "")
    let plan = try chain.plan(for: image.shape)
    #expect(plan.output.format == PixelFormat(.grayAlpha, .eight))
    let source = try plan.start(TestSource(image), .never)
    let row = try PixelBuffer(ImageShape(width: 83, height: 1, format: plan.output.format))
    for y in 0..<47 {
      try source.read(into: row[row: 0])
      let samples = read(row[row: 0], .eight)
      for x in 0..<83 {
        #expect(samples[2 * x + 1] == image.samples[(y * 83 + x) * 4 + 3])
        #expect(samples[2 * x] == 0 || samples[2 * x] == 255)
      }
    }
  }
}
