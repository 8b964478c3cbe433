import KernelTable
import Pixels
import Vectors

/// An 8-bit source's channels side by side, as rows of one channel whose samples are less 128.
///
/// So a window of rows serves filters that want neighbours to be neighbours in memory, and compare
/// them as signed numbers. Each plane goes on for `margin` samples on both sides, repeating its
/// first and its last.
final class PlanarRows: RowSource {
  let shape: ImageShape
  private let source: any RowSource
  private let margin: Int
  private let checkpoint: Checkpoint
  /// One row as the source yields it.
  private let pixels: StoredImage

  init(_ source: any RowSource, margin: Int, _ checkpoint: Checkpoint) throws(ImageError) {
    self.source = source
    self.margin = margin
    self.checkpoint = checkpoint
    shape = Self.shape(source.shape, margin: margin)
    pixels = StoredImage(try PixelBuffer(Self.line(source.shape)))
  }

  static func bytes(_ shape: ImageShape) -> Int { line(shape).bufferBytes }

  private static func line(_ shape: ImageShape) -> ImageShape {
    ImageShape(width: shape.width, height: 1, format: shape.format)
  }

  static func shape(_ shape: ImageShape, margin: Int) -> ImageShape {
    ImageShape(
      width: planeLength(shape, margin: margin) * shape.channels, height: shape.height,
      format: .gray8)
  }

  /// Samples from one channel's plane to the next.
  static func planeLength(_ shape: ImageShape, margin: Int) -> Int { shape.width + 2 * margin }

  func read(into row: MutableRow) throws(ImageError) {
    let line = pixels.pixels[row: 0]
    try source.read(into: line)
    let (shape, kernels) = (source.shape, Vectors.chosen.kernels.median)
    let length = Self.planeLength(shape, margin: margin)
    // Safe, here and below: the row has a plane for each channel, as long as the line and its
    // margins.
    let planes = unsafe row.base.assumingMemoryBound(to: Int8.self) + margin
    try checkpoint.paced(shape.width, stretch: 4096) { pixels throws(ImageError) in
      let first = unsafe line.base.assumingMemoryBound(to: UInt8.self)
      unsafe kernels.takeApart(
        first + pixels.lowerBound * shape.channels, channels: shape.channels,
        planes + pixels.lowerBound, length: length, pixels.count)
    }
    for channel in 0..<shape.channels {
      unsafe replicateEdges(
        planes + channel * length, width: shape.width, channels: 1, margin: margin)
    }
  }
}
