import Pixels

/// Sums over a square window, kept up to date as it moves.
///
/// For each column there is the sum of the window's rows: on the way down it gains the row that
/// comes into the window and loses the one that goes out. Along the row the window's sum gains
/// and loses column sums in the same way. `Sum` must hold the largest sample times the area.
@safe
final class BoxSums<Sum: FixedWidthInteger & UnsignedInteger & BitwiseCopyable> {
  let shape: ImageShape
  private let radius: Int
  private let window: RowWindow
  /// Of the window's rows, with a margin for the radius and one pixel more to the left, so that
  /// the first pixel has something to lose too.
  private let columns: ScratchRow<Sum>
  /// Of the window that ends with the sample, by channel.
  private let running: ScratchRow<Sum>
  private let checkpoint: Checkpoint
  private var started = false

  init(_ source: any RowSource, radius: Int, _ checkpoint: Checkpoint) throws(ImageError) {
    shape = source.shape
    self.radius = radius
    self.checkpoint = checkpoint
    // One row more above: the row that goes out of the window is looked at once again.
    window = try RowWindow(source, above: radius + 1, below: radius, margin: 0, checkpoint)
    columns = try ScratchRow(
      count: shape.rowSamples, margin: (radius + 1) * shape.channels)
    running = try ScratchRow(count: shape.channels, margin: 0)
  }

  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    RowWindow.bytes(shape, rows: 2 * radius + 2, margin: 0)
      + ScratchRow<Sum>.bytes(
        count: shape.rowSamples, margin: (radius + 1) * shape.channels)
      + ScratchRow<Sum>.bytes(count: shape.channels, margin: 0)
  }

  /// Moves down to the next row and brings the column sums up to date.
  @inline(__always)
  func advance<S: Sample>(as type: S.Type) throws(ImageError) {
    try window.advance()
    // The first time all rows of the window come in, and none goes out.
    let entering = started ? radius...radius : -radius...radius
    let leaves = started
    started = true
    for offset in entering {
      try checkpoint.paced(shape.rowSamples, stretch: 8192) { range throws(ImageError) in
        // Safe: sums and rows have all of the row's samples.
        let sums = unsafe columns.start + range.lowerBound
        let new = unsafe window.row(offset, as: type) + range.lowerBound
        if leaves {
          let old = unsafe window.row(-radius - 1, as: type) + range.lowerBound
          for i in 0..<range.count {
            unsafe sums[i] =
              sums[i] &+ Sum(truncatingIfNeeded: new[i]) &- Sum(truncatingIfNeeded: old[i])
          }
        } else {
          for i in 0..<range.count { unsafe sums[i] = sums[i] &+ Sum(truncatingIfNeeded: new[i]) }
        }
      }
    }
    // Safe: the margin is that wide.
    unsafe replicateEdges(
      columns.start, width: shape.width, channels: shape.channels, margin: radius + 1)
  }

  /// Works out a row from the column sums.
  @inline(__always)
  func fill<S: Sample>(
    _ row: MutableRow, as type: S.Type, _ mean: (Sum) -> S
  ) throws(ImageError) {
    try startRow()
    try checkpoint.paced(shape.width, stretch: 2048) { pixels throws(ImageError) in
      // Safe: the columns have a margin for what the window reads, `row` all of its samples.
      let out = unsafe row.base.assumingMemoryBound(to: type)
      switch shape.channels {
      case 1: unsafe slide(out, pixels, 1, mean)
      case 2: unsafe slide(out, pixels, 2, mean)
      case 3: unsafe slide(out, pixels, 3, mean)
      default: unsafe slide(out, pixels, 4, mean)
      }
    }
  }

  /// The sums of the window one pixel before the first.
  private func startRow() throws(ImageError) {
    let channels = shape.channels
    for channel in 0..<channels { unsafe running.start[channel] = 0 }
    try checkpoint.paced(2 * radius + 1, stretch: 2048) { range throws(ImageError) in
      for i in range {
        // Safe: reaches from `radius + 1` pixels left of the image to `radius - 1` right of its
        // start, all within the margins.
        let column = unsafe columns.start + (i - radius - 1) * channels
        for channel in 0..<channels {
          unsafe running.start[channel] = running.start[channel] &+ column[channel]
        }
      }
    }
  }

  /// Moves the window along some pixels, each channel by itself: the channels' sums do not wait
  /// for one another, so the processor works at all of them at once.
  @unsafe
  @inline(__always)
  private func slide<S: Sample>(
    _ out: UnsafeMutablePointer<S>, _ pixels: Range<Int>, _ channels: Int, _ mean: (Sum) -> S
  ) {
    let gained = unsafe columns.start + radius * channels
    let lost = unsafe columns.start - (radius + 1) * channels
    var sums = unsafe (
      running.start[0], running.start[min(1, channels - 1)], running.start[min(2, channels - 1)],
      running.start[channels - 1]
    )
    for x in pixels {
      let i = x &* channels
      unsafe sums.0 = sums.0 &+ gained[i] &- lost[i]
      unsafe out[i] = mean(sums.0)
      if channels > 1 {
        unsafe sums.1 = sums.1 &+ gained[i &+ 1] &- lost[i &+ 1]
        unsafe out[i &+ 1] = mean(sums.1)
      }
      if channels > 2 {
        unsafe sums.2 = sums.2 &+ gained[i &+ 2] &- lost[i &+ 2]
        unsafe out[i &+ 2] = mean(sums.2)
      }
      if channels > 3 {
        unsafe sums.3 = sums.3 &+ gained[i &+ 3] &- lost[i &+ 3]
        unsafe out[i &+ 3] = mean(sums.3)
      }
    }
    unsafe running.start[0] = sums.0
    if channels > 1 { unsafe running.start[1] = sums.1 }
    if channels > 2 { unsafe running.start[2] = sums.2 }
    if channels > 3 { unsafe running.start[3] = sums.3 }
  }
}
