import KernelTable
import Pixels
import Vectors

/// A wide Gaussian in two: rows of the narrow one, every so many rows of the picture, and sums of
/// those by the wide one's weights.
@safe
final class SplitColumns: ColumnBlur {
  private let shape: ImageShape
  private let split: GaussianSplit
  private let loops = FixedBlur.loops
  private let window: RowWindow
  private let narrowTaps: BlurTapRow<UInt16>
  /// For each phase.
  private let wideTaps: [BlurTapRow<UInt16>]
  /// Rows of the narrow blur, row `step · m` of the picture at m modulo their number.
  private let narrow: ScratchRow<UInt16>
  private let narrowCount: Int
  private let narrowStride: Int
  private let checkpoint: Checkpoint
  private var current = -1
  /// The next to be blurred; the first ones are above the picture.
  private var nextNarrow: Int

  init(
    _ source: any RowSource, _ split: GaussianSplit, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = source.shape
    self.split = split
    self.checkpoint = checkpoint
    let radius = split.narrow.radius
    window = try RowWindow(
      source, above: radius, below: radius, margin: 0, slack: blurBlock, checkpoint)
    narrowTaps = try FixedBlur.pairs(split.narrow.weights, isPart: true)
    var taps: [BlurTapRow<UInt16>] = []
    for phase in 0..<split.step {
      taps.append(try FixedBlur.singles(split.wideWeights(phase: phase)))
    }
    wideTaps = taps
    narrowCount = Self.narrowCount(split)
    narrowStride = Self.narrowStride(shape)
    narrow = try ScratchRow(count: narrowCount * narrowStride, margin: 0)
    nextNarrow = -split.reach / split.step
  }

  static func bytes(_ shape: ImageShape, _ split: GaussianSplit) -> Int {
    let count = narrowCount(split)
    return RowWindow.bytes(
      shape, rows: 2 * split.narrow.radius + 1, margin: 0, slack: blurBlock)
      + BlurTapRow<UInt16>.bytes(count: split.narrow.radius + 1)
      + split.step * BlurTapRow<UInt16>.bytes(count: count)
      + ScratchRow<UInt16>.bytes(count: count * narrowStride(shape), margin: 0)
  }

  private static func narrowCount(_ split: GaussianSplit) -> Int {
    2 * split.reach / split.step + 2
  }

  private static func narrowStride(_ shape: ImageShape) -> Int {
    (shape.rowSamples + blurBlock - 1) / blurBlock * blurBlock
  }

  func advance(into sums: UnsafeMutablePointer<UInt16>) throws(ImageError) {
    precondition(current + 1 < shape.height, "read past the last row")
    current += 1
    let phase = current % split.step
    let first = (current - split.reach - phase) / split.step
    let taps = wideTaps[phase]
    while nextNarrow < first + taps.count { try blurNext() }
    for k in 0..<taps.count { taps.place(k, near: slot(first + k) * narrowStride) }
    let placed = unsafe taps.taps
    let kernels = Vectors.chosen.kernels.blur
    try checkpoint.paced(shape.rowSamples, stretch: BlurTile.length) { tile throws(ImageError) in
      // Safe: rows and sums are whole blocks.
      unsafe kernels.sumSingles(
        narrow.start + tile.lowerBound, sums + tile.lowerBound, tile.count, placed)
    }
  }

  private func blurNext() throws(ImageError) {
    let centre = nextNarrow * split.step
    let inside = min(max(centre, 0), shape.height - 1)
    while window.current < inside { try window.advance() }
    let row = unsafe narrow.start + slot(nextNarrow) * narrowStride
    try unsafe window.sumPairs(
      narrowTaps, around: centre - inside, loops, into: row, checkpoint)
    nextNarrow += 1
  }

  private func slot(_ m: Int) -> Int {
    let rest = m % narrowCount
    return rest < 0 ? rest + narrowCount : rest
  }

  /// Only those who sharpen ask for it, and they blur all at once.
  var original: UnsafePointer<UInt8> { preconditionFailure("the row is gone") }
}
