import Filters
import Pixels
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A filter and how far from its twin it may be, at 8 and at 16 bits.
struct Bound: CustomTestStringConvertible, Sendable {
  var filter: any Filter & NaiveTwin
  var eight: Double
  var sixteen: Double

  init(_ filter: any Filter & NaiveTwin, _ eight: Double, _ sixteen: Double) {
    self.filter = filter
    self.eight = eight
    self.sixteen = sixteen
  }

  func levels(_ depth: SampleDepth) -> Double { depth == .eight ? eight : sixteen }
  var testDescription: String { String("\(filter)".prefix(80)) }
}

@Suite struct NeighbourhoodTests {
  static let rounded = 0.5 + 1e-6

  static let bounds = [
    // On noise wide ones are nearer than on the worst of stripes, below.
    Bound(Gaussian(sigma: 0.1), 0.52, 0.52), Bound(Gaussian(sigma: 0.3), 0.6, 0.52),
    Bound(Gaussian(sigma: 1), 0.6, 0.52), Bound(Gaussian(sigma: 3), 0.65, 0.52),
    Bound(Gaussian(sigma: 5), 0.65, 0.52), Bound(Gaussian(sigma: 7), 0.8, 0.6),
    Bound(Gaussian(sigma: 10), 0.8, 0.6), Bound(Gaussian(sigma: 16), 0.8, 0.6),
    Bound(Unsharp(sigma: 0.5), 0.66, 0.61), Bound(Unsharp(sigma: 1, amount: 0.8), 0.63, 0.59),
    Bound(Unsharp(sigma: 8, amount: 1.4), 0.72, 0.65),
    Bound(Unsharp(sigma: 1, amount: 5), 1.26, 1.01),
    Bound(Unsharp(sigma: 4, amount: 10), 0.52, 1.51),
    Bound(Sobel(), rounded, 0.52), Bound(Sobel(scale: 0.25), 0.501, 0.52),
    Bound(Sobel(scale: 100), 0.501, 0.52),
    Bound(Box(radius: 1), rounded, rounded), Bound(Box(radius: 2), rounded, rounded),
    Bound(Box(radius: 5), rounded, rounded), Bound(Box(radius: 30), rounded, rounded),
    Bound(Median(radius: 1), 0, 0), Bound(Median(radius: 2), 0, 0), Bound(Median(radius: 3), 0, 0),
    Bound(Median(radius: 4), 0, 0), Bound(Median(radius: 5), 0, 0), Bound(Median(radius: 6), 0, 0),
    Bound(Median(radius: 7), 0, 0), Bound(Median(radius: 8), 0, 0),
    Bound(Median(radius: 20), 0, 0),
  ]

  @Test(arguments: bounds)
  func closeToTheTwinOnNoise(_ bound: Bound) throws {
    for (index, shape) in oddShapes.enumerated() {
      let image = TestImage(shape, seed: UInt64(21 + index))
      let result = try image.filtered(by: bound.filter)
      let distance = result.distance(to: bound.filter.naive(image.naive))
      #expect(distance <= bound.levels(shape.format.depth), "\(shape)")
    }
  }

  /// Black to white steps are where rounding errors of one sign could add up.
  @Test(arguments: bounds)
  func closeToTheTwinOnSteps(_ bound: Bound) throws {
    for depth in [SampleDepth.eight, .sixteen] {
      let shape = ImageShape(width: 61, height: 23, format: PixelFormat(.gray, depth))
      let maximum = UInt16(depth.maximum)
      let samples = (0..<61 * 23).map { ($0 % 61 < 30) == ($0 / 61 < 11) ? 0 : maximum }
      let image = TestImage(shape, samples: samples)
      let result = try image.filtered(by: bound.filter)
      #expect(result.distance(to: bound.filter.naive(image.naive)) <= bound.levels(depth))
    }
  }

  /// More than one tile, stretch and network pass wide.
  @Test(arguments: bounds)
  func closeToTheTwinOnWideRows(_ bound: Bound) throws {
    for format in [PixelFormat.rgb8, .rgba16] {
      let shape = ImageShape(width: 1501, height: 2, format: format)
      let image = TestImage(shape, seed: 23)
      let result = try image.filtered(by: bound.filter)
      let distance = result.distance(to: bound.filter.naive(image.naive))
      #expect(distance <= bound.levels(format.depth), "\(shape)")
    }
  }

  @Test(arguments: bounds)
  func flatAreasStayAsTheyAre(_ bound: Bound) throws {
    for format in everyFormat {
      let maximum = UInt16(format.depth.maximum)
      for value in [0, 1, 77, maximum / 2, maximum - 1, maximum] {
        let image = TestImage(ImageShape(width: 19, height: 7, format: format), constant: value)
        let result = try image.filtered(by: bound.filter)
        guard bound.filter is Sobel else {
          #expect(result == image, "\(format) \(value)")
          continue
        }
        let channels = format.model.colorChannels
        for i in result.samples.indices where i % format.channels < channels {
          #expect(result.samples[i] == 0)
        }
      }
    }
  }

  /// Much smaller than the window, so that the twin stays affordable.
  @Test(arguments: [25.0, 100])
  func theWidestGaussiansAreClose(_ sigma: Double) throws {
    for (depth, bound) in [(SampleDepth.eight, 0.8), (.sixteen, 0.6)] {
      let shape = ImageShape(width: 7, height: 3, format: PixelFormat(.gray, depth))
      let image = TestImage(shape, seed: 26)
      let filter = Gaussian(sigma: sigma)
      #expect(try image.filtered(by: filter).distance(to: filter.naive(image.naive)) <= bound)
    }
  }

  /// Longer than the window. Across a line of one sample each window has that sample only, so the
  /// sum along the line is all there is.
  @Test(arguments: [4.0, 5, 7, 17, 25, 37, 50, 60, 100])
  func wideGaussiansAreCloseAlongALine(_ sigma: Double) throws {
    let radius = Int((4 * sigma).rounded(.up))
    let kernel = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let total = kernel.reduce(0, +)
    for depth in [SampleDepth.eight, .sixteen] {
      for (width, height) in [(1100, 1), (1, 1100)] {
        let shape = ImageShape(width: width, height: height, format: PixelFormat(.gray, depth))
        let noise = [27, 28, 29].map { (TestImage(shape, seed: $0), 0.8) }
        let stripes = [1, 2, 5, 13, 30, 60, 137].map { (Self.stripes(shape, $0), 0.9) }
        for (image, most) in noise + stripes {
          let line = image.samples
          let exact = line.indices.map { center in
            zip(-radius...radius, kernel).reduce(0) { sum, tap in
              sum + tap.1 * Double(line[min(max(center + tap.0, 0), line.count - 1)])
            } / total
          }
          let wide = depth == .eight ? most : 0.6
          let bound = sigma > 5 ? wide : depth == .eight ? 0.65 : 0.52
          let result = try image.filtered(by: Gaussian(sigma: sigma))
          #expect(result.distance(to: NaiveImage(shape, samples: exact)) <= bound, "\(shape)")
        }
      }
    }
  }

  /// Black and white by turns.
  private static func stripes(_ shape: ImageShape, _ length: Int) -> TestImage {
    let maximum = UInt16(shape.format.depth.maximum)
    return TestImage(
      shape, samples: (0..<shape.pixelCount).map { $0 / length % 2 == 0 ? 0 : maximum })
  }

  @Test(arguments: [1.0, 5, 7, 10, 11, 17, 25, 37, 50, 63, 80, 100])
  func wideGaussiansKeepEveryFlatLevel(_ sigma: Double) throws {
    for value: UInt16 in 0...255 {
      let image = TestImage(ImageShape(width: 3, height: 1, format: .gray8), constant: value)
      #expect(try image.filtered(by: Gaussian(sigma: sigma)) == image)
    }
  }

  @Test(arguments: [1, 2, 3, 5, 7])
  func medianCommutesWithInversion(_ radius: Int) throws {
    for shape in oddShapes where !shape.format.model.hasAlpha {
      let image = TestImage(shape, seed: 24)
      let filter = Median(radius: radius)
      let one = try image.filtered(by: Invert()).filtered(by: filter)
      let other = try image.filtered(by: filter).filtered(by: Invert())
      #expect(one == other)
    }
  }

  /// Neighbours and rows that are much alike, as in photographs: what was counted for one row
  /// serves the next. Now and then something jumps, so that not all of it does.
  @Test(arguments: [1, 2, 3, 5, 6, 7, 8, 11])
  func mediansOfSmoothPictures(_ radius: Int) throws {
    for model in ColorModel.allCases {
      let shape = ImageShape(width: 150, height: 31, format: PixelFormat(model, .eight))
      var random = SeededRandom(seed: UInt64(27 + radius))
      let channels = shape.channels
      let samples = (0..<shape.rowSamples * shape.height).map { i in
        let (x, y, channel) = (i / channels % 150, i / channels / 150, i % channels)
        let slope = x * (channel + 1) / 3 + y * 2 + (x / 50 % 2 == 1 && y > 15 ? 120 : 0)
        return UInt16(min(slope + Int.random(in: 0..<12, using: &random), 255))
      }
      let image = TestImage(shape, samples: samples)
      let filter = Median(radius: radius)
      #expect(try image.filtered(by: filter).distance(to: filter.naive(image.naive)) == 0)
    }
  }

  /// Pictures much smaller than the window, so that the twin stays affordable. Windows are summed
  /// differently from 17, 53, 65, 87 and 129 on.
  @Test(arguments: [8, 16, 25, 26, 31, 32, 42, 43, 63, 64, 100])
  func wideMediansAreExact(_ radius: Int) throws {
    for levels: UInt16 in [1, 255] {
      let shape = ImageShape(width: 70, height: 3, format: .gray8)
      var random = SeededRandom(seed: UInt64(radius))
      let samples = (0..<70 * 3).map { _ in
        UInt16.random(in: 0...levels, using: &random) * (255 / levels)
      }
      let image = TestImage(shape, samples: samples)
      let filter = Median(radius: radius)
      #expect(try image.filtered(by: filter).distance(to: filter.naive(image.naive)) == 0)
    }
  }

  @Test func sobelKeepsAlpha() throws {
    for format in everyFormat where format.model.hasAlpha {
      let image = TestImage(ImageShape(width: 33, height: 5, format: format), seed: 25)
      let result = try image.filtered(by: Sobel())
      for i in stride(from: format.channels - 1, to: image.samples.count, by: format.channels) {
        #expect(result.samples[i] == image.samples[i])
      }
    }
  }

  @Test func unsharpLeavesSmallDifferencesAlone() throws {
    for format in [PixelFormat.gray8, .gray16] {
      let step = UInt16(format.depth.maximum / 255)
      let samples = (0..<40).map { $0 < 20 ? 100 * step : 104 * step }
      let image = TestImage(ImageShape(width: 40, height: 1, format: format), samples: samples)
      #expect(try image.filtered(by: Unsharp(sigma: 1, amount: 2, threshold: 5)) == image)
      #expect(try image.filtered(by: Unsharp(sigma: 1, amount: 2)) != image)
    }
  }

  @Test func parametersOutOfRangeArePointedAt() {
    expectRefusal(Gaussian.self, ["sigma": "0"], of: "sigma")
    expectRefusal(Gaussian.self, ["sigma": "1000"], of: "sigma")
    expectRefusal(Unsharp.self, ["sigma": "1", "amount": "-1"], of: "amount")
    expectRefusal(Unsharp.self, ["sigma": "1", "threshold": "256"], of: "threshold")
    expectRefusal(Box.self, ["radius": "0"], of: "radius")
    expectRefusal(Median.self, ["radius": "1.5"], of: "radius")
    expectRefusal(Sobel.self, ["scale": "0"], of: "scale")
  }
}
