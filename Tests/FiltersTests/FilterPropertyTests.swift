import Filters
import Pixels
import TestSupport
import Testing

/// What must hold of filters, whatever the picture.
@Suite struct FilterPropertyTests {
  @Test(arguments: oddShapes) func erodingIsDilatingTheNegative(_ shape: ImageShape) throws {
    if shape.format.model.hasAlpha { return }
    let image = TestImage(shape, seed: 51)
    for radius in [1, 2, 5] {
      let one = try image.filtered(by: Erode(radius: radius))
      let other = try image.filtered(by: Invert()).filtered(by: Dilate(radius: radius))
      #expect(try other.filtered(by: Invert()) == one)
    }
  }

  @Test(arguments: oddShapes) func openingTwiceIsOpeningOnce(_ shape: ImageShape) throws {
    let image = TestImage(shape, seed: 52)
    for filter in [Open(radius: 2) as any Filter, Close(radius: 3), Pixelate(size: 4)] {
      let once = try image.filtered(by: filter)
      #expect(try once.filtered(by: filter) == once, "\(filter)")
    }
  }

  @Test func twoSmallDilationsAreALargeOne() throws {
    let image = TestImage(ImageShape(width: 50, height: 40, format: .rgb8), seed: 53)
    let twice = try image.filtered(by: Dilate(radius: 3)).filtered(by: Dilate(radius: 4))
    #expect(try image.filtered(by: Dilate(radius: 7)) == twice)
  }

  @Test(arguments: [false, true]) func noiseHasItsDeviation(_ uniform: Bool) throws {
    let shape = ImageShape(width: 300, height: 300, format: .rgb16)
    let image = TestImage(shape, constant: 32_768)
    let filter = Noise(sigma: 20, seed: 3, kind: uniform ? .uniform : .gaussian)
    let values = try image.filtered(by: filter).samples.map { (Double($0) - 32_768) / 257 }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(abs(mean) < 0.2)
    #expect(abs(variance.squareRoot() - 20) < 0.2)
    #expect(values.map(abs).max() ?? 0 > (uniform ? 34 : 70))
    // Neighbours must not resemble each other.
    var product = 0.0
    for i in 0..<values.count - 3 { product += (values[i] - mean) * (values[i + 3] - mean) }
    #expect(abs(product / Double(values.count) / variance) < 0.02)
  }

  @Test func noiseFollowsItsSeedOnly() throws {
    let image = TestImage(ImageShape(width: 40, height: 30, format: .rgb8), constant: 100)
    let first = try image.filtered(by: Noise(sigma: 9, seed: 1))
    #expect(try image.filtered(by: Noise(sigma: 9, seed: 1)) == first)
    #expect(try image.filtered(by: Noise(sigma: 9, seed: 2)) != first)
    let grey = try image.filtered(by: Noise(sigma: 9, isTogether: true))
    for i in stride(from: 0, to: grey.samples.count, by: 3) {
      #expect(grey.samples[i] == grey.samples[i + 1] && grey.samples[i] == grey.samples[i + 2])
    }
  }

  @Test func aThirdOfATurnMovesGreyNowhere() throws {
    for value: UInt16 in [0, 1, 100, 254, 255] {
      let image = TestImage(ImageShape(width: 5, height: 5, format: .rgb8), constant: value)
      #expect(try image.filtered(by: Hue(angle: 120)) == image)
    }
  }

  @Test func equalisingSpreadsTheTonesEvenly() throws {
    let shape = ImageShape(width: 256, height: 16, format: .gray8)
    let image = TestImage(shape, samples: (0..<4096).map { UInt16(100 + $0 % 64) })
    let result = try image.filtered(by: Equalise())
    #expect(Set(result.samples).count == 64)
    #expect(result.samples.min() == 0 && result.samples.max() == 255)
    let flat = TestImage(shape, constant: 9)
    #expect(try flat.filtered(by: Equalise()) == flat)
    #expect(try flat.filtered(by: AutoLevels()) == flat)
  }

  @Test func otsuPartsTwoHeaps() throws {
    var counts = [Int](repeating: 0, count: 256)
    for i in 20..<30 { counts[i] = 50 }
    for i in 180..<200 { counts[i] = 10 }
    #expect((30...180).contains(Threshold.otsu(counts)))
    #expect(Threshold.otsu(counts) == 30, "the lowest of several that part alike")
  }

  @Test func colorsAreReadInAllForms() {
    #expect(SolidColor("#f80") == SolidColor(red: 255, green: 136, blue: 0))
    #expect(SolidColor("#10203040") == SolidColor(red: 16, green: 32, blue: 48, alpha: 64))
    #expect(SolidColor("white") == SolidColor("#FFFFFF"))
    for text in ["", "#", "#12", "#1234", "#12345", "red?", "ffffff", "#ÀÀÀ"] {
      #expect(SolidColor(text) == nil, "\(text)")
    }
  }
}
