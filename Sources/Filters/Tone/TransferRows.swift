import Pixels

/// A source's rows through a curve, at another depth: each colour sample by a table, alpha scaled.
final class TransferRows: RowSource {
  let shape: ImageShape
  private let source: any RowSource
  private let checkpoint: Checkpoint
  private let input: StoredImage
  /// For each value of the input, the output's.
  private let curve: [UInt16]
  private let alpha: [UInt16]

  /// - Parameter curve: from 0…1 to 0…1.
  static func plan(
    for input: ImageShape, to depth: SampleDepth, _ curve: @escaping @Sendable (Double) -> Double
  ) -> FilterPlan {
    let output = input.with(format: PixelFormat(input.format.model, depth))
    let tables = 2 * 2 * (input.format.depth.maximum + 1)
    return FilterPlan(output: output, workingBytes: tables + line(input).bufferBytes, reach: .row) {
      source, checkpoint throws(ImageError) in
      try TransferRows(source, output, curve, checkpoint)
    }
  }

  private static func line(_ shape: ImageShape) -> ImageShape {
    ImageShape(width: shape.width, height: 1, format: shape.format)
  }

  private init(
    _ source: any RowSource, _ output: ImageShape, _ curve: (Double) -> Double,
    _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = output
    self.source = source
    self.checkpoint = checkpoint
    input = StoredImage(try PixelBuffer(Self.line(source.shape)))
    let last = Double(source.shape.format.depth.maximum)
    let maximum = Double(output.format.depth.maximum)
    var table: [UInt16] = []
    var straight: [UInt16] = []
    // A power costs some 20 ns, so a whole table would be far too long between two polls.
    try checkpoint.paced(Int(last) + 1, stretch: 512) { values throws(ImageError) in
      for value in values {
        let share = Double(value) / last
        table.append(UInt16((min(max(curve(share), 0), 1) * maximum).rounded()))
        straight.append(UInt16((share * maximum).rounded()))
      }
    }
    self.curve = table
    alpha = straight
  }

  func read(into row: MutableRow) throws(ImageError) {
    let from = input.pixels[row: 0]
    try source.read(into: from)
    try checkpoint.paced(shape.width, stretch: 4096) { pixels throws(ImageError) in
      switch (input.shape.format.depth, shape.format.depth) {
      case (.eight, .eight): convert(from, UInt8.self, row, UInt8.self, pixels)
      case (.eight, .sixteen): convert(from, UInt8.self, row, UInt16.self, pixels)
      case (.sixteen, .eight): convert(from, UInt16.self, row, UInt8.self, pixels)
      case (.sixteen, .sixteen): convert(from, UInt16.self, row, UInt16.self, pixels)
      }
    }
  }

  @inline(__always)
  private func convert<From: Sample, To: Sample>(
    _ from: MutableRow, _: From.Type, _ to: MutableRow, _: To.Type, _ pixels: Range<Int>
  ) {
    // Read once: a model's properties are worked out in another room.
    let (channels, colors) = (shape.channels, shape.format.model.colorChannels)
    let (curve, alpha) = (curve, alpha)
    let samples = pixels.lowerBound &* channels..<pixels.upperBound &* channels
    from.with(From.self) { from in
      to.with(To.self) { to in
        if colors == channels {
          for i in samples { to[i] = To(truncatingIfNeeded: curve[Int(from[i])]) }
          return
        }
        for first in stride(from: samples.lowerBound, to: samples.upperBound, by: channels) {
          let last = first &+ colors
          for i in first..<last { to[i] = To(truncatingIfNeeded: curve[Int(from[i])]) }
          to[last] = To(truncatingIfNeeded: alpha[Int(from[last])])
        }
      }
    }
  }
}
