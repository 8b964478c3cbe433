import KernelTable
import Pixels
import Vectors

/// Means of squares of four pixels: what a box makes of a picture half as large.
///
/// Both weights of an axis are a half then, so that what `ResizingSource` works out, and rounds at
/// the end, is exact: whole numbers give the same bytes.
final class HalvingSource: RowSource {
  let shape: ImageShape
  private let source: any RowSource
  private let pair: StoredImage
  private let firstPixel: Int
  private var rowsToSkip: Int
  private let checkpoint: Checkpoint

  /// - Parameters:
  ///   - x: the source's first column that counts.
  ///   - y: and its first row.
  init(
    _ source: any RowSource, _ shape: ImageShape, x: Int, y: Int, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.shape = shape
    self.source = source
    self.checkpoint = checkpoint
    firstPixel = x
    rowsToSkip = y
    pair = StoredImage(try PixelBuffer(Self.pair(source.shape)))
  }

  static func bytes(_ input: ImageShape) -> Int { pair(input).bufferBytes }

  private static func pair(_ input: ImageShape) -> ImageShape {
    ImageShape(width: input.width, height: 2, format: input.format)
  }

  func read(into row: MutableRow) throws(ImageError) {
    while rowsToSkip > 0 {
      try readOne(0)
      rowsToSkip -= 1
    }
    try readOne(0)
    try readOne(1)
    let (kernels, channels) = (Vectors.chosen.kernels.halving, shape.channels)
    try checkpoint.paced(shape.width, stretch: 4096) { pixels throws(ImageError) in
      // Safe: the axes' pairs lie within the source, and the row has the shape's pixels.
      let first = (firstPixel + 2 * pixels.lowerBound) * channels
      let to = pixels.lowerBound * channels
      switch shape.format.depth {
      case .eight:
        unsafe kernels.halve(
          start(0, UInt8.self) + first, start(1, UInt8.self) + first, channels: channels,
          row.base.assumingMemoryBound(to: UInt8.self) + to, pixels.count)
      case .sixteen:
        unsafe kernels.halve(
          start(0, UInt16.self) + first, start(1, UInt16.self) + first, channels: channels,
          row.base.assumingMemoryBound(to: UInt16.self) + to, pixels.count)
      }
    }
  }

  private func readOne(_ y: Int) throws(ImageError) {
    try source.read(into: pair.pixels[row: y])
    try checkpoint.poll()
  }

  @unsafe
  private func start<S: Sample>(_ y: Int, _ type: S.Type) -> UnsafePointer<S> {
    unsafe UnsafePointer(pair.pixels[row: y].base.assumingMemoryBound(to: type))
  }
}
