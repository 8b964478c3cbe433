import Filters
import Pixels
import TestSupport
import Testing

/// Filters beside their naive twins, on noise, on steps and on long rows.
@Suite struct TwinTests {
  static let rounded = 0.5 + 1e-6
  static let fog = SolidColor(red: 200, green: 190, blue: 10, alpha: 77)

  static let bounds = [
    Bound(Threshold(level: 100), 0, 0), Bound(Threshold(level: 0), 0, 0),
    Bound(Threshold(level: nil), 0, 0), Bound(Posterise(tones: 2), rounded, rounded),
    Bound(Posterise(tones: 5), rounded, rounded), Bound(Posterise(tones: 256), rounded, rounded),
    Bound(Sepia(amount: 1), 0.51, 0.52), Bound(Sepia(amount: 0.3), 0.51, 0.52),
    Bound(Sepia(amount: 0), 0, 0), Bound(Tint(color: fog, amount: 1), 0.51, 0.52),
    Bound(Tint(color: fog, amount: 0.4), 0.51, 0.52), Bound(Hue(angle: 30), 0.51, 0.53),
    Bound(Hue(angle: -200), 0.51, 0.53), Bound(Hue(angle: 310), 0.51, 0.53),
    Bound(Hue(angle: 360), 0.51, 0.53),
    Bound(Convolve(rows: [[1, 2, 1]], divisor: 4), 0.51, 0.51),
    Bound(Convolve(rows: [[1, 2], [3, 4]], divisor: 10), 0.51, 0.51),
    Bound(Convolve(rows: [[0, 0, 0, 1]], divisor: 1), 0, 0),
    Bound(Convolve(rows: [[-1, 0, 3.5], [2, -1, 0.25]], divisor: 2, bias: 40), 0.51, 0.51),
    Bound(
      Convolve(rows: Array(repeating: Array(repeating: 1, count: 31), count: 31), divisor: 961),
      0.51, 0.51),
    Bound(Sharpen(amount: 1), 0.51, 0.51), Bound(Sharpen(amount: 7), 0.51, 0.51),
    Bound(Emboss(), 0.51, 0.51), Bound(Emboss(angle: 10, depth: 3), 0.51, 0.51),
    Bound(Laplacian(), 0.51, 0.51), Bound(Laplacian(scale: 7.3), 0.51, 0.51),
    Bound(MotionBlur(length: 5), 0.51, 0.51), Bound(MotionBlur(length: 8.5, angle: 90), 0.51, 0.51),
    Bound(MotionBlur(length: 20, angle: -37), 0.51, 0.51), Bound(MotionBlur(length: 1), 0, 0),
    Bound(Dilate(radius: 1), 0, 0), Bound(Dilate(radius: 2), 0, 0), Bound(Dilate(radius: 9), 0, 0),
    Bound(Erode(radius: 1), 0, 0), Bound(Erode(radius: 3), 0, 0), Bound(Erode(radius: 40), 0, 0),
    Bound(Open(radius: 1), 0, 0), Bound(Open(radius: 4), 0, 0), Bound(Close(radius: 2), 0, 0),
    Bound(Vignette(), 0.51, 0.51), Bound(Vignette(amount: 1, start: 0.99), 0.51, 0.51),
    Bound(Noise(sigma: 10), 0.51, 0.52),
    Bound(Noise(sigma: 128, seed: 9, kind: .uniform), 0.51, 0.52),
    Bound(Noise(sigma: 3, isTogether: true), 0.51, 0.52),
    Bound(Pixelate(size: 2), rounded, rounded), Bound(Pixelate(size: 5), rounded, rounded),
    Bound(Pixelate(size: 100), rounded, rounded),
    Bound(Border(width: 3, color: fog), 0, 0), Bound(Border(width: 0, color: fog), 0, 0),
    Bound(Pad(width: 20, height: 11, color: fog), 0, 0),
    Bound(Pad(width: 70, height: 2, color: fog, position: .bottomright), 0, 0),
    Bound(Pad(width: 9, height: 90, color: fog, position: .left), 0, 0),
  ]

  /// Their twins count all pixels for each pixel, or hold all values: small pictures only.
  static let measured = [
    Bound(Equalise(), rounded, rounded), Bound(AutoLevels(), rounded, rounded),
    Bound(AutoLevels(clip: 10), rounded, rounded),
  ]

  @Test(arguments: bounds + measured)
  func closeToTheTwinOnNoise(_ bound: Bound) throws {
    for (index, shape) in oddShapes.enumerated() {
      let image = TestImage(shape, seed: UInt64(41 + index))
      let result = try image.filtered(by: bound.filter)
      let distance = result.distance(to: bound.filter.naive(image.naive))
      #expect(distance <= bound.levels(shape.format.depth), "\(shape)")
    }
  }

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

  @Test(arguments: bounds)
  func closeToTheTwinOnWideRows(_ bound: Bound) throws {
    for format in [PixelFormat.rgba8, .rgba16] {
      let shape = ImageShape(width: 1201, height: 2, format: format)
      let image = TestImage(shape, seed: 43)
      let result = try image.filtered(by: bound.filter)
      let distance = result.distance(to: bound.filter.naive(image.naive))
      #expect(distance <= bound.levels(format.depth), "\(shape)")
    }
  }

  @Test(arguments: [PixelFormat.gray8, .rgb8, .rgba8, .gray16, .rgba16])
  func planSaysWhatShapeComes(_ format: PixelFormat) throws {
    let image = TestImage(ImageShape(width: 9, height: 4, format: format), seed: 44)
    for bound in Self.bounds + Self.measured {
      let result = try image.filtered(by: bound.filter)
      #expect(result.shape == (try bound.filter.plan(for: image.shape)).output, "\(bound.filter)")
    }
  }

  @Test func parametersOutOfRangeArePointedAt() {
    expectRefusal(Threshold.self, ["level": "otzu"], of: "level")
    expectRefusal(Posterise.self, ["tones": "1"], of: "tones")
    expectRefusal(Equalise.self, ["channels": "all"], of: "channels")
    expectRefusal(AutoLevels.self, ["clip": "50"], of: "clip")
    expectRefusal(Sepia.self, ["amount": "1.1"], of: "amount")
    expectRefusal(Tint.self, ["color": "#12"], of: "color")
    expectRefusal(Tint.self, ["color": "#12345g"], of: "color")
    expectRefusal(Hue.self, ["angle": "361"], of: "angle")
    expectRefusal(Convolve.self, ["kernel": "1 2; 3"], of: "kernel")
    expectRefusal(Convolve.self, ["kernel": "1 x 3"], of: "kernel")
    expectRefusal(Convolve.self, ["kernel": "1 2 1", "divisor": "0"], of: "divisor")
    expectRefusal(Sharpen.self, ["amount": "-1"], of: "amount")
    expectRefusal(Emboss.self, ["depth": "0"], of: "depth")
    expectRefusal(Laplacian.self, ["scale": "0"], of: "scale")
    expectRefusal(MotionBlur.self, ["length": "0.5"], of: "length")
    expectRefusal(Dilate.self, ["radius": "0"], of: "radius")
    expectRefusal(Vignette.self, ["start": "1"], of: "start")
    expectRefusal(Noise.self, ["sigma": "5", "kind": "pink"], of: "kind")
    expectRefusal(Pixelate.self, ["size": "0"], of: "size")
    expectRefusal(Border.self, ["width": "-1"], of: "width")
    expectRefusal(Pad.self, ["size": "10x"], of: "size")
  }
}
