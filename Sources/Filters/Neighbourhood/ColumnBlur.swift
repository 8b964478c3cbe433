import KernelTable
import Pixels

/// A blur's pass down the columns: yields a row of sums for each row of the source.
protocol ColumnBlur<Input, Number>: AnyObject {
  associatedtype Input: Sample
  associatedtype Number

  /// Moves down to the next row and sums it up. Sums are in blocks of `blurBlock`.
  func advance(into sums: UnsafeMutablePointer<Number>) throws(ImageError)

  /// The row that was summed up last, as the source has it.
  @unsafe var original: UnsafePointer<Input> { get }
}

enum BlurTile {
  /// Samples blurred at a time, a whole number of blocks: at the widest kernel they take some 30
  /// µs.
  static let length = 8 * blurBlock
}

/// All of a Gaussian at once: each row is the sum of those around it.
@safe
final class WholeColumns<Arithmetic: BlurArithmetic>: ColumnBlur {
  private let radius: Int
  private let window: RowWindow
  private let pairs: BlurTapRow<Arithmetic.Number>
  private let loops = Arithmetic.loops
  private let checkpoint: Checkpoint

  init(
    _ source: any RowSource, _ kernel: GaussianKernel, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    radius = kernel.radius
    self.checkpoint = checkpoint
    window = try RowWindow(
      source, above: radius, below: radius, margin: 0, slack: blurBlock, checkpoint)
    pairs = try Arithmetic.pairs(kernel.weights, isPart: false)
  }

  static func bytes(_ shape: ImageShape, _ kernel: GaussianKernel) -> Int {
    RowWindow.bytes(shape, rows: 2 * kernel.radius + 1, margin: 0, slack: blurBlock)
      + BlurTapRow<Arithmetic.Number>.bytes(count: kernel.radius + 1)
  }

  func advance(into sums: UnsafeMutablePointer<Arithmetic.Number>) throws(ImageError) {
    try window.advance()
    try unsafe window.sumPairs(pairs, around: 0, loops, into: sums, checkpoint)
  }

  var original: UnsafePointer<Arithmetic.Input> {
    unsafe UnsafePointer(window.row(0, as: Arithmetic.Input.self))
  }
}

extension RowWindow {
  /// Sums up the pairs of rows around the one that stands `offset` below the current one, which may
  /// be outside the picture.
  func sumPairs<S: Sample, Number>(
    _ pairs: BlurTapRow<Number>, around offset: Int, _ loops: BlurPass<S, Number>,
    into sums: UnsafeMutablePointer<Number>, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    // Safe: all rows are parts of one ring, and go on for a block behind the last sample.
    let base = unsafe UnsafePointer(row(0, as: S.self))
    func distance(_ offset: Int) -> Int {
      let inside = min(max(current + offset, 0), shape.height - 1)
      return unsafe UnsafePointer(row(inside - current, as: S.self)) - base
    }
    for k in 0..<pairs.count {
      pairs.place(k, near: distance(offset - k), far: distance(offset + k))
    }
    let taps = unsafe pairs.taps
    try checkpoint.paced(shape.rowSamples, stretch: BlurTile.length) { tile throws(ImageError) in
      unsafe loops.sumSamples(base + tile.lowerBound, sums + tile.lowerBound, tile.count, taps)
    }
  }
}
