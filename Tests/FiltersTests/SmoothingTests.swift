import Filters
import Pixels
import TestSupport
import Testing

extension Bilateral: NaiveTwin {}
extension NonLocalMeans: NaiveTwin {}
extension HighPass: NaiveTwin {}
extension LocalEqualise: NaiveTwin {}
extension Affine: NaiveTwin {}
extension Rotate: NaiveTwin {}

/// Filters that average by likeness, that show edges, or that move pixels to places between pixels,
/// against their twins.
@Suite struct SmoothingTests {
  static let gray = SolidColor(red: 200, green: 100, blue: 50, alpha: 128)
  static let shear = AffineMap(1.1, 0.3, -2, -0.2, 0.8, 1.5)

  static let bounds = [
    // Not what their manuals allow for the worst picture, but what these are.
    Bound(Bilateral(), 0.52, 6), Bound(Bilateral(radius: 1, range: 200, spatial: 1), 0.52, 6),
    Bound(Bilateral(radius: 6, range: 5, spatial: 10), 0.52, 3),
    Bound(NonLocalMeans(strength: 30, patch: 1, search: 2), 0.54, 20),
    Bound(NonLocalMeans(strength: 100, patch: 2, search: 3), 0.54, 20),
    Bound(HighPass(sigma: 1), 0.5124, 1.03), Bound(HighPass(sigma: 3, amount: 4), 0.5196, 2.59),
    Bound(HighPass(sigma: 7, amount: 4), 0.5196, 2.91),
    Bound(HighPass(sigma: 100, amount: 10), 0.534, 6.51),
    Bound(LocalEqualise(), 0.51, 0.6),
    Bound(LocalEqualise(clip: 0, columns: 3, rows: 2), 0.51, 0.6),
    Bound(LocalEqualise(clip: 40, columns: 1, rows: 1), 0.51, 0.6),
    Bound(Rotate(angle: 30), 0.51, 0.52), Bound(Rotate(angle: -7, background: gray), 0.51, 0.52),
    Bound(Rotate(angle: 90, interpolation: .bilinear, grows: false), 0.51, 0.52),
    Bound(Affine(shear, size: .grow, background: gray), 0.51, 0.52),
    Bound(Affine(shear, interpolation: .bilinear), 0.51, 0.52),
    Bound(Affine(shear, size: .pixels(9, 40), interpolation: .nearest), 0, 0),
  ]

  @Test(arguments: bounds) func closeToTheTwinOnNoise(_ bound: Bound) throws {
    for (index, shape) in oddShapes.enumerated() {
      try expectClose(bound, TestImage(shape, seed: UInt64(61 + index)))
    }
  }

  @Test(arguments: bounds) func closeToTheTwinOnSteps(_ bound: Bound) throws {
    for depth in [SampleDepth.eight, .sixteen] {
      let shape = ImageShape(width: 61, height: 23, format: PixelFormat(.gray, depth))
      let maximum = UInt16(depth.maximum)
      try expectClose(
        bound,
        TestImage(
          shape, samples: (0..<61 * 23).map { ($0 % 61 < 30) == ($0 / 61 < 11) ? 0 : maximum }))
    }
  }

  /// Slow changes with a little noise, where many weights count.
  @Test(arguments: bounds) func closeToTheTwinOnGradients(_ bound: Bound) throws {
    for depth in [SampleDepth.eight, .sixteen] {
      let shape = ImageShape(width: 45, height: 31, format: PixelFormat(.gray, depth))
      var random = SeededRandom(seed: 77)
      let unit = depth.maximum / 255
      let samples = (0..<45 * 31).map {
        UInt16(unit * (2 * ($0 % 45) + 3 * ($0 / 45) + Int.random(in: 0...20, using: &random)))
      }
      try expectClose(bound, TestImage(shape, samples: samples))
    }
  }

  /// The worst for weights that are not quite the exponential: one pixel before others that are all
  /// alike, at every distance. Manuals state the bounds.
  @Test(arguments: [(1, 30.0), (4, 30), (4, 300), (8, 30), (16, 30), (16, 100)])
  func aPixelAloneBeforeABilateral(_ radius: Int, _ range: Double) throws {
    let filter = Bilateral(radius: radius, range: range, spatial: 100)
    let window = (-radius...radius).flatMap { y in (-radius...radius).map { x in x * x + y * y } }
    let count = Double(window.count { $0 <= radius * radius } - 1)
    let k = min(0.055 * range, 4.6) * count / (count + 500)
    for share in 1...40 {
      try expectClose(filter, alone: range * Double(share) / 8, side: 2 * radius + 1, within: k)
    }
  }

  /// The default's worst is above a level at 8 bits.
  @Test(arguments: [NonLocalMeans(), NonLocalMeans(strength: 30, patch: 1, search: 10)])
  func aPixelAloneBeforeNonLocalMeans(_ filter: NonLocalMeans) throws {
    let samples = Double((2 * filter.patch + 1) * (2 * filter.patch + 1))
    let count = Double((2 * filter.search + 1) * (2 * filter.search + 1) - 1)
    let k = min(0.039 * samples.squareRoot() * filter.strength, 4.6) * count / (count + 500)
    for share in [2.0, 5, 6.5, 7.5, 9] {
      let step = (share * samples).squareRoot() * filter.strength
      try expectClose(
        filter, alone: step, side: 2 * (filter.patch + filter.search) + 1, within: k)
    }
  }

  /// A gray square with one pixel in the middle that differs by so many levels of 255.
  private func expectClose(
    _ filter: any Filter & NaiveTwin, alone step: Double, side: Int, within k: Double
  ) throws {
    for depth in [SampleDepth.eight, .sixteen] {
      let unit = Double(depth.maximum / 255)
      let shape = ImageShape(width: side, height: side, format: PixelFormat(.gray, depth))
      var image = TestImage(shape, constant: 0)
      image.samples[side / 2 * side + side / 2] = UInt16(min(step, 255) * unit)
      try expectClose(Bound(filter, 0.51 + k, 0.52 + 257 * k), image)
    }
  }

  private func expectClose(_ bound: Bound, _ image: TestImage) throws {
    let result = try image.filtered(by: bound.filter)
    let distance = result.distance(to: bound.filter.naive(image.naive))
    #expect(distance <= bound.levels(image.shape.format.depth), "\(image.shape)")
  }

  @Test(arguments: everyFormat) func flatAreasStayAsTheyAre(_ format: PixelFormat) throws {
    for value in [0, 1, 77, format.depth.maximum / 2, format.depth.maximum] {
      let shape = ImageShape(width: 19, height: 7, format: format)
      let image = TestImage(shape, constant: UInt16(value))
      for filter: any Filter in [Bilateral(), NonLocalMeans(patch: 1, search: 2)] {
        #expect(try image.filtered(by: filter) == image)
      }
    }
  }

  /// A step higher than the range hardly changes; the same blur without it would be a ramp.
  @Test func edgesAreKept() throws {
    let shape = ImageShape(width: 40, height: 20, format: .rgb8)
    let image = TestImage(shape, samples: (0..<2400).map { $0 % 120 < 60 ? 60 : 180 })
    for filter: any Filter in [Bilateral(), NonLocalMeans(patch: 1, search: 4)] {
      #expect(try image.filtered(by: filter) == image)
    }
  }

  @Test func noiseIsTakenAway() throws {
    let shape = ImageShape(width: 60, height: 60, format: .gray8)
    let noisy = try TestImage(shape, constant: 128).filtered(by: Noise(sigma: 8))
    let variance = { (image: TestImage) in
      image.samples.reduce(0.0) { $0 + (Double($1) - 128) * (Double($1) - 128) }
    }
    for filter: any Filter in [Bilateral(), NonLocalMeans(strength: 10, patch: 2, search: 5)] {
      #expect(try variance(noisy.filtered(by: filter)) < variance(noisy) / 8)
    }
  }

  @Test func parametersOutOfRangeArePointedAt() {
    expectRefusal(Bilateral.self, ["radius": "0"], of: "radius")
    expectRefusal(Bilateral.self, ["range": "0"], of: "range")
    expectRefusal(NonLocalMeans.self, ["search": "16"], of: "search")
    expectRefusal(HighPass.self, ["amount": "0"], of: "amount")
    expectRefusal(Canny.self, ["low": "100", "high": "50"], of: "high")
    expectRefusal(Canny.self, ["sigma": "0.05"], of: "sigma")
    expectRefusal(LocalEqualise.self, ["clip": "0.05"], of: "clip")
    expectRefusal(LocalEqualise.self, ["tiles": "8"], of: "tiles")
    expectRefusal(LocalEqualise.self, ["tiles": "17x1"], of: "tiles")
    expectRefusal(Rotate.self, ["angle": "361"], of: "angle")
    expectRefusal(Rotate.self, ["angle": "5", "size": "shrink"], of: "size")
    expectRefusal(Affine.self, ["matrix": "1 0 0"], of: "matrix")
    expectRefusal(Affine.self, ["matrix": "1 2 0; 2 4 0"], of: "matrix")
    expectRefusal(Affine.self, ["matrix": "1 0 0; 0 1 0", "size": "0x5"], of: "size")
    expectRefusal(Overlay.self, ["file": "a.png", "scale": "20"], of: "scale")
    expectRefusal(Overlay.self, ["file": "a.png", "opacity": "2"], of: "opacity")
  }
}
