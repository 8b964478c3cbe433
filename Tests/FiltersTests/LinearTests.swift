import Filters
import Pixels
import TestSupport
import Testing

@Suite struct LinearTests {
  private func filtered(_ image: TestImage, _ chain: String) throws -> TestImage {
    let plan = try FilterChain(parsing: chain).plan(for: image.shape)
    let source = try plan.start(TestSource(image), .never)
    let row = try PixelBuffer(
      ImageShape(width: plan.output.width, height: 1, format: plan.output.format))
    var samples: [UInt16] = []
    for _ in 0..<plan.output.height {
      try source.read(into: row[row: 0])
      samples += read(row[row: 0], plan.output.format.depth)
    }
    return TestImage(plan.output, samples: samples)
  }

  @Test(arguments: everyFormat) func thereAndBackChangesNothing(_ format: PixelFormat) throws {
    let image = TestImage(ImageShape(width: 90, height: 20, format: format), seed: 81)
    let result = try filtered(image, "linear=(flip=horizontal)")
    let expected = try filtered(image, "flip=horizontal")
    let distance = zip(result.samples, expected.samples).map { abs(Int($0) - Int($1)) }.max() ?? 0
    #expect(distance <= (format.depth == .eight ? 0 : 7))
  }

  /// Black and white lines far away look as bright as half the light, which is 188 of 255.
  @Test func halfTheLightIsBrighterThanHalfTheLevel() throws {
    let shape = ImageShape(width: 8, height: 8, format: .gray8)
    let lines = TestImage(shape, samples: (0..<64).map { $0 / 8 % 2 == 0 ? 0 : 255 })
    #expect(try filtered(lines, "resize=50%:kernel=box").samples.allSatisfy { $0 == 128 })
    #expect(try filtered(lines, "linear=(resize=50%:kernel=box)").samples.allSatisfy { $0 == 188 })
  }

  @Test func decodingUndoesEncoding() {
    for value in 0...255 {
      let light = Linear.light(Double(value) / 255)
      #expect(abs(Linear.encoded(light) * 255 - Double(value)) < 1e-3)
    }
  }

  @Test func mistakesInsideArePointedAtInPlace() {
    for (chain, marked) in [
      ("invert,linear=(resize=50%,gausian=3)", "gausian"), ("linear=(gaussian=-1)", "-1"),
      ("linear=( linear=(invert) )", " linear=(invert) "),
      ("linear=(overlay=a.png)", "overlay=a.png"), ("linear=(srgb)", "srgb"),
    ] {
      do throws(ChainError) {
        _ = try FilterChain(parsing: chain)
        Issue.record("took \(chain)")
      } catch {
        #expect(String(decoding: Array(chain.utf8)[error.range], as: UTF8.self) == marked)
        #expect(error.chain == chain)
      }
    }
  }
}
