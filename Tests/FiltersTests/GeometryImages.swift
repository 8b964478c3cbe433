import Filters
import Pixels
import TestSupport

/// A whole image as an array, which tests can compare and compute with.
struct Picture: Equatable {
  var shape: ImageShape
  var samples: [Int]

  subscript(x: Int, y: Int, channel: Int) -> Int {
    samples[(y * shape.width + x) * shape.channels + channel]
  }

  init(_ shape: ImageShape, _ samples: [Int]) {
    self.shape = shape
    self.samples = samples
  }

  init(random shape: ImageShape, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let count = shape.rowSamples * shape.height
    self.init(
      shape, (0..<count).map { _ in Int.random(in: 0...shape.format.depth.maximum, using: &random) }
    )
  }

  /// Reads a source to its end.
  init(_ source: any RowSource) throws {
    let image = try StoredImage(collecting: source, .never)
    var samples: [Int] = []
    for y in 0..<image.shape.height {
      let row = image.pixels[row: y]
      if image.shape.format.depth == .eight {
        row.with(UInt8.self) { span in
          for i in 0..<span.count { samples.append(Int(span[i])) }
        }
      } else {
        row.with(UInt16.self) { span in
          for i in 0..<span.count { samples.append(Int(span[i])) }
        }
      }
    }
    self.init(image.shape, samples)
  }

  func source() throws -> StoredImage {
    let pixels = try PixelBuffer(shape)
    for y in 0..<shape.height {
      let first = y * shape.rowSamples
      if shape.format.depth == .eight {
        pixels[row: y].with(UInt8.self) { span in
          for i in 0..<span.count { span[i] = UInt8(samples[first + i]) }
        }
      } else {
        pixels[row: y].with(UInt16.self) { span in
          for i in 0..<span.count { span[i] = UInt16(samples[first + i]) }
        }
      }
    }
    return StoredImage(pixels)
  }

  func filtered(_ plan: FilterPlan) throws -> Picture {
    let result = try Picture(plan.start(source(), .never))
    precondition(result.shape == plan.output, "the plan promised another shape")
    return result
  }

  func filtered(_ chain: String) throws -> Picture {
    try filtered(FilterChain(parsing: chain).plan(for: shape))
  }

  func channel(_ channel: Int) -> [Double] {
    stride(from: channel, to: samples.count, by: shape.channels).map { Double(samples[$0]) }
  }
}

/// Every colour model at both depths.
let allFormats = ColorModel.allCases.flatMap { model in
  [SampleDepth.eight, .sixteen].map { PixelFormat(model, $0) }
}
