import KernelTable
import Pixels
import Vectors

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
  /// Added to the sum, as a share of the largest sample; where alpha is kept, of the pixel's alpha.
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
  private let weights: [Double]
  private let singleWeights: [Float]
  private let ending: ConvolutionEnding
  private let checkpoint: Checkpoint
  /// Of `Float` or of `Double`.
  private let sums: ScratchRow<Double>
  private let kernels = Vectors.chosen.kernels.window

  init(
    _ source: any RowSource, _ kernel: SparseKernel, _ ending: ConvolutionEnding,
    _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = source.shape
    window = try RowWindow(
      source, above: kernel.above, below: kernel.below, margin: kernel.margin, checkpoint)
    taps = kernel.taps
    weights = kernel.taps.map(\.weight)
    singleWeights = weights.map { Float($0) }
    self.ending = ending
    self.checkpoint = checkpoint
    sums = try ScratchRow(count: Self.stretch, margin: 0)
  }

  func next(into row: MutableRow) throws(ImageError) {
    try window.advance()
    switch shape.format.depth {
    case .eight:
      try unsafe fill(row, UInt8.self, singleWeights) {
        unsafe kernels.add($0, $1, $2, $3, $4)
      } round: {
        unsafe kernels.round($0, isAbsolute: ending.isAbsolute, $1, $2)
      }
    case .sixteen:
      try unsafe fill(row, UInt16.self, weights) {
        unsafe kernels.add($0, $1, $2, $3, $4)
      } round: {
        unsafe kernels.round($0, isAbsolute: ending.isAbsolute, $1, $2)
      }
    }
  }

  /// - Parameters:
  ///   - weights: one for each tap.
  ///   - add: adds the weighted samples from a place on to the sums.
  ///   - round: makes samples of the sums.
  @unsafe
  private func fill<S: Sample, Sum: BinaryFloatingPoint>(
    _ row: MutableRow, _ type: S.Type, _ weights: [Sum],
    add: (
      UnsafeBufferPointer<UnsafePointer<S>>, UnsafePointer<Sum>, Int, UnsafeMutablePointer<Sum>, Int
    ) -> Void,
    round: (UnsafePointer<Sum>, UnsafeMutablePointer<S>, Int) -> Void
  ) throws(ImageError) {
    let starts = unsafe starts(type)
    let sums = unsafe UnsafeMutableRawPointer(sums.start).assumingMemoryBound(to: Sum.self)
    let bias = Sum(ending.bias) * Sum(S.max)
    let channels = shape.channels
    let pixels = max(8, min(Self.stretch, Self.pace / max(taps.count, 1)) / channels)
    try checkpoint.paced(shape.width, stretch: pixels) { range in
      let (first, count) = (range.lowerBound * channels, range.count * channels)
      // Safe: the window's rows have the kernel's margin, and `row` has all samples of the image.
      unsafe fill(sums, bias, type, first, count)
      unsafe starts.withUnsafeBufferPointer { rows in
        unsafe weights.withUnsafeBufferPointer { weights in
          guard let weights = weights.baseAddress else { return }
          unsafe add(rows, weights, first, sums, count)
        }
      }
      let out = unsafe row.base.assumingMemoryBound(to: type) + first
      unsafe round(sums, out, count)
      unsafe keepAlpha(out, first, count)
    }
  }

  /// What sums begin with. Colour is pre-multiplied, so what is added to it has to be.
  @unsafe
  private func fill<S: Sample, Sum: BinaryFloatingPoint>(
    _ sums: UnsafeMutablePointer<Sum>, _ bias: Sum, _ type: S.Type, _ first: Int, _ count: Int
  ) {
    let channels = shape.channels
    guard bias != 0, shape.format.model.hasAlpha, !ending.mixesAlpha else {
      return unsafe sums.update(repeating: bias, count: count)
    }
    let centre = unsafe window.row(0, as: type) + first
    for pixel in stride(from: 0, to: count, by: channels) {
      let alpha = unsafe Sum(centre[pixel + channels - 1]) / Sum(S.max)
      for i in pixel..<pixel + channels { unsafe sums[i] = bias * alpha }
    }
  }

  /// For each tap where the row's first sample finds it.
  @unsafe
  private func starts<S: Sample>(_ type: S.Type) -> [UnsafePointer<S>] {
    unsafe taps.map { unsafe UnsafePointer(window.row($0.y, as: type) + $0.x * shape.channels) }
  }

  @unsafe
  private func keepAlpha<S: Sample>(_ out: UnsafeMutablePointer<S>, _ first: Int, _ count: Int) {
    guard shape.format.model.hasAlpha, !ending.mixesAlpha else { return }
    let centre = unsafe window.row(0, as: S.self) + first
    for i in stride(from: shape.channels - 1, to: count, by: shape.channels) {
      unsafe out[i] = centre[i]
    }
  }
}
