import Filters
import Pixels
import Synchronization
import TestSupport
import Testing

@Suite struct GeometryRandomTests {
  /// Strong reductions go another way through the vertical pass, whose bookkeeping depends on
  /// where windows begin and end: try many.
  @Test(arguments: ResamplingKernel.allCases)
  func anyWindowOfAnyImageAgreesWithTheDirectEvaluation(_ kernel: ResamplingKernel) throws {
    var random = SeededRandom(seed: 11)
    for seed in 0..<60 as Range<UInt64> {
      let tall = Int.random(in: 1...900, using: &random)
      let across = axis(inputCount: Int.random(in: 1...9, using: &random), &random)
      let down = axis(inputCount: tall, &random)
      let picture = Picture(
        random: ImageShape(width: across.inputCount, height: tall, format: .gray16), seed: seed)
      let resampling = Resampling(horizontal: across, vertical: down, kernel: kernel)
      let found = try picture.filtered(resampling.plan(for: picture.shape)).channel(0)
      let exact = NaiveResize.apply(picture.channel(0), resampling)
      let worst = zip(found, exact).map { abs($0 - min(max($1, 0), 65_535)) }.max() ?? 0
      #expect(worst <= 0.52, "\(across) \(down)")
    }
  }

  private func axis(inputCount: Int, _ random: inout SeededRandom) -> ResamplingAxis {
    let start = Double.random(in: 0..<Double(inputCount), using: &random)
    let extent = max(0.01, Double.random(in: 0...Double(inputCount) - start, using: &random))
    let whole = Bool.random(using: &random)
    return ResamplingAxis(
      inputCount: inputCount, start: whole ? 0 : start,
      extent: whole ? Double(inputCount) : extent,
      outputCount: Int.random(in: 1...8, using: &random))
  }

  @Test(arguments: [
    "resize=20x20", "resize=3x3", "rotate=90", "rotate=180", "flip=horizontal", "crop=5x5+0+200",
    "resize=20x20:kernel=nearest",
  ])
  func stopsWhenAskedTo(_ chain: String) throws {
    let picture = Picture(random: ImageShape(width: 300, height: 300, format: .rgba8), seed: 1)
    let plan = try FilterChain(parsing: chain).plan(for: picture.shape)
    let checkpoint = Checkpoint { .stop }
    checkpoint.requested.store(true, ordering: .relaxed)
    let error = #expect(throws: ImageError.self) {
      let source = try plan.start(picture.source(), checkpoint)
      let row = try PixelBuffer(plan.output)
      for y in 0..<plan.output.height { try source.read(into: row[row: y]) }
    }
    #expect(error?.code == .interrupted)
  }
}
