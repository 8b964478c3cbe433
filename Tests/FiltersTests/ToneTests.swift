import Filters
import Pixels
import TestSupport
import Testing

@Suite struct ToneTests {
  /// Rounding to nearest, and room for the double's own error.
  static let rounding = 0.5 + 1e-6

  static let curves: [any Filter & NaiveTwin] = [
    Invert(), Brightness(amount: 20), Brightness(amount: -12.5), Brightness(amount: 0),
    Contrast(factor: 1.3), Contrast(factor: 0), Contrast(factor: 100), Gamma(gamma: 1.8),
    Gamma(gamma: 0.1), Gamma(gamma: 10), Levels(), Levels(black: 16, white: 235),
    Levels(black: 10, white: 245.5, gamma: 1.2, low: 20, high: 200), Levels(low: 255, high: 0),
    Levels(black: 254, white: 255, gamma: 0.1),
  ]

  @Test(arguments: oddShapes) func curvesAreRoundedExactly(_ shape: ImageShape) throws {
    for filter in Self.curves {
      let image = TestImage(shape, seed: 11)
      let result = try image.filtered(by: filter)
      #expect(result.distance(to: filter.naive(image.naive)) <= Self.rounding, "\(filter)")
    }
  }

  @Test func curvesAreRightForEverySampleValue() throws {
    let eight = TestImage(
      ImageShape(width: 16, height: 16, format: .gray8), samples: (0...255).map { $0 })
    let sixteen = TestImage(
      ImageShape(width: 256, height: 256, format: .gray16), samples: (0...65_535).map { $0 })
    for filter in Self.curves {
      for image in [eight, sixteen] {
        let result = try image.filtered(by: filter)
        #expect(result.distance(to: filter.naive(image.naive)) <= Self.rounding, "\(filter)")
      }
    }
  }

  @Test(arguments: oddShapes) func colourFiltersAreCloseToTheirTwins(_ shape: ImageShape) throws {
    let image = TestImage(shape, seed: 12)
    for standard in LumaStandard.allCases {
      let filter = Grayscale(standard)
      let bound = shape.format.depth == .eight ? 0.502 : standard == .rec709 ? 0.85 : 0.87
      let result = try image.filtered(by: filter)
      #expect(result.shape == (try filter.plan(for: shape)).output)
      #expect(result.distance(to: filter.naive(image.naive)) <= bound)
    }
    for factor in [0, 0.4, 1, 1.7, 10] {
      let filter = Saturation(factor: factor)
      let result = try image.filtered(by: filter)
      let bound = shape.format.depth == .eight ? 0.51 : 0.51 + 0.009 * factor
      #expect(result.distance(to: filter.naive(image.naive)) <= bound, "factor \(factor)")
    }
  }

  @Test(arguments: everyFormat) func alphaIsLeftAlone(_ format: PixelFormat) throws {
    guard format.model.hasAlpha else { return }
    let image = TestImage(ImageShape(width: 33, height: 5, format: format), seed: 13)
    let filters: [any Filter] = Self.curves + [Saturation(factor: 3), Grayscale()]
    for filter in filters {
      let result = try image.filtered(by: filter)
      #expect(alpha(result) == alpha(image), "\(filter)")
    }
  }

  @Test(arguments: oddShapes) func invertTwiceIsTheIdentity(_ shape: ImageShape) throws {
    let image = TestImage(shape, seed: 14)
    #expect(try image.filtered(by: Invert()).filtered(by: Invert()) == image)
  }

  @Test(arguments: oddShapes) func neutralParametersChangeNothing(_ shape: ImageShape) throws {
    let image = TestImage(shape, seed: 15)
    let neutral: [any Filter] = [
      Gamma(gamma: 1), Brightness(amount: 0), Contrast(factor: 1), Saturation(factor: 1), Levels(),
    ]
    for filter in neutral { #expect(try image.filtered(by: filter) == image) }
  }

  @Test(arguments: [PixelFormat.rgb8, .rgba8, .rgb16, .rgba16])
  func greysKeepTheirValueAsLuma(_ format: PixelFormat) throws {
    for value: UInt16 in [0, 1, 77, 128, 254, 255] {
      let image = TestImage(ImageShape(width: 9, height: 2, format: format), constant: value)
      let gray = try image.filtered(by: Grayscale())
      #expect(gray.samples.allSatisfy { $0 == value })
      #expect(try image.filtered(by: Saturation(factor: 2.5)) == image)
    }
  }

  @Test func parametersOutOfRangeArePointedAt() {
    expectRefusal(Gamma.self, ["gamma": "0"], of: "gamma")
    expectRefusal(Gamma.self, ["gamma": "many"], of: "gamma")
    expectRefusal(Brightness.self, ["amount": "300"], of: "amount")
    expectRefusal(Contrast.self, ["factor": "-1"], of: "factor")
    expectRefusal(Saturation.self, ["factor": "11"], of: "factor")
    expectRefusal(Grayscale.self, ["luma": "rec2020"], of: "luma")
    expectRefusal(Levels.self, ["black": "200", "white": "100"], of: "white")
  }

  private func alpha(_ image: TestImage) -> [UInt16] {
    let channels = image.shape.channels
    return stride(from: channels - 1, to: image.samples.count, by: channels).map {
      image.samples[$0]
    }
  }
}
