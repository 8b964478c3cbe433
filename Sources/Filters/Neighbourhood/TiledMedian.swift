import KernelTable
import Pixels
import Vectors

/// Medians of 8-bit samples in windows of 7 by 7 and more, found for 64 neighbours at once: see
/// `MedianLoops.medianOfTile`. The work hardly grows with the window.
@safe
final class TiledMedian: MedianMethod {
  private let shape: ImageShape
  private let radius: Int
  private let window: RowWindow
  /// The window's rows from top to bottom.
  private let rows: ScratchRow<UnsafePointer<Int8>>
  /// For each tile of each channel, one after the other.
  private let counts: ScratchRow<UInt8>
  private let steps: ScratchRow<UInt8>
  private let room: ScratchRow<UInt8>
  private let medians: ScratchRow<UInt8>
  private let checkpoint: Checkpoint

  init(_ source: any RowSource, radius: Int, _ checkpoint: Checkpoint) throws(ImageError) {
    shape = source.shape
    self.radius = radius
    self.checkpoint = checkpoint
    let planes = try PlanarRows(source, margin: Self.margin(radius), checkpoint)
    // One row more above: the row that goes out of the window is looked at once again.
    window = try RowWindow(planes, above: radius + 1, below: radius, margin: 0, checkpoint)
    unsafe rows = try unsafe ScratchRow(count: 2 * radius + 1, margin: 0)
    let tiles = Self.tiles(shape)
    counts = try ScratchRow(count: tiles * Self.countsBytes(radius), margin: 64)
    steps = try ScratchRow(count: tiles * 256, margin: 0)
    room = try ScratchRow(count: MedianTiling.roomBytes(side: 2 * radius + 1), margin: 0)
    medians = try ScratchRow(count: 4 * MedianTiling.width, margin: 0)
  }

  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    let planes = PlanarRows.shape(shape, margin: margin(radius))
    return RowWindow.bytes(planes, rows: 2 * radius + 2, margin: 0) + PlanarRows.bytes(shape)
      + (2 * radius + 1) * MemoryLayout<Int>.stride
      + tiles(shape) * (countsBytes(radius) + 256) + 2 * 64
      + MedianTiling.roomBytes(side: 2 * radius + 1) + 4 * MedianTiling.width
  }

  /// Rows go on for as long as the last tile, and a vector more.
  private static func margin(_ radius: Int) -> Int { radius + tail }
  private static var tail: Int { MedianTiling.width + 64 }

  private static func tiles(_ shape: ImageShape) -> Int {
    (shape.width + MedianTiling.width - 1) / MedianTiling.width * shape.channels
  }

  private static func countsBytes(_ radius: Int) -> Int {
    256 >> fineBits(radius) * MedianTiling.columns(side: 2 * radius + 1)
  }

  /// The larger a window, the more a bit of each pixel's own costs, and the fewer steps tell
  /// neighbours apart.
  private static func fineBits(_ radius: Int) -> Int {
    switch radius {
    case ...4: 4
    case 5, 6: 3
    case 7: 2
    default: 0
    }
  }

  func fill(_ row: MutableRow) throws(ImageError) {
    try window.advance()
    let side = 2 * radius + 1
    // Safe, here and below: the window's rows have a margin on both sides of each plane, counts and
    // steps have a part for each tile, and `row` has all samples of the run.
    for i in 0..<side { unsafe rows.start[i] = planes(i - radius) }
    let leaving = unsafe planes(-radius - 1)
    let channels = shape.channels
    let length = PlanarRows.planeLength(shape, margin: Self.margin(radius))
    let kernels = Vectors.chosen.kernels.median
    try checkpoint.paced(shape.width, stretch: MedianTiling.width) { run throws(ImageError) in
      for channel in 0..<channels {
        let index = run.lowerBound / MedianTiling.width * channels + channel
        let tile = unsafe MedianTile(
          rows: UnsafeBufferPointer(start: rows.start, count: side), leaving: leaving,
          start: channel * length + Self.tail + run.lowerBound, fineBits: Self.fineBits(radius),
          counts: counts.start + index * Self.countsBytes(radius), steps: steps.start + index * 256,
          room: room.start)
        var isOpen = false
        repeat {
          isOpen = unsafe !kernels.medianOfTile(
            tile, medians.start + channel * MedianTiling.width, resuming: isOpen)
          try checkpoint.poll()
        } while isOpen
      }
      unsafe kernels.putTogether(
        medians.start, length: MedianTiling.width, channels: channels,
        row.base.assumingMemoryBound(to: UInt8.self) + run.lowerBound * channels, run.count)
    }
  }

  @unsafe
  private func planes(_ offset: Int) -> UnsafePointer<Int8> {
    unsafe UnsafeRawPointer(window.row(offset, as: UInt8.self)).assumingMemoryBound(to: Int8.self)
  }
}
