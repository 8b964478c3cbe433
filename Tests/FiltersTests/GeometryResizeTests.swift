import Filters
import Pixels
import Testing

@Suite struct GeometryResizeTests {
  static let sizes: [(from: (Int, Int), to: (Int, Int))] = [
    ((1, 1), (1, 1)), ((1, 1), (5, 3)), ((1, 9), (4, 2)), ((13, 1), (3, 2)), ((17, 11), (5, 4)),
    ((7, 5), (31, 23)), ((40, 29), (39, 28)), ((23, 31), (23, 7)), ((23, 31), (6, 31)),
    ((3, 2), (60, 50)), ((301, 203), (7, 3)), ((61, 997), (4, 5)), ((33, 640), (9, 11)),
  ]

  @Test(arguments: ResamplingKernel.allCases, allFormats)
  func agreesWithTheDirectEvaluationWithinOneLevel(
    _ kernel: ResamplingKernel, _ format: PixelFormat
  ) throws {
    for (index, size) in Self.sizes.enumerated() {
      let picture = Picture(
        random: ImageShape(width: size.from.0, height: size.from.1, format: format),
        seed: UInt64(index))
      try compare(picture, resampling(picture.shape, size.to, kernel))
    }
  }

  @Test(arguments: ResamplingKernel.allCases)
  func windowsMayBeginAndEndWithinPixels(_ kernel: ResamplingKernel) throws {
    let shape = ImageShape(width: 53, height: 41, format: .rgb8)
    let picture = Picture(random: shape, seed: 3)
    let across = ResamplingAxis(inputCount: 53, start: 4.375, extent: 37.25, outputCount: 11)
    let down = ResamplingAxis(inputCount: 41, start: 0.5, extent: 40.125, outputCount: 17)
    try compare(picture, Resampling(horizontal: across, vertical: down, kernel: kernel))
    let larger = ResamplingAxis(inputCount: 53, start: 51.5, extent: 1.25, outputCount: 9)
    try compare(picture, Resampling(horizontal: larger, vertical: down, kernel: kernel))
  }

  /// Exactly halved, from odd and even pixels on, and wider than what is done between two polls.
  @Test(arguments: allFormats, [(0, 0), (3, 5), (1, 0), (0, 1)])
  func halvesAreMeansOfFour(_ format: PixelFormat, _ start: (Int, Int)) throws {
    for size in [(1, 1), (7, 3), (33, 2), (4_099, 2)] {
      let shape = ImageShape(
        width: 2 * size.0 + start.0 + 1, height: 2 * size.1 + start.1, format: format)
      let picture = Picture(random: shape, seed: UInt64(size.0))
      let resampling = Resampling(
        horizontal: ResamplingAxis(
          inputCount: shape.width, start: Double(start.0), extent: Double(2 * size.0),
          outputCount: size.0),
        vertical: ResamplingAxis(
          inputCount: shape.height, start: Double(start.1), extent: Double(2 * size.1),
          outputCount: size.1),
        kernel: .box)
      let result = try picture.filtered(resampling.plan(for: shape))
      var expected: [Int] = []
      for y in 0..<size.1 {
        for x in 0..<size.0 {
          for channel in 0..<shape.channels {
            let (left, top) = (start.0 + 2 * x, start.1 + 2 * y)
            let sum = [(0, 0), (1, 0), (0, 1), (1, 1)].reduce(0) {
              $0 + picture[left + $1.0, top + $1.1, channel]
            }
            expected.append(Int((Double(sum) / 4).rounded(.toNearestOrEven)))
          }
        }
      }
      #expect(result.samples == expected, "\(size)")
    }
  }

  private func resampling(
    _ shape: ImageShape, _ size: (Int, Int), _ kernel: ResamplingKernel
  ) -> Resampling {
    Resampling(
      horizontal: ResamplingAxis(
        inputCount: shape.width, start: 0, extent: Double(shape.width), outputCount: size.0),
      vertical: ResamplingAxis(
        inputCount: shape.height, start: 0, extent: Double(shape.height), outputCount: size.1),
      kernel: kernel)
  }

  private func compare(_ picture: Picture, _ resampling: Resampling) throws {
    let result = try picture.filtered(resampling.plan(for: picture.shape))
    let maximum = Double(picture.shape.format.depth.maximum)
    var worst = 0.0
    for channel in 0..<picture.shape.channels {
      let exact = NaiveResize.apply(picture.channel(channel), resampling)
      for (found, value) in zip(result.channel(channel), exact) {
        worst = max(worst, abs(found - min(max(value, 0), maximum)))
      }
    }
    // Half a level of rounding, and what single precision, or weights of 16 bits, lose.
    #expect(worst <= 0.52, "\(picture.shape), \(resampling.kernel)")
  }

  @Test(arguments: ResamplingKernel.allCases, allFormats)
  func aConstantImageStaysConstant(_ kernel: ResamplingKernel, _ format: PixelFormat) throws {
    let value = format.depth == .eight ? 201 : 51_999
    for (width, height, wide, high) in [
      (1, 1, 40, 30), (300, 2000, 7, 3), (50, 40, 49, 39), (31, 17, 95, 64),
    ] {
      let shape = ImageShape(width: width, height: height, format: format)
      let picture = Picture(shape, Array(repeating: value, count: shape.rowSamples * height))
      let plan = resampling(shape, (wide, high), kernel).plan(for: shape)
      #expect(try picture.filtered(plan).samples.allSatisfy { $0 == value })
    }
  }

  @Test(arguments: ResamplingKernel.allCases, allFormats)
  func anUnchangedSizeIsExact(_ kernel: ResamplingKernel, _ format: PixelFormat) throws {
    let picture = Picture(random: ImageShape(width: 19, height: 23, format: format), seed: 5)
    #expect(try picture.filtered("resize=19x23:fit=exact:kernel=\(kernel.rawValue)") == picture)
    #expect(try picture.filtered("resize=100x100:kernel=\(kernel.rawValue)") == picture)
  }

  @Test func coverAtTheSourcesOwnScaleCopies() throws {
    let picture = Picture(random: ImageShape(width: 40, height: 20, format: .rgb8), seed: 6)
    #expect(
      try picture.filtered("resize=20x30:fit=cover") == picture.filtered("crop=20x20+10+0"))
  }

  @Test func colourBehindTransparentPixelsDoesNotBleed() throws {
    // Opaque black beside transparent white: the mean is black, half covered.
    let picture = Picture(
      ImageShape(width: 2, height: 1, format: .rgba8),
      [
        0, 0, 0, 255, 255, 255, 255, 0,
      ])
    #expect(try picture.filtered("resize=1x1:kernel=box").samples == [0, 0, 0, 128])
  }

  @Test(arguments: [
    // Chain, source, result: as ImageMagick and libvips round.
    ("800x800", 4000, 3000, 800, 600), ("800x800", 3000, 4000, 600, 800),
    ("100x100", 333, 500, 67, 100), ("100", 333, 500, 100, 150), ("x100", 333, 500, 67, 100),
    ("50%", 333, 501, 167, 251), ("33.3%", 100, 10, 33, 3), ("0.01%", 10, 10, 1, 1),
    ("10x10", 10_000, 1, 10, 1), ("800x800", 640, 480, 640, 480),
    ("800x800:enlarge=yes", 640, 480, 800, 600), ("200%", 5, 7, 10, 14),
    ("800x800:fit=cover", 4000, 3000, 800, 800), ("800x800:fit=cover", 1000, 500, 800, 500),
    ("800x100:fit=exact", 400, 400, 400, 100),
    ("800x100:fit=exact:enlarge=yes", 400, 400, 800, 100),
    ("800:fit=cover", 4000, 3000, 800, 600),
  ])
  func sizesRoundToTheNearest(
    _ size: String, _ width: Int, _ height: Int, _ wide: Int, _ high: Int
  ) throws {
    let plan = try FilterChain(parsing: "resize=\(size)").plan(
      for: ImageShape(width: width, height: height, format: .rgb8))
    #expect(plan.output == ImageShape(width: wide, height: high, format: .rgb8))
  }
}
