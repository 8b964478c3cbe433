import KernelTable
import Pixels

/// A source's rows blurred by a Gaussian, one at a time and unrounded.
///
/// First down the columns into one row of sums, then along that row: the intermediate values exist
/// for one row only. A symmetric kernel gives the same weight to both samples at a distance, so
/// they are added first and multiplied once.
@safe
final class GaussianBlur<Arithmetic: BlurArithmetic> {
  typealias Input = Arithmetic.Input
  typealias Number = Arithmetic.Number

  let shape: ImageShape
  private let down: any ColumnBlur<Input, Number>
  private let along: GaussianSplit
  private let loops = Arithmetic.loops
  private let narrowTaps: BlurTapRow<Number>
  private let wideTaps: BlurTapRow<Number>?
  private let columns: ScratchRow<Number>
  /// Blurred along the row by the narrow Gaussian, where there are two.
  private let narrow: ScratchRow<Number>?
  private let blurred: ScratchRow<Number>
  private let checkpoint: Checkpoint

  /// - Parameter down: the pass down the columns of a source of this shape.
  init(
    _ shape: ImageShape, _ down: any ColumnBlur<Input, Number>, _ along: GaussianSplit,
    _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.shape = shape
    self.down = down
    self.along = along
    self.checkpoint = checkpoint
    narrowTaps = try Arithmetic.pairs(along.narrow.weights, isPart: along.step > 1)
    narrowTaps.spread(step: shape.channels)
    let (near, far) = Self.margins(shape, along)
    columns = try ScratchRow(count: shape.rowSamples, margin: near + far + blurBlock)
    blurred = try ScratchRow(count: shape.rowSamples, margin: blurBlock)
    if along.step > 1 {
      wideTaps = try Arithmetic.pairs(along.wideWeights, isPart: true)
      wideTaps?.spread(step: along.step * shape.channels)
      narrow = try ScratchRow(count: shape.rowSamples, margin: far + blurBlock)
    } else {
      wideTaps = nil
      narrow = nil
    }
  }

  /// Memory that a blur takes besides its pass down the columns.
  static func bytes(_ shape: ImageShape, _ along: GaussianSplit) -> Int {
    let (near, far) = margins(shape, along)
    let rows =
      ScratchRow<Number>.bytes(count: shape.rowSamples, margin: near + far + blurBlock)
      + ScratchRow<Number>.bytes(count: shape.rowSamples, margin: blurBlock)
      + BlurTapRow<Number>.bytes(count: along.narrow.radius + 1)
    if along.step == 1 { return rows }
    return rows + ScratchRow<Number>.bytes(count: shape.rowSamples, margin: far + blurBlock)
      + BlurTapRow<Number>.bytes(count: along.reach / along.step + 1)
  }

  /// Samples that the narrow and the wide Gaussian reach beyond the row.
  private static func margins(_ shape: ImageShape, _ along: GaussianSplit) -> (Int, Int) {
    (along.narrow.radius * shape.channels, along.reach * shape.channels)
  }

  /// Moves down to the next row and blurs it.
  func advance() throws(ImageError) {
    let (near, far) = Self.margins(shape, along)
    try unsafe down.advance(into: columns.start)
    // Safe, here and below: rows have margins for what the taps reach, and for a block behind.
    unsafe replicateEdges(
      columns.start, width: shape.width, channels: shape.channels,
      margin: (near + far) / shape.channels)
    guard let narrow, let wideTaps else {
      return try unsafe sum(narrowTaps, columns.start, into: blurred.start, shape.rowSamples)
    }
    try unsafe sum(
      narrowTaps, columns.start - far, into: narrow.start - far, shape.rowSamples + 2 * far)
    try unsafe sum(wideTaps, narrow.start, into: blurred.start, shape.rowSamples)
  }

  /// Polls after each tile.
  @unsafe
  private func sum(
    _ pairs: BlurTapRow<Number>, _ row: UnsafeMutablePointer<Number>,
    into sums: UnsafeMutablePointer<Number>, _ count: Int
  ) throws(ImageError) {
    let taps = unsafe pairs.taps
    try checkpoint.paced(count, stretch: BlurTile.length) { tile throws(ImageError) in
      unsafe loops.sumNumbers(row + tile.lowerBound, sums + tile.lowerBound, tile.count, taps)
    }
  }

  /// Rounds the blurred row.
  func round(into row: MutableRow) throws(ImageError) {
    try checkpoint.paced(shape.rowSamples, stretch: 8192) { range throws(ImageError) in
      // Safe: both rows have all of the row's samples.
      let out = unsafe row.base.assumingMemoryBound(to: Input.self) + range.lowerBound
      unsafe loops.round(blurred.start + range.lowerBound, out, range.count)
    }
  }

  /// Sharpens the row by its blurred self.
  func sharpen(
    into row: MutableRow, amount: Float, threshold: Float
  ) throws(ImageError) {
    try unsafe compare(into: row) { original, blurred, out, pixels in
      unsafe loops.sharpen(
        original, blurred, out, pixels * shape.channels, amount, threshold)
    }
  }

  /// Has a row worked out from the original and its blurred self, some pixels at a time.
  @unsafe
  func compare(
    into row: MutableRow,
    _ body: (
      UnsafePointer<Input>, UnsafePointer<Number>, UnsafeMutablePointer<Input>, _ pixels: Int
    ) -> Void
  ) throws(ImageError) {
    try checkpoint.paced(shape.width, stretch: 2048) { pixels throws(ImageError) in
      // Safe: all three rows have all of the row's samples.
      let first = pixels.lowerBound * shape.channels
      let out = unsafe row.base.assumingMemoryBound(to: Input.self) + first
      unsafe body(down.original + first, blurred.start + first, out, pixels.count)
    }
  }
}
