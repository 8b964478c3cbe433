import Pixels

/// Medians of windows of three by three: a network whose samples stay in registers.
///
/// The columns are sorted first, each of which three windows share.
@safe
final class NineMedian<S: NetworkSample> {
  private let shape: ImageShape
  private let window: RowWindow
  /// The lowest, the middle and the highest of each column, for a run of pixels and one more on both
  /// sides.
  private let columns: ScratchRow<S>
  private let checkpoint: Checkpoint

  /// Samples worked on at a time: few enough for their columns to stay in the first-level cache.
  private static var runLength: Int { 1536 }

  init(_ source: any RowSource, _ checkpoint: Checkpoint) throws(ImageError) {
    shape = source.shape
    self.checkpoint = checkpoint
    window = try RowWindow(source, above: 1, below: 1, margin: 1, checkpoint)
    columns = try ScratchRow(count: 3 * Self.columnLength(shape), margin: 0)
  }

  static func bytes(_ shape: ImageShape) -> Int {
    RowWindow.bytes(shape, rows: 3, margin: 1)
      + ScratchRow<S>.bytes(count: 3 * columnLength(shape), margin: 0)
  }

  private static func columnLength(_ shape: ImageShape) -> Int { runLength + 2 * shape.channels }

  /// Moves down to the next row and works it out.
  func fill(_ row: MutableRow) throws(ImageError) {
    try window.advance()
    let channels = shape.channels
    let length = Self.columnLength(shape)
    let (above, centre, below) = unsafe (
      window.row(-1, as: S.self), window.row(0, as: S.self), window.row(1, as: S.self)
    )
    try checkpoint.paced(shape.rowSamples, stretch: Self.runLength) { run throws(ImageError) in
      // Safe: the window's rows have a margin of a pixel, and `row` has all samples of the run.
      let first = run.lowerBound - channels
      unsafe S.sortThree(
        above + first, centre + first, below + first, columns.start, length: length,
        run.count + 2 * channels)
      unsafe S.median(
        columns.start, length: length, channels: channels,
        row.base.assumingMemoryBound(to: S.self) + run.lowerBound, run.count)
    }
  }
}
