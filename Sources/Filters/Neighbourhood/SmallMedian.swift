import Pixels

/// Medians of windows of three by three or five by five: networks whose samples stay in registers.
///
/// For the larger ones columns are sorted first, each of which five windows share.
@safe
final class SmallMedian<S: SmallMedianSample>: MedianMethod {
  private let shape: ImageShape
  private let radius: Int
  private let window: RowWindow
  /// The window's rows from top to bottom.
  private let rows: ScratchRow<UnsafePointer<S>>
  /// The five samples of each column from the lowest to the highest, for a run of pixels and two
  /// more on both sides. Nothing for the smaller windows.
  private let columns: ScratchRow<S>
  private let loops = S.loops
  private let checkpoint: Checkpoint

  /// Samples worked on at a time: few enough for their columns to stay in the first-level cache.
  private static var runLength: Int { 1536 }

  init(_ source: any RowSource, radius: Int, _ checkpoint: Checkpoint) throws(ImageError) {
    precondition(radius == 1 || radius == 2, "no network for this window")
    shape = source.shape
    self.radius = radius
    self.checkpoint = checkpoint
    window = try RowWindow(source, above: radius, below: radius, margin: radius, checkpoint)
    unsafe rows = try unsafe ScratchRow(count: 2 * radius + 1, margin: 0)
    columns = try ScratchRow(count: Self.columnsCount(shape, radius), margin: 0)
  }

  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    let side = 2 * radius + 1
    return RowWindow.bytes(shape, rows: side, margin: radius) + side * MemoryLayout<Int>.stride
      + ScratchRow<S>.bytes(count: columnsCount(shape, radius), margin: 0)
  }

  private static func columnsCount(_ shape: ImageShape, _ radius: Int) -> Int {
    radius == 1 ? 0 : 5 * columnLength(shape)
  }

  private static func columnLength(_ shape: ImageShape) -> Int { runLength + 4 * shape.channels }

  func fill(_ row: MutableRow) throws(ImageError) {
    try window.advance()
    let (side, channels) = (2 * radius + 1, shape.channels)
    let halo = radius * channels
    let length = Self.columnLength(shape)
    // Safe, here and below: the window's rows have a margin of the radius, and `row` has all
    // samples of the run.
    for i in 0..<side {
      unsafe rows.start[i] = UnsafePointer(window.row(i - radius, as: S.self))
    }
    try checkpoint.paced(shape.rowSamples, stretch: Self.runLength) { run throws(ImageError) in
      let rows = unsafe UnsafeBufferPointer(start: rows.start, count: side)
      let first = run.lowerBound - halo
      let medians = unsafe row.base.assumingMemoryBound(to: S.self) + run.lowerBound
      if radius == 1 {
        unsafe loops.medianOfNine(rows, first, channels, medians, run.count)
      } else {
        unsafe loops.sortFive(rows, first, columns.start, length, run.count + 2 * halo)
        unsafe loops.medianOfFive(columns.start, length, channels, medians, run.count)
      }
    }
  }
}
