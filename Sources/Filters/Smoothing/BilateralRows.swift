import KernelTable
import Pixels
import Vectors

/// A source's rows after the bilateral filter, one at a time.
final class BilateralRows {
  private let shape: ImageShape
  private let window: PlanarWindow
  private let neighbours: [Bilateral.Neighbour]
  private let scale: Float
  private let checkpoint: Checkpoint
  /// The neighbours as the current row sees them.
  private let taps: ScratchRow<BilateralTap>
  /// The averages of a block of pixels.
  private let means: ScratchRow<Float>

  init(
    _ source: any RowSource, _ filter: Bilateral, _ neighbours: [Bilateral.Neighbour],
    _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = source.shape
    self.neighbours = neighbours
    self.checkpoint = checkpoint
    let range = filter.range * Double(shape.format.depth.maximum) / 255
    // The square of the summed differences is the exponent.
    scale = Float((Double(FallingExponential.unit) / (2 * range * range)).squareRoot())
    window = try PlanarWindow(
      source, reach: filter.radius, margin: filter.radius, scale: scale, checkpoint)
    taps = try ScratchRow(count: neighbours.count, margin: 0)
    means = try ScratchRow(count: 8 * shape.channels, margin: 0)
  }

  func next(into row: MutableRow) throws(ImageError) {
    try window.advance()
    for (i, neighbour) in neighbours.enumerated() {
      // Safe: there is a tap for each neighbour, and the window reaches as far as they do.
      unsafe taps.start[i] = BilateralTap(
        row: window.row(neighbour.y) + neighbour.x,
        weight: neighbour.weight * FallingExponential.gain)
    }
    let stretch = max(8, 16_384 / neighbours.count & ~7)
    try checkpoint.paced(shape.width, stretch: stretch) { pixels throws(ImageError) in
      // Safe: planes go on for eight pixels beyond the margin, and `row` has the shape's pixels.
      let kernels = Vectors.chosen.kernels.average
      let centre = unsafe BilateralCentre(
        row: window.row(0), planeStride: window.planeStride, channels: shape.channels,
        inverseScale: 1 / scale, means: means.start)
      let taps = unsafe UnsafeBufferPointer(start: taps.start, count: neighbours.count)
      switch shape.format.depth {
      case .eight:
        unsafe kernels.bilateral(
          centre, taps, row.base.assumingMemoryBound(to: UInt8.self), pixels)
      case .sixteen:
        unsafe kernels.bilateral(
          centre, taps, row.base.assumingMemoryBound(to: UInt16.self), pixels)
      }
    }
  }
}
