import KernelTable
import Pixels
import Vectors

/// Medians of 16-bit samples in windows of 7 by 7 and more, by a network over short runs of
/// samples.
@safe
final class NetworkMedian: MedianMethod {
  private let shape: ImageShape
  private let radius: Int
  private let network: MedianNetwork
  private let window: RowWindow
  /// The sorted columns, `radius` pixels wider than a run on both sides.
  private let columns: ScratchRow<UInt16>
  private let columnLength: Int
  private let planes: ScratchRow<UInt16>
  private let checkpoint: Checkpoint

  /// Samples worked on at a time: few enough for the planes to stay in the first two levels of
  /// cache, and for 20 µs between two polls.
  private static let runLength = 256

  init(_ source: any RowSource, radius: Int, _ checkpoint: Checkpoint) throws(ImageError) {
    shape = source.shape
    self.radius = radius
    self.checkpoint = checkpoint
    network = MedianNetwork(radius: radius)
    window = try RowWindow(source, above: radius, below: radius, margin: radius, checkpoint)
    columnLength = Self.columnLength(radius, shape.channels)
    columns = try ScratchRow(count: network.side * columnLength, margin: 0)
    planes = try ScratchRow(count: network.side * network.side * Self.runLength, margin: 0)
  }

  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    let side = 2 * radius + 1
    return RowWindow.bytes(shape, rows: side, margin: radius)
      + ScratchRow<UInt16>.bytes(count: side * columnLength(radius, shape.channels), margin: 0)
      + ScratchRow<UInt16>.bytes(count: side * side * runLength, margin: 0)
  }

  private static func columnLength(_ radius: Int, _ channels: Int) -> Int {
    runLength + 2 * radius * channels
  }

  func fill(_ row: MutableRow) throws(ImageError) {
    try window.advance()
    try checkpoint.paced(shape.rowSamples, stretch: Self.runLength) { run throws(ImageError) in
      // Safe: `row` has all samples of the run.
      unsafe fill(row.base.assumingMemoryBound(to: UInt16.self) + run.lowerBound, run)
    }
  }

  /// Safe: the window's rows have a margin of `radius` pixels on both sides, and the scratch rows
  /// have room for a whole run.
  @unsafe
  private func fill(_ out: UnsafeMutablePointer<UInt16>, _ run: Range<Int>) {
    let (side, kernels) = (network.side, Vectors.chosen.kernels.median)
    let halo = radius * shape.channels
    let count = run.count
    for i in 0..<side {
      let row = unsafe window.row(i - radius, as: UInt16.self) + run.lowerBound
      unsafe (columns.start + i * columnLength).update(from: row - halo, count: count + 2 * halo)
    }
    unsafe network.columns.withUnsafeBufferPointer { steps in
      unsafe kernels.exchange(steps, columns.start, length: columnLength, count + 2 * halo)
    }
    for i in 0..<side {
      let rank = unsafe columns.start + network.ranks[i] * columnLength
      for j in 0..<side {
        unsafe (planes.start + (i * side + j) * Self.runLength).update(
          from: rank + j * shape.channels, count: count)
      }
    }
    unsafe network.window.withUnsafeBufferPointer { steps in
      unsafe kernels.exchange(steps, planes.start, length: Self.runLength, count)
    }
    unsafe out.update(from: planes.start + network.median * Self.runLength, count: count)
  }
}
