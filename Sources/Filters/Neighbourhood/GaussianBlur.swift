import Pixels

/// A source's rows blurred by a Gaussian, one at a time and unrounded.
///
/// First down the columns, from the window's rows into one row of sums, then along that row: the
/// intermediate values exist for one row only.
@safe
final class GaussianBlur<Arithmetic: BlurArithmetic> {
  typealias Input = Arithmetic.Input
  typealias Sum = Arithmetic.Sum

  let shape: ImageShape
  private let kernel: GaussianKernel
  private let arithmetic: Arithmetic
  private let window: RowWindow
  private let columns: ScratchRow<Sum>
  private let blurred: ScratchRow<Sum>
  private let checkpoint: Checkpoint

  init(
    _ source: any RowSource, _ kernel: GaussianKernel, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = source.shape
    self.kernel = kernel
    self.checkpoint = checkpoint
    arithmetic = try Arithmetic(kernel)
    window = try RowWindow(
      source, above: kernel.radius, below: kernel.radius, margin: 0, checkpoint)
    columns = try ScratchRow(count: shape.rowSamples, margin: kernel.radius * shape.channels)
    blurred = try ScratchRow(count: shape.rowSamples, margin: 0)
  }

  /// Memory that a blur takes.
  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    RowWindow.bytes(shape, rows: 2 * radius + 1, margin: 0) + Arithmetic.bytes(radius: radius)
      + ScratchRow<Sum>.bytes(count: shape.rowSamples, margin: radius * shape.channels)
      + ScratchRow<Sum>.bytes(count: shape.rowSamples, margin: 0)
  }

  /// Moves down to the next row and blurs it.
  ///
  /// Polls after each tile, in each pass: at the widest kernel a tile takes some 30 µs.
  func advance() throws(ImageError) {
    try window.advance()
    try checkpoint.paced(shape.rowSamples, stretch: BlurTile.length) { tile throws(ImageError) in
      // Safe: the tile lies within the row, and the window's rows are as long as the row.
      unsafe sumColumns(tile)
    }
    // Safe, here and below: `columns` has a margin for the whole radius on both sides.
    unsafe replicateEdges(
      columns.start, width: shape.width, channels: shape.channels, margin: kernel.radius)
    try checkpoint.paced(shape.rowSamples, stretch: BlurTile.length) { tile throws(ImageError) in
      unsafe sumAlong(tile)
    }
  }

  /// Rounds the blurred row.
  func round(into row: MutableRow) throws(ImageError) {
    try checkpoint.paced(shape.rowSamples, stretch: 8192) { range throws(ImageError) in
      // Safe: both rows have all of the row's samples.
      let out = unsafe row.base.assumingMemoryBound(to: Input.self) + range.lowerBound
      unsafe Arithmetic.round(out, range.count, blurred.start + range.lowerBound)
    }
  }

  /// Sharpens the row by its blurred self.
  func sharpen(
    into row: MutableRow, amount: Float, threshold: Float
  ) throws(ImageError) {
    try checkpoint.paced(shape.rowSamples, stretch: 8192) { range throws(ImageError) in
      // Safe: all three rows have all of the row's samples.
      let out = unsafe row.base.assumingMemoryBound(to: Input.self) + range.lowerBound
      let original = unsafe window.row(0, as: Input.self) + range.lowerBound
      unsafe Arithmetic.sharpen(
        out, range.count, original, blurred.start + range.lowerBound, amount: amount,
        threshold: threshold)
    }
  }

  @unsafe
  private func sumColumns(_ tile: Range<Int>) {
    let sums = unsafe columns.start + tile.lowerBound
    let radius = kernel.radius
    // The weights that only fill up are 0, so any row will do for them.
    func row(_ distance: Int) -> UnsafePointer<Input> {
      let offset = min(max(distance, -radius), radius)
      return unsafe UnsafePointer(window.row(offset, as: Input.self) + tile.lowerBound)
    }
    unsafe arithmetic.start(sums, tile.count, row(0))
    for k in kernel.threes {
      unsafe arithmetic.add(sums, tile.count, ThreePairs(first: k, row), first: k)
    }
  }

  @unsafe
  private func sumAlong(_ tile: Range<Int>) {
    let sums = unsafe blurred.start + tile.lowerBound
    let centre = unsafe UnsafePointer(columns.start + tile.lowerBound)
    let radius = kernel.radius
    func shifted(_ distance: Int) -> UnsafePointer<Sum> {
      unsafe centre + min(max(distance, -radius), radius) * shape.channels
    }
    unsafe arithmetic.start(sums, tile.count, centre)
    for k in kernel.threes {
      unsafe arithmetic.add(sums, tile.count, ThreePairs(first: k, shifted), first: k)
    }
  }
}
