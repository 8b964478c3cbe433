import Pixels

/// The weights of a window that are not zero, each with its place relative to the pixel.
struct SparseKernel {
  struct Tap {
    /// Pixels to the right and down; negative to the left and up.
    var x, y: Int
    var weight: Double
  }

  private(set) var taps: [Tap] = []
  private(set) var above = 0
  private(set) var below = 0
  private(set) var margin = 0

  /// - Parameter taps: column, row and weight; zero weights are left out.
  init(_ taps: [(x: Int, y: Int, weight: Double)]) {
    for tap in taps where tap.weight != 0 {
      self.taps.append(Tap(x: tap.x, y: tap.y, weight: tap.weight))
      above = max(above, -tap.y)
      below = max(below, tap.y)
      margin = max(margin, abs(tap.x))
    }
  }

  /// A window given by its rows; the pixel is at column ⌊width ÷ 2⌋ and row ⌊height ÷ 2⌋.
  init(rows: [[Double]]) {
    var taps: [(x: Int, y: Int, weight: Double)] = []
    for (y, row) in rows.enumerated() {
      for (x, weight) in row.enumerated() {
        taps.append((x - row.count / 2, y - rows.count / 2, weight))
      }
    }
    self.init(taps)
  }
}

/// What becomes of the weighted sum.
struct ConvolutionEnding: Sendable {
  /// Added to the sum, as a share of the largest sample.
  var bias = 0.0
  /// Whether the sign is dropped.
  var isAbsolute = false
  /// Whether alpha is summed like colour, or kept.
  var mixesAlpha = false
}

extension SparseKernel {
  /// A plan that replaces each sample by the weighted sum of its window, edges replicated.
  ///
  /// Sums are `Float` at 8 bits and `Double` at 16, in the order of the taps; the result is rounded
  /// to nearest and clamped.
  func plan(for input: ImageShape, _ ending: ConvolutionEnding) -> FilterPlan {
    let window = RowWindow.bytes(input, rows: above + 1 + below, margin: margin)
    return FilterPlan(
      output: input, workingBytes: window + ConvolvedRow.bytes,
      reach: Reach(above: above, below: below)
    ) {
      source, checkpoint throws(ImageError) in
      let row = try ConvolvedRow(source, self, ending, checkpoint)
      return ComputedRows(input) { out throws(ImageError) in try row.next(into: out) }
    }
  }
}

/// Works out one row after the other.
private final class ConvolvedRow {
  /// Samples summed at a time, so that the sums stay in the nearest cache.
  private static let stretch = 1024
  /// Weighted samples between two polls; some 20 µs.
  private static let pace = 65_536

  static var bytes: Int { ScratchRow<Double>.bytes(count: stretch, margin: 0) }

  private let shape: ImageShape
  private let window: RowWindow
  private let taps: [SparseKernel.Tap]
  private let ending: ConvolutionEnding
  private let checkpoint: Checkpoint
  /// Of `Float` or of `Double`.
  private let sums: ScratchRow<Double>

  init(
    _ source: any RowSource, _ kernel: SparseKernel, _ ending: ConvolutionEnding,
    _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = source.shape
    window = try RowWindow(
      source, above: kernel.above, below: kernel.below, margin: kernel.margin, checkpoint)
    taps = kernel.taps
    self.ending = ending
    self.checkpoint = checkpoint
    sums = try ScratchRow(count: Self.stretch, margin: 0)
  }

  func next(into row: MutableRow) throws(ImageError) {
    try window.advance()
    let channels = shape.channels
    let pixels = max(8, min(Self.stretch, Self.pace / max(taps.count, 1)) / channels)
    try checkpoint.paced(shape.width, stretch: pixels) { range throws(ImageError) in
      let samples = range.lowerBound * channels..<range.upperBound * channels
      // Safe: the window's rows have the kernel's margin, and `row` has all samples of the image.
      switch shape.format.depth {
      case .eight: unsafe fill(row, UInt8.self, Float.self, samples)
      case .sixteen: unsafe fill(row, UInt16.self, Double.self, samples)
      }
    }
  }

  @unsafe
  @inline(__always)
  private func fill<S: Sample, Sum: BinaryFloatingPoint>(
    _ row: MutableRow, _ type: S.Type, _: Sum.Type, _ samples: Range<Int>
  ) {
    let channels = shape.channels
    let first = samples.lowerBound
    let count = samples.count
    let sums = unsafe UnsafeMutableRawPointer(sums.start).assumingMemoryBound(to: Sum.self)
    let bias = Sum(ending.bias) * Sum(S.max)
    for i in 0..<count { unsafe sums[i] = bias }
    for tap in taps {
      let from = unsafe window.row(tap.y, as: type) + first + tap.x * channels
      let weight = Sum(tap.weight)
      for i in 0..<count { unsafe sums[i] += weight * Sum(from[i]) }
    }
    let out = unsafe row.base.assumingMemoryBound(to: type) + first
    if ending.isAbsolute {
      for i in 0..<count { unsafe out[i] = S(nearest: Float(abs(sums[i]))) }
    } else {
      for i in 0..<count { unsafe out[i] = S(nearest: Float(sums[i])) }
    }
    guard shape.format.model.hasAlpha, !ending.mixesAlpha else { return }
    let centre = unsafe window.row(0, as: type) + first
    for i in stride(from: channels - 1, to: count, by: channels) {
      unsafe out[i] = centre[i]
    }
  }
}
