import KernelTable
import Pixels
import Vectors

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
    let row = ImageShape(width: input.width, height: 1, format: input.format)
    let bytes = row.bufferBytes + input.rowSamples * MemoryLayout<UInt32>.stride
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
  /// Of the square's rows, for each column: at most a thousand samples.
  private var sums: [UInt32]
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
    sums = Array(repeating: 0, count: shape.rowSamples)
  }

  func next(into row: MutableRow) throws(ImageError) {
    if rowsLeft == 0 {
      switch shape.format.depth {
      case .eight:
        try unsafe fill(UInt8.self) { unsafe Vectors.chosen.kernels.box.add($0, $1, $2) }
      case .sixteen:
        try unsafe fill(UInt16.self) { unsafe Vectors.chosen.kernels.box.add($0, $1, $2) }
      }
    }
    row.copy(from: means.pixels[row: 0])
    rowsLeft -= 1
    try checkpoint.poll()
  }

  /// - Parameter add: a row's samples, to which sums and how many.
  private func fill<S: Sample>(
    _ type: S.Type, add: (UnsafePointer<S>, UnsafeMutablePointer<UInt32>, Int) -> Void
  ) throws(ImageError) {
    let height = min(size, shape.height - rowsRead)
    try checkpoint.paced(sums.count, stretch: 65_536) { samples throws(ImageError) in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        for i in samples { unsafe sums[i] = 0 }
      }
    }
    for _ in 0..<height {
      try source.read(into: means.pixels[row: 0])
      rowsRead += 1
      let row = unsafe UnsafePointer(means.pixels.start.assumingMemoryBound(to: type))
      try checkpoint.paced(shape.rowSamples, stretch: 16_384) { samples throws(ImageError) in
        // Safe: the row and its sums have the shape's samples.
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          guard let first = sums.baseAddress else { return }
          unsafe add(row + samples.lowerBound, first + samples.lowerBound, samples.count)
        }
      }
    }
    // Whole squares between two polls.
    try checkpoint.paced(shape.width, stretch: max(1, 2048 / size) * size) {
      pixels throws(ImageError) in
      means.pixels.withRow(0, as: type) { divide(&$0, pixels, height) }
    }
    rowsLeft = height
  }

  @inline(__always)
  private func divide<S: Sample>(
    _ samples: inout MutableSpan<S>, _ pixels: Range<Int>, _ height: Int
  ) {
    let channels = shape.channels
    for first in stride(from: pixels.lowerBound, to: pixels.upperBound, by: size) {
      let square = first..<min(first + size, pixels.upperBound)
      let count = UInt64(square.count * height)
      for channel in 0..<channels {
        var sum: UInt64 = 0
        for x in square { sum &+= UInt64(sums[x &* channels &+ channel]) }
        let mean = S((2 * sum + count) / (2 * count))
        for x in square { samples[x &* channels &+ channel] = mean }
      }
    }
  }
}
