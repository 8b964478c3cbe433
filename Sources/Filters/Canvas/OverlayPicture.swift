import KernelTable
import Pixels

/// A picture that is laid over others: read once, shared by all workers, never changed.
package final class OverlayPicture: Sendable {
  /// Pre-multiplied RGBA of 16 bits.
  let shape: ImageShape
  let samples: [UInt16]
  /// Tells it from other pictures of the same name.
  package let sum: UInt64

  /// Reads a source of any format to its end; gray becomes RGB, and what has no alpha is opaque.
  package init(_ source: any RowSource, sum: UInt64) throws(ImageError) {
    self.sum = sum
    let input = source.shape
    shape = input.with(format: .rgba16)
    let line = StoredImage(
      try PixelBuffer(ImageShape(width: input.width, height: 1, format: input.format)))
    var samples: [UInt16] = []
    samples.reserveCapacity(shape.rowSamples * shape.height)
    for _ in 0..<input.height {
      let row = line.pixels[row: 0]
      try source.read(into: row)
      switch input.format.depth {
      case .eight:
        row.with(UInt8.self) { row in
          Self.append(input, to: &samples) { UInt16(row[$0]) * 257 }
        }
      case .sixteen: row.with(UInt16.self) { row in Self.append(input, to: &samples) { row[$0] } }
      }
    }
    self.samples = samples
  }

  private static func append(
    _ input: ImageShape, to samples: inout [UInt16], _ sample: (Int) -> UInt16
  ) {
    let model = input.format.model
    for x in 0..<input.width {
      let first = x * model.channels
      let alpha = model.hasAlpha ? sample(first + model.colorChannels) : 65_535
      for channel in 0..<3 {
        samples.append(
          AlphaProduct.of(sample(first + (model.isGray ? 0 : channel)), alpha))
      }
      samples.append(alpha)
    }
  }

  /// The samples at another size.
  func resized(_ resampling: Resampling, _ checkpoint: Checkpoint) throws(ImageError) -> [UInt16] {
    let source = try resampling.plan(for: shape).start(OverlaySource(self), checkpoint)
    let line = StoredImage(
      try PixelBuffer(ImageShape(width: source.shape.width, height: 1, format: .rgba16)))
    var resized: [UInt16] = []
    resized.reserveCapacity(source.shape.rowSamples * source.shape.height)
    for _ in 0..<source.shape.height {
      try source.read(into: line.pixels[row: 0])
      line.pixels[row: 0].with(UInt16.self) { row in
        for i in 0..<row.count { resized.append(row[i]) }
      }
    }
    return resized
  }
}

/// The rows of an overlay's picture.
private final class OverlaySource: RowSource {
  private let picture: OverlayPicture
  private var next = 0
  var shape: ImageShape { picture.shape }

  init(_ picture: OverlayPicture) { self.picture = picture }

  func read(into row: MutableRow) throws(ImageError) {
    let first = next * shape.rowSamples
    row.with(UInt16.self) { row in
      let samples = picture.samples
      for i in 0..<row.count { row[i] = samples[first + i] }
    }
    next += 1
  }
}
