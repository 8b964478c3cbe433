import KernelTable
import Pixels
import Vectors

/// A source's rows after the non-local means, one at a time.
///
/// For each offset between two patches there is a row of sums, one for each column: the squared
/// differences of the rows that the patches now cover. The next row adds the rows that come into
/// the patches and takes away those that leave them, so the work does not grow with the patch's
/// height. At 8 bits these sums are whole numbers below 2²⁴ and stay exact.
final class NonLocalRows {
  private let shape: ImageShape
  private let patch: Int
  private let offsets: [(x: Int, y: Int)]
  /// From a patch's summed squares to the exponential's argument.
  private let unit: Float
  private let window: PlanarWindow
  private let checkpoint: Checkpoint
  /// Of each offset, a row with a margin of `patch` columns.
  private let columns: FloatRows
  /// Weights of the current offset, sums of all offsets' weights, and for each channel the sum of
  /// weighted differences.
  private let sums: FloatRows
  private let kernels = Vectors.chosen.kernels.average
  private var isFirst = true

  init(
    _ source: any RowSource, _ filter: NonLocalMeans, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = source.shape
    patch = filter.patch
    self.checkpoint = checkpoint
    let strength = filter.strength * Double(shape.format.depth.maximum) / 255
    let edge = 2 * patch + 1
    let samples = Double(edge * edge * shape.channels)
    unit = Float(Double(FallingExponential.unit) / (strength * strength * samples))
    let far = filter.search
    offsets = (-far...far).flatMap { y in (-far...far).map { (x: $0, y: y) } }
      .filter { $0 != (0, 0) }
    window = try PlanarWindow(
      source, reach: far + patch + 1, margin: far + patch, scale: 1, checkpoint)
    columns = try FloatRows(width: shape.width + 2 * patch, count: offsets.count)
    sums = try FloatRows(width: shape.width, count: 2 + shape.channels)
  }

  static func bytes(_ shape: ImageShape, _ filter: NonLocalMeans) -> Int {
    let edge = 2 * filter.search + 1
    let far = filter.search + filter.patch
    return PlanarWindow.bytes(shape, reach: far + 1, margin: far)
      + FloatRows.bytes(width: shape.width + 2 * filter.patch, count: edge * edge - 1)
      + FloatRows.bytes(width: shape.width, count: 2 + shape.channels)
  }

  func next(into row: MutableRow) throws(ImageError) {
    try window.advance()
    let width = shape.width
    for i in 1..<sums.count {
      let start: Float = i == 1 ? 1 : 0
      let sum = unsafe sums[i]
      for x in 0..<width { unsafe sum[x] = start }
    }
    for (i, offset) in offsets.enumerated() {
      // Safe: each offset has its row of columns, and the window reaches as far as they need.
      let column = unsafe columns[i] + patch
      if isFirst {
        for y in -patch...patch { unsafe add(offset, row: y, 1, to: column) }
      } else {
        unsafe add(offset, row: -patch - 1, -1, to: column)
        unsafe add(offset, row: patch, 1, to: column)
      }
      try checkpoint.poll()
      unsafe weigh(offset, column)
      try checkpoint.poll()
    }
    isFirst = false
    try checkpoint.paced(width, stretch: 2048) { pixels throws(ImageError) in
      // Safe: the row has the shape's pixels.
      switch shape.format.depth {
      case .eight: unsafe round(row.base.assumingMemoryBound(to: UInt8.self), pixels)
      case .sixteen: unsafe round(row.base.assumingMemoryBound(to: UInt16.self), pixels)
      }
    }
  }

  /// Adds one row's squared differences between here and the offset, or takes them away.
  @unsafe
  private func add(
    _ offset: (x: Int, y: Int), row y: Int, _ sign: Float, to column: UnsafeMutablePointer<Float>
  ) {
    for channel in 0..<shape.channels {
      let plane = channel * window.planeStride
      let here = unsafe window.row(y) + plane
      let there = unsafe window.row(y + offset.y) + plane + offset.x
      unsafe kernels.addSquares(
        here - patch, there - patch, sign, column - patch, shape.width + 2 * patch)
    }
  }

  /// Makes weights of the columns' sums and adds the offset's pixels by them.
  @unsafe
  private func weigh(_ offset: (x: Int, y: Int), _ column: UnsafePointer<Float>) {
    let width = shape.width
    let weights = unsafe sums[0]
    let total = unsafe sums[1]
    unsafe kernels.weigh(
      column - patch, edge: 2 * patch + 1, unit: unit, weights, total, width)
    for channel in 0..<shape.channels {
      let plane = channel * window.planeStride
      let here = unsafe window.row(0) + plane
      let there = unsafe window.row(offset.y) + plane + offset.x
      let sum = unsafe sums[2 + channel]
      unsafe kernels.addWeighted(here, there, weights, sum, width)
    }
  }

  @unsafe
  @inline(__always)
  private func round<S: Sample>(_ out: UnsafeMutablePointer<S>, _ pixels: Range<Int>) {
    let channels = shape.channels
    let total = unsafe sums[1]
    for channel in 0..<channels {
      let centre = unsafe window.row(0) + channel * window.planeStride
      let sum = unsafe sums[2 + channel]
      for x in pixels {
        unsafe out[x &* channels &+ channel] = S(nearest: centre[x] + sum[x] / total[x])
      }
    }
  }
}
