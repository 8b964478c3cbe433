import KernelTable
import Pixels
import Vectors

/// Colour multiplied by its opacity, at 16 bits: what filters that mix neighbours work on, so that
/// the colour behind transparent pixels does not bleed into what is seen.
///
/// `p = round(v · a / 65535)`; 8-bit samples are first multiplied by 257, which is exact.
enum Premultiply {
  static func plan(for input: ImageShape) -> FilterPlan {
    precondition(input.format.model.hasAlpha, "nothing to multiply by")
    let output = input.with(format: PixelFormat(input.format.model, .sixteen))
    let scratch = input.format.depth == .eight ? input.rowBytes : 0
    return FilterPlan(output: output, workingBytes: scratch, reach: .row) {
      source, checkpoint throws(ImageError) in
      try PremultiplyingSource(source, output, checkpoint)
    }
  }
}

private final class PremultiplyingSource: RowSource {
  let shape: ImageShape
  private let source: any RowSource
  private let checkpoint: Checkpoint
  /// One row as the source has it, where that is narrower than ours.
  private let narrow: StoredImage?

  init(
    _ source: any RowSource, _ shape: ImageShape, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.shape = shape
    self.source = source
    self.checkpoint = checkpoint
    let input = source.shape
    narrow =
      input.format.depth == .eight
      ? StoredImage(
        try PixelBuffer(ImageShape(width: input.width, height: 1, format: input.format)))
      : nil
  }

  func read(into row: MutableRow) throws(ImageError) {
    let channels = shape.channels
    guard let narrow else {
      try source.read(into: row)
      try checkpoint.paced(shape.width, stretch: 8192) { pixels in
        // Safe: the row has the shape's pixels.
        unsafe Vectors.chosen.kernels.alpha.premultiply(
          row.base.assumingMemoryBound(to: UInt16.self), channels: channels, pixels)
      }
      return
    }
    let samples = narrow.pixels[row: 0]
    try source.read(into: samples)
    try checkpoint.paced(shape.width, stretch: 8192) { pixels in
      // Safe: both rows have the shape's pixels.
      unsafe Vectors.chosen.kernels.alpha.premultiply(
        samples.base.assumingMemoryBound(to: UInt8.self),
        row.base.assumingMemoryBound(to: UInt16.self), channels: channels, pixels)
    }
  }
}
