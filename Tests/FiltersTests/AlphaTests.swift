import Filters
import Pixels
import TestSupport
import Testing

/// Records what it is given, changes nothing, and mixes neighbours or not as its name says.
private struct Watcher: Filter {
  let mixesNeighbours: Bool

  static let manual = FilterManual(
    name: "watch", summary: "", parameters: [], formula: "", edges: "", accuracy: "", source: "",
    examples: [])
  init(mixes: Bool) { mixesNeighbours = mixes }
  init(_ arguments: FilterArguments) throws(ChainError) { mixesNeighbours = true }

  func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    // Not the identity plan, which would be left out.
    FilterPlan(output: input, workingBytes: input.format.depth == .sixteen ? 1 : 1_000_000) {
      source, _ throws(ImageError) in source
    }
  }
}

@Suite struct AlphaTests {
  private func chain(_ mixes: [Bool]) -> FilterChain {
    FilterChain(mixes.map { Watcher(mixes: $0) }, text: "")
  }

  @Test func mixingFiltersSeeSixteenBitsAndShareOneConversion() throws {
    let shape = ImageShape(width: 4, height: 2, format: .rgba8)
    let one = try chain([true]).plan(for: shape)
    #expect(one.output == shape)
    // Two rows of scratch at most, whatever the number of filters: one conversion each way.
    let four = try chain([true, true, true, true]).plan(for: shape)
    #expect(four.workingBytes - one.workingBytes == 3)
    let split = try chain([true, false, true]).plan(for: shape)
    #expect(split.workingBytes == 2 * one.workingBytes + 1_000_000)
    #expect(split.output == shape)
  }

  @Test func imagesWithoutAlphaAreLeftAlone() throws {
    let shape = ImageShape(width: 4, height: 2, format: .rgb8)
    #expect(try chain([true]).plan(for: shape).workingBytes == 1_000_000)
    #expect(try chain([false]).plan(for: shape.with(format: .rgba8)).workingBytes == 1_000_000)
    #expect(try FilterChain().plan(for: shape).isIdentity)
  }

  @Test(arguments: [ColorModel.grayAlpha, .rgba], [SampleDepth.eight, .sixteen])
  func roundTripsAgreeWithTheDefinition(_ model: ColorModel, _ depth: SampleDepth) throws {
    let shape = ImageShape(width: 211, height: 67, format: PixelFormat(model, depth))
    var picture = Picture(random: shape, seed: 8)
    // Few opacities, so that the extremes occur.
    var random = SeededRandom(seed: 9)
    let opacities = [0, 1, 2, 3, 128, depth.maximum - 1, depth.maximum]
    for pixel in 0..<shape.pixelCount where Bool.random(using: &random) {
      picture.samples[(pixel + 1) * shape.channels - 1] = opacities.randomElement(using: &random)!
    }
    let result = try picture.filtered(chain([true, true]).plan(for: shape))
    #expect(result.shape == shape)
    let unit = 65_535 / depth.maximum
    for pixel in 0..<shape.pixelCount {
      let first = pixel * shape.channels
      let alpha = picture.samples[first + shape.channels - 1]
      #expect(result.samples[first + shape.channels - 1] == alpha)
      for index in first..<first + shape.channels - 1 {
        let before = picture.samples[index]
        let after = result.samples[index]
        let p = NaiveAlpha.premultiplied(before * unit, alpha * unit)
        #expect(
          after == NaiveAlpha.unpremultiplied(p, alpha * unit, maximum: depth.maximum))
        if alpha == 0 {
          #expect(after == 0)
        } else if depth == .eight {
          #expect(after == before)
        } else {
          #expect(Double(abs(after - before)) <= 32_767.5 / Double(alpha) + 0.5)
        }
      }
    }
  }

  @Test func eightBitColoursReturnExactlyForEveryOpacity() throws {
    let shape = ImageShape(width: 256, height: 256, format: PixelFormat(.grayAlpha, .eight))
    let samples = (0..<256).flatMap { alpha in (0..<256).flatMap { [$0, alpha] } }
    let result = try Picture(shape, samples).filtered(chain([true]).plan(for: shape))
    #expect(result.samples.dropFirst(512) == samples.dropFirst(512))
    #expect(result.samples.prefix(512).allSatisfy { $0 == 0 })
  }
}
