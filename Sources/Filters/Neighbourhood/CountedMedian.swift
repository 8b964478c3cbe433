import KernelTable
import Pixels
import Vectors

/// Medians of 8-bit samples in windows of middle size, by counting samples below a value: the work
/// grows with the window's area like a network's, but by less, and no sample is moved.
@safe
final class CountedMedian {
  /// The largest radius whose windows have fewer than 256 samples.
  static let widest = 7

  private let shape: ImageShape
  private let radius: Int
  private let window: RowWindow
  /// The window's rows from top to bottom.
  private let rows: ScratchRow<UnsafePointer<UInt8>>
  private let planes: ScratchRow<UInt8>
  /// What is below no value: goes out of the window while it is filled.
  private let nothing: ScratchRow<UInt8>
  private let room: ScratchRow<UInt8>
  private let checkpoint: Checkpoint
  private var started = false

  /// Samples worked on at a time: 20 µs at most, and the window's rows stay in the first-level cache.
  private static let runLength = 512

  init(_ source: any RowSource, radius: Int, _ checkpoint: Checkpoint) throws(ImageError) {
    precondition(radius <= Self.widest, "window too large to count in bytes")
    shape = source.shape
    self.radius = radius
    self.checkpoint = checkpoint
    // One row more above: the row that goes out of the window is looked at once again.
    window = try RowWindow(source, above: radius + 1, below: radius, margin: radius, checkpoint)
    unsafe rows = try unsafe ScratchRow(count: 2 * radius + 1, margin: 0)
    let length = Self.planeLength(shape, radius)
    planes = try ScratchRow(count: countedPlanes * length, margin: 0)
    nothing = try ScratchRow(count: length, margin: 0)
    unsafe nothing.start.update(repeating: 255, count: length)
    room = try ScratchRow(count: 2 * Self.runLength, margin: 0)
  }

  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    RowWindow.bytes(shape, rows: 2 * radius + 2, margin: radius)
      + (2 * radius + 1) * MemoryLayout<Int>.stride
      + (countedPlanes + 1) * planeLength(shape, radius) + 2 * runLength
  }

  /// As long as the window's rows with their margins.
  private static func planeLength(_ shape: ImageShape, _ radius: Int) -> Int {
    (shape.width + 2 * radius) * shape.channels
  }

  /// Moves down to the next row and works it out.
  func fill(_ row: MutableRow) throws(ImageError) {
    try window.advance()
    if started {
      try slide(entering: radius, leaves: true)
    } else {
      for offset in -radius...radius { try slide(entering: offset, leaves: false) }
      started = true
    }
    let channels = shape.channels
    let side = 2 * radius + 1
    let kernels = Vectors.chosen.kernels.median
    try checkpoint.paced(shape.rowSamples, stretch: Self.runLength) { run throws(ImageError) in
      // Safe, here and below: the window's rows have a margin of the radius, the planes are as long,
      // and `row` has all samples of the run.
      for i in 0..<side { unsafe rows.start[i] = leftmost(i - radius) + run.lowerBound }
      let windows = unsafe CountedWindow(
        rows: UnsafeBufferPointer(start: rows.start, count: side),
        planes: planes.start + run.lowerBound, length: Self.planeLength(shape, radius),
        channels: channels)
      unsafe kernels.medianByCounting(
        windows, room.start, row.base.assumingMemoryBound(to: UInt8.self) + run.lowerBound,
        run.count)
    }
  }

  private func slide(entering offset: Int, leaves: Bool) throws(ImageError) {
    let kernels = Vectors.chosen.kernels.median
    let length = Self.planeLength(shape, radius)
    let new = unsafe leftmost(offset)
    let old = unsafe leaves ? leftmost(-radius - 1) : UnsafePointer(nothing.start)
    try checkpoint.paced(length, stretch: 2048) { range throws(ImageError) in
      let first = range.lowerBound
      unsafe kernels.slideBelow(
        planes.start + first, length: length, new + first, old + first, range.count)
    }
  }

  /// The first sample of a row's margin.
  @unsafe
  private func leftmost(_ offset: Int) -> UnsafePointer<UInt8> {
    unsafe UnsafePointer(window.row(offset, as: UInt8.self)) - radius * shape.channels
  }
}
