import KernelTable
import Pixels
import Vectors

/// Medians of 8-bit samples in windows of middle size, found bit by bit: the work grows with the
/// window's area like a network's, but by less, and no sample is moved.
@safe
final class CountedMedian {
  /// The largest radius whose windows have fewer than 256 samples.
  static let widest = 7

  private let shape: ImageShape
  private let radius: Int
  private let window: RowWindow
  private let rows: ScratchRow<UnsafePointer<UInt8>>
  private let room: ScratchRow<UInt8>
  private let checkpoint: Checkpoint

  /// Samples worked on at a time: 20 µs at most, and the window's rows stay in the first-level cache.
  private static let runLength = 512

  init(_ source: any RowSource, radius: Int, _ checkpoint: Checkpoint) throws(ImageError) {
    precondition(radius <= Self.widest, "window too large to count in bytes")
    shape = source.shape
    self.radius = radius
    self.checkpoint = checkpoint
    window = try RowWindow(source, above: radius, below: radius, margin: radius, checkpoint)
    unsafe rows = try unsafe ScratchRow(count: 2 * radius + 1, margin: 0)
    room = try ScratchRow(count: 2 * Self.runLength, margin: 0)
  }

  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    RowWindow.bytes(shape, rows: 2 * radius + 1, margin: radius)
      + (2 * radius + 1) * MemoryLayout<Int>.stride
      + ScratchRow<UInt8>.bytes(count: 2 * runLength, margin: 0)
  }

  /// Moves down to the next row and works it out.
  func fill(_ row: MutableRow) throws(ImageError) {
    try window.advance()
    let channels = shape.channels
    let side = 2 * radius + 1
    try checkpoint.paced(shape.rowSamples, stretch: Self.runLength) { run throws(ImageError) in
      // Safe: the window's rows have a margin of the radius, and `row` has all samples of the run.
      for i in 0..<side {
        unsafe rows.start[i] = UnsafePointer(
          window.row(i - radius, as: UInt8.self) + run.lowerBound - radius * channels)
      }
      unsafe Vectors.chosen.kernels.median.medianByBits(
        UnsafeBufferPointer(start: rows.start, count: side), channels: channels, room.start,
        row.base.assumingMemoryBound(to: UInt8.self) + run.lowerBound, run.count)
    }
  }
}
