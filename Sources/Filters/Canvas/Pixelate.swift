import Pixels

/// Squares of one colour.
package struct Pixelate: Filter {
  package static let manual = FilterManual(
    name: "pixelate", summary: "Replace squares by their mean colour.",
    parameters: [.init("size", kind: "pixels", about: "A side of a square, from 1 to 1000.")],
    formula: "out = mean of in over the size × size square that the pixel lies in, squares "
      + "beginning at the top left and ending with the picture; rounded to nearest, halves up. "
      + "Alpha is averaged like colour, which is taken pre-multiplied.",
    edges: "none; the last squares are smaller", accuracy: "Correctly rounded.",
    source: "The mean of a block.", examples: ["pixelate=16"])

  /// Pixels, 1…1000.
  package let size: Int

  package init(size: Int) { self.size = size }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    size = try arguments.integer("size", in: 1...1000)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if size == 1 { return .identity(input) }
    let squares = (input.width + size - 1) / size
    let row = ImageShape(width: input.width, height: 1, format: input.format)
    let bytes = row.bufferBytes + squares * input.channels * MemoryLayout<UInt64>.stride
    return FilterPlan(output: input, workingBytes: bytes) { source, checkpoint throws(ImageError) in
      let mosaic = Mosaic(source, size: size, StoredImage(try PixelBuffer(row)), checkpoint)
      return ComputedRows(input) { row throws(ImageError) in try mosaic.next(into: row) }
    }
  }
}

/// Reads as many rows as a square is high and yields their means as often.
private final class Mosaic {
  private let source: any RowSource
  private let shape: ImageShape
  private let size: Int
  private let checkpoint: Checkpoint
  /// The row of means, into which rows are read before.
  private let means: StoredImage
  private var sums: [UInt64]
  private var rowsRead = 0
  private var rowsLeft = 0

  init(
    _ source: any RowSource, size: Int, _ means: StoredImage, _ checkpoint: Checkpoint
  ) {
    self.source = source
    shape = source.shape
    self.size = size
    self.means = means
    self.checkpoint = checkpoint
    sums = Array(repeating: 0, count: (shape.width + size - 1) / size * shape.channels)
  }

  func next(into row: MutableRow) throws(ImageError) {
    if rowsLeft == 0 {
      switch shape.format.depth {
      case .eight: try fill(UInt8.self)
      case .sixteen: try fill(UInt16.self)
      }
    }
    row.copy(from: means.pixels[row: 0])
    rowsLeft -= 1
    try checkpoint.poll()
  }

  private func fill<S: Sample>(_ type: S.Type) throws(ImageError) {
    let height = min(size, shape.height - rowsRead)
    for i in sums.indices { sums[i] = 0 }
    for _ in 0..<height {
      try source.read(into: means.pixels[row: 0])
      rowsRead += 1
      try checkpoint.paced(shape.width, stretch: 4096) { pixels throws(ImageError) in
        means.pixels.withRow(0, as: type) { add(&$0, pixels) }
      }
    }
    try checkpoint.paced(shape.width, stretch: 2048) { pixels throws(ImageError) in
      means.pixels.withRow(0, as: type) { divide(&$0, pixels, height) }
    }
    rowsLeft = height
  }

  @inline(__always)
  private func add<S: Sample>(_ samples: inout MutableSpan<S>, _ pixels: Range<Int>) {
    let channels = shape.channels
    eachSquare(of: pixels) { square, pixels in
      for channel in 0..<channels {
        var sum: UInt64 = 0
        for x in pixels { sum &+= UInt64(samples[x &* channels &+ channel]) }
        sums[square &* channels &+ channel] &+= sum
      }
    }
  }

  @inline(__always)
  private func divide<S: Sample>(
    _ samples: inout MutableSpan<S>, _ pixels: Range<Int>, _ height: Int
  ) {
    let channels = shape.channels
    eachSquare(of: pixels) { square, pixels in
      let count = UInt64(min(size, shape.width - square * size) * height)
      for channel in 0..<channels {
        let sum = sums[square &* channels &+ channel]
        let mean = S((2 * sum + count) / (2 * count))
        for x in pixels { samples[x &* channels &+ channel] = mean }
      }
    }
  }

  /// Cuts a range of pixels at the squares' edges.
  @inline(__always)
  private func eachSquare(of pixels: Range<Int>, _ body: (Int, Range<Int>) -> Void) {
    var x = pixels.lowerBound
    while x < pixels.upperBound {
      let square = x / size
      let end = min((square + 1) * size, pixels.upperBound)
      body(square, x..<end)
      x = end
    }
  }
}
