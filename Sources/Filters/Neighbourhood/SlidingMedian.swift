import Pixels

/// Medians of 16-bit samples in large windows, by a histogram that slides along each row.
@safe
final class SlidingMedian: MedianMethod {
  private let shape: ImageShape
  private let radius: Int
  private let window: RowWindow
  private let histogram: MedianHistogram
  /// The window's rows from top to bottom, at the image's first sample.
  private let rows: ScratchRow<UnsafePointer<UInt16>>
  private let checkpoint: Checkpoint

  init(_ source: any RowSource, radius: Int, _ checkpoint: Checkpoint) throws(ImageError) {
    shape = source.shape
    self.radius = radius
    self.checkpoint = checkpoint
    window = try RowWindow(
      source, above: radius, below: radius, margin: radius + 1, checkpoint)
    histogram = try MedianHistogram(radius: radius)
    unsafe rows = try unsafe ScratchRow(count: 2 * radius + 1, margin: 0)
  }

  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    RowWindow.bytes(shape, rows: 2 * radius + 1, margin: radius + 1)
      + MedianHistogram.bytes
      + (2 * radius + 1) * MemoryLayout<Int>.stride
  }

  /// Pixels between two polls: about 20 µs of adding and removing.
  private var stretch: Int { max(4000 / (2 * radius + 1), 16) }

  func fill(_ row: MutableRow) throws(ImageError) {
    try window.advance()
    // Safe, here and below: the window's rows have a margin of one pixel more than the radius,
    // which is as far as the window reaches when it stands one pixel before the image.
    for i in 0...2 * radius {
      unsafe rows.start[i] = UnsafePointer(window.row(i - radius, as: UInt16.self))
    }
    let out = unsafe row.base.assumingMemoryBound(to: UInt16.self)
    let channels = shape.channels
    for channel in 0..<channels {
      histogram.clear()
      try checkpoint.paced(2 * radius + 1, stretch: stretch) { columns throws(ImageError) in
        for column in columns { unsafe enter((column - radius - 1) * channels + channel) }
      }
      try checkpoint.paced(shape.width, stretch: stretch) { pixels throws(ImageError) in
        for x in pixels {
          let i = x &* channels &+ channel
          unsafe leave(i &- (radius &+ 1) &* channels)
          unsafe enter(i &+ radius &* channels)
          unsafe out[i] = UInt16(truncatingIfNeeded: histogram.find())
        }
      }
    }
  }

  @unsafe
  @inline(__always)
  private func enter(_ i: Int) {
    for j in 0..<2 &* radius &+ 1 {
      unsafe histogram.add(Int(truncatingIfNeeded: rows.start[j][i]))
    }
  }

  @unsafe
  @inline(__always)
  private func leave(_ i: Int) {
    for j in 0..<2 &* radius &+ 1 {
      unsafe histogram.remove(Int(truncatingIfNeeded: rows.start[j][i]))
    }
  }
}
