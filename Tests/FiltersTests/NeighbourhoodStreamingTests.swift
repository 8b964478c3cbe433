import Filters
import Pixels
import Synchronization
import TestSupport
import Testing

/// How filters behave as sources: polls, stops, memory and the order of reading.
@Suite struct NeighbourhoodStreamingTests {
  /// A filter and how many pixels it may work on between two polls.
  struct Pace: CustomTestStringConvertible, Sendable {
    var filter: any Filter
    var pixels: Int
    var testDescription: String { "\(filter)" }
  }

  static let paces = [
    Pace(filter: Invert(), pixels: 4096), Pace(filter: Gamma(gamma: 2), pixels: 4096),
    Pace(filter: Grayscale(), pixels: 4096), Pace(filter: Saturation(factor: 2), pixels: 4096),
    Pace(filter: Gaussian(sigma: 1), pixels: 256), Pace(filter: Gaussian(sigma: 20), pixels: 256),
    Pace(filter: Unsharp(sigma: 2), pixels: 256), Pace(filter: Box(radius: 5), pixels: 2048),
    Pace(filter: Sobel(), pixels: 2048), Pace(filter: Median(radius: 1), pixels: 512),
    Pace(filter: Median(radius: 6), pixels: 256), Pace(filter: Median(radius: 20), pixels: 100),
    Pace(filter: Posterise(tones: 3), pixels: 4096), Pace(filter: Sepia(amount: 1), pixels: 4096),
    Pace(filter: Sharpen(amount: 1), pixels: 1024),
    Pace(filter: MotionBlur(length: 30, angle: 30), pixels: 1024),
    Pace(filter: Dilate(radius: 2), pixels: 20_000), Pace(filter: Open(radius: 7), pixels: 20_000),
    Pace(filter: Vignette(), pixels: 1024), Pace(filter: Noise(sigma: 5), pixels: 1024),
    Pace(filter: Pixelate(size: 7), pixels: 4096), Pace(filter: Bilateral(), pixels: 512),
    Pace(filter: NonLocalMeans(patch: 1, search: 1), pixels: 4096),
    Pace(filter: HighPass(sigma: 1), pixels: 2048),
  ]

  /// One row only, so that polls between rows cannot stand in for polls within them.
  @Test(arguments: paces) func pollsWithinLongRows(_ pace: Pace) throws {
    let width = 30_000
    for format in [PixelFormat.rgb8, .rgb16] {
      let image = TestImage(
        ImageShape(width: width, height: 1, format: format), constant: 100)
      let counter = PollCounter(stopAfter: .max)
      _ = try image.filtered(by: pace.filter, counter.checkpoint)
      #expect(counter.polls >= width / pace.pixels)
    }
  }

  /// Each of a tile's medians is another, so 63 steps at the least are asked to tell them apart,
  /// where one tone takes as many as it has bits. No more than 32 are asked at once.
  @Test func pollsBetweenTheStepsOfATile() throws {
    let shape = ImageShape(width: 64, height: 2, format: .gray8)
    let median = Median(radius: 100)
    func polls(_ image: TestImage) throws -> Int {
      let counter = PollCounter(stopAfter: .max)
      let result = try image.filtered(by: median, counter.checkpoint)
      #expect(result.distance(to: median.naive(image.naive)) == 0)
      return counter.polls
    }
    // The second row's medians are the first's and 2, so that its steps are new ones.
    let first = (0..<64).map { UInt16(4 * $0) }
    let steep = TestImage(shape, samples: first + first.map { $0 + 2 })
    let flat = TestImage(shape, constant: 100)
    #expect(try polls(steep) - polls(flat) >= 63 / 32)
  }

  @Test(arguments: paces) func stopsWithinARow(_ pace: Pace) throws {
    for format in [PixelFormat.rgb8, .rgb16] {
      let shape = ImageShape(width: 30_000, height: 1, format: format)
      let all = PollCounter(stopAfter: .max)
      let image = TestImage(shape, constant: 100)
      _ = try image.filtered(by: pace.filter, all.checkpoint)
      for limit in [1, 2, all.polls / 2, all.polls] {
        let counter = PollCounter(stopAfter: limit)
        #expect(throws: ImageError.interrupted) {
          try image.filtered(by: pace.filter, counter.checkpoint)
        }
        #expect(counter.polls == limit, "went on after it was told to stop")
      }
    }
  }

  /// Rows are lent memory of any alignment that fits the samples, and hold leftovers.
  @Test(arguments: paces) func resultDoesNotDependOnTheRowsLent(_ pace: Pace) throws {
    for format in everyFormat {
      let image = TestImage(ImageShape(width: 37, height: 11, format: format), seed: 31)
      let plan = try pace.filter.plan(for: image.shape)
      let source = try plan.start(TestSource(image), .never)
      #expect(source.shape == plan.output)
      let lent = try PixelBuffer(
        ImageShape(
          width: plan.output.width + 3, height: plan.output.height, format: plan.output.format))
      var samples: [UInt16] = []
      for y in 0..<plan.output.height {
        let row = lent[row: y]
        row.with(UInt8.self) { span in for i in 0..<span.count { span[i] = 0xA5 } }
        let shift = y % 4 * plan.output.format.depth.bytes
        // Safe: the lent row is three pixels longer than needed.
        let part = unsafe MutableRow(base: row.base + shift, byteCount: plan.output.rowBytes)
        try source.read(into: part)
        samples += read(part, format.depth)
        row.with(UInt8.self) { span in
          for i in shift + plan.output.rowBytes..<span.count { #expect(span[i] == 0xA5) }
        }
      }
      #expect(TestImage(plan.output, samples: samples) == (try image.filtered(by: pace.filter)))
    }
  }

  /// A window filter reads no further down than its window reaches.
  @Test(arguments: [
    (Gaussian(sigma: 1) as any Filter, 4), (Unsharp(sigma: 0.5), 2), (Box(radius: 3), 3),
    (Sobel(), 1), (Median(radius: 2), 2), (Median(radius: 8), 8), (Invert(), 0),
  ])
  func readsOnlyWhatTheWindowNeeds(_ filter: any Filter, _ below: Int) throws {
    let image = TestImage(ImageShape(width: 5, height: 30, format: .rgb8), seed: 32)
    let upstream = TestSource(image)
    let source = try filter.plan(for: image.shape).start(upstream, .never)
    let row = try PixelBuffer(ImageShape(width: 5, height: 1, format: .rgb8))
    for y in 0..<30 {
      try source.read(into: row[row: 0])
      #expect(upstream.rowsRead == min(y + below + 1, 30))
    }
  }

  /// Memory is that of the window's rows, however high the image is.
  @Test(arguments: paces) func memoryDoesNotGrowWithHeight(_ pace: Pace) throws {
    let low = ImageShape(width: 1000, height: 200, format: .rgb8)
    let high = ImageShape(width: 1000, height: 20_000, format: .rgb8)
    let bytes = try pace.filter.plan(for: low).workingBytes
    #expect(try pace.filter.plan(for: high).workingBytes == bytes)
    let single = ImageShape(width: 1000, height: 1, format: .rgb8)
    #expect(try pace.filter.plan(for: single).workingBytes <= bytes)
  }

  @Test(arguments: paces) func errorsOfTheSourcePassThrough(_ pace: Pace) throws {
    let shape = ImageShape(width: 9, height: 60, format: .rgb8)
    let source = try pace.filter.plan(for: shape).start(BrokenSource(shape, rows: 3), .never)
    let row = try PixelBuffer(
      ImageShape(width: 9, height: 1, format: source.shape.format))
    #expect(throws: BrokenSource.error) {
      for _ in 0..<60 { try source.read(into: row[row: 0]) }
    }
  }

  @Test func everyFilterOfTheCatalogueExplainsItself() throws {
    let types = FilterCatalogue.all
    #expect(Set(types.map { $0.manual.name }).count == types.count)
    for manual in types.map({ $0.manual }) {
      #expect(!manual.formula.isEmpty && !manual.accuracy.isEmpty && !manual.source.isEmpty)
      #expect(manual.examples.allSatisfy { $0.contains(manual.name) })
      #expect(!manual.examples.isEmpty)
    }
  }
}

/// A checkpoint that is always asked, counts its polls and stops at one of them.
final class PollCounter: Sendable {
  private let count = Atomic<Int>(0)
  private let limit: Int

  init(stopAfter limit: Int) { self.limit = limit }

  var polls: Int { count.load(ordering: .relaxed) }

  var checkpoint: Checkpoint {
    let checkpoint = Checkpoint { [self] in
      count.add(1, ordering: .relaxed).newValue >= limit ? .stop : .goOn
    }
    checkpoint.requested.store(true, ordering: .relaxed)
    return checkpoint
  }
}

/// Fails after some rows.
final class BrokenSource: RowSource {
  static let error = ImageError(.corrupt, "the file ends here")
  let shape: ImageShape
  private var rowsLeft: Int

  init(_ shape: ImageShape, rows: Int) {
    self.shape = shape
    rowsLeft = rows
  }

  func read(into row: MutableRow) throws(ImageError) {
    if rowsLeft == 0 { throw Self.error }
    rowsLeft -= 1
    row.with(UInt8.self) { span in for i in 0..<span.count { span[i] = 9 } }
  }
}
