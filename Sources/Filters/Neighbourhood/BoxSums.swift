import Pixels

/// Means of a square window, from sums that are kept up to date as it moves.
///
/// For each column there is the sum of the window's rows: on the way down it gains the row that
/// comes into the window and loses the one that goes out. Along the row these sums are added up, so
/// that a window's sum is the difference of two totals.
@safe
final class BoxSums<Means: BoxMeans> {
  private let shape: ImageShape
  private let radius: Int
  private let means: Means
  private let window: RowWindow
  /// Of the window's rows, with a margin for the radius and one pixel more.
  private let columns: ScratchRow<UInt32>
  /// Of the columns from the one before the first window's on, whose total is that of nothing.
  private let totals: ScratchRow<Means.Total>
  /// A row of nothing, that goes out of the window while it is filled.
  private let nothing: ScratchRow<Means.Input>
  private let checkpoint: Checkpoint
  private var started = false

  init(_ source: any RowSource, radius: Int, _ checkpoint: Checkpoint) throws(ImageError) {
    shape = source.shape
    self.radius = radius
    self.checkpoint = checkpoint
    means = Means(radius: radius)
    // One row more above: the row that goes out of the window is looked at once again.
    window = try RowWindow(source, above: radius + 1, below: radius, margin: 0, checkpoint)
    let margin = Self.margin(source.shape, radius)
    columns = try ScratchRow(count: shape.rowSamples, margin: margin)
    totals = try ScratchRow(count: shape.rowSamples, margin: margin)
    nothing = try ScratchRow(count: shape.rowSamples, margin: 0)
  }

  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    RowWindow.bytes(shape, rows: 2 * radius + 2, margin: 0)
      + ScratchRow<UInt32>.bytes(count: shape.rowSamples, margin: margin(shape, radius))
      + ScratchRow<Means.Total>.bytes(count: shape.rowSamples, margin: margin(shape, radius))
      + ScratchRow<Means.Input>.bytes(count: shape.rowSamples, margin: 0)
  }

  private static func margin(_ shape: ImageShape, _ radius: Int) -> Int {
    (radius + 2) * shape.channels + 4
  }

  /// Moves down to the next row and works it out.
  func next(into row: MutableRow) throws(ImageError) {
    try window.advance()
    // The first time all rows of the window come in, and none goes out.
    if started {
      try slide(entering: radius, leaves: true)
    } else {
      for offset in -radius...radius { try slide(entering: offset, leaves: false) }
      started = true
    }
    // Safe, here and below: the margins are wider than the radius by two pixels and four samples.
    unsafe replicateEdges(
      columns.start, width: shape.width, channels: shape.channels, margin: radius + 1)
    let channels = shape.channels
    try checkpoint.paced(shape.width + 2 * radius, stretch: 2048) { pixels throws(ImageError) in
      let first = (pixels.lowerBound - radius) * channels
      unsafe Means.total(
        columns.start + first, totals.start + first, pixels.count, channels: channels)
    }
    try checkpoint.paced(shape.rowSamples, stretch: 8192) { range throws(ImageError) in
      let lower = unsafe totals.start + range.lowerBound - (radius + 1) * channels
      unsafe means.mean(
        lower + (2 * radius + 1) * channels, lower,
        row.base.assumingMemoryBound(to: Means.Input.self) + range.lowerBound, range.count)
    }
  }

  private func slide(entering offset: Int, leaves: Bool) throws(ImageError) {
    let new = unsafe window.row(offset, as: Means.Input.self)
    let old =
      unsafe leaves ? window.row(-radius - 1, as: Means.Input.self) : nothing.start
    try checkpoint.paced(shape.rowSamples, stretch: 8192) { range throws(ImageError) in
      // Safe: sums and rows have all of the row's samples.
      let first = range.lowerBound
      unsafe Means.slide(columns.start + first, new + first, old + first, range.count)
    }
  }
}
