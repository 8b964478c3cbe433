import Filters
import Pixels
import TestSupport

/// An image of a test: its samples as integers, to be run through filters and compared.
struct TestImage: Equatable {
  var shape: ImageShape
  var samples: [UInt16]

  init(_ shape: ImageShape, samples: [UInt16]) {
    precondition(samples.count == shape.rowSamples * shape.height)
    self.shape = shape
    self.samples = samples
  }

  init(_ shape: ImageShape, constant: UInt16) {
    let count = shape.rowSamples * shape.height
    self.init(shape, samples: Array(repeating: constant, count: count))
  }

  /// Noise over the whole range, with every fourth sample black or white so that extremes meet.
  init(_ shape: ImageShape, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let maximum = UInt16(shape.format.depth.maximum)
    let samples = (0..<shape.rowSamples * shape.height).map { _ in
      switch UInt8.random(in: 0..<8, using: &random) {
      case 0: UInt16(0)
      case 1: maximum
      default: UInt16.random(in: 0...maximum, using: &random)
      }
    }
    self.init(shape, samples: samples)
  }

  var naive: NaiveImage { NaiveImage(shape, samples: samples.map(Double.init)) }

  /// The image run through a filter, in one go.
  func filtered(
    by filter: some Filter, _ checkpoint: Checkpoint = .never
  ) throws -> TestImage {
    let plan = try filter.plan(for: shape)
    let source = try plan.start(TestSource(self), checkpoint)
    var samples: [UInt16] = []
    let buffer = try PixelBuffer(
      ImageShape(width: source.shape.width, height: 1, format: source.shape.format))
    for _ in 0..<source.shape.height {
      try source.read(into: buffer[row: 0])
      samples += read(buffer[row: 0], source.shape.format.depth)
    }
    return TestImage(source.shape, samples: samples)
  }

  /// The largest distance of any sample from the exact image's.
  func distance(to exact: NaiveImage) -> Double {
    guard shape == exact.shape else { return .infinity }
    return zip(samples, exact.samples).map { abs(Double($0) - $1) }.max() ?? 0
  }
}

/// Yields a test image's rows and counts them.
final class TestSource: RowSource {
  let shape: ImageShape
  private(set) var rowsRead = 0
  private let image: TestImage

  init(_ image: TestImage) {
    self.image = image
    shape = image.shape
  }

  func read(into row: MutableRow) throws(ImageError) {
    precondition(row.byteCount == shape.rowBytes, "row of the wrong length")
    precondition(rowsRead < shape.height, "read past the last row")
    let first = rowsRead * shape.rowSamples
    switch shape.format.depth {
    case .eight:
      row.with(UInt8.self) { span in
        for i in 0..<shape.rowSamples { span[i] = UInt8(image.samples[first + i]) }
      }
    case .sixteen:
      row.with(UInt16.self) { span in
        for i in 0..<shape.rowSamples { span[i] = image.samples[first + i] }
      }
    }
    rowsRead += 1
  }
}

/// A row's samples, of either depth.
func read(_ row: MutableRow, _ depth: SampleDepth) -> [UInt16] {
  switch depth {
  case .eight: row.with(UInt8.self) { span in (0..<span.count).map { UInt16(span[$0]) } }
  case .sixteen: row.with(UInt16.self) { span in (0..<span.count).map { span[$0] } }
  }
}

/// All formats: four models at both depths.
let everyFormat = ColorModel.allCases.flatMap {
  [PixelFormat($0, .eight), PixelFormat($0, .sixteen)]
}

/// Odd sizes, from a single pixel on, narrower and lower than most windows, and one that spans
/// several vectors.
let oddSizes = [(1, 1), (1, 7), (5, 1), (3, 2), (13, 17), (67, 9)]

/// Every format at every odd size.
let oddShapes = everyFormat.flatMap { format in
  oddSizes.map { ImageShape(width: $0.0, height: $0.1, format: format) }
}
