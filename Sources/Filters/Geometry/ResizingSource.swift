import KernelTable
import Pixels
import Vectors

/// Where a resize takes its pixels from: two axes and a kernel.
package struct Resampling: Sendable, Hashable {
  package var horizontal: ResamplingAxis
  package var vertical: ResamplingAxis
  package var kernel: ResamplingKernel

  package init(
    horizontal: ResamplingAxis, vertical: ResamplingAxis, kernel: ResamplingKernel
  ) {
    self.horizontal = horizontal
    self.vertical = vertical
    self.kernel = kernel
  }

  /// Source rows per target row above which they are summed in bands rather than all held.
  private static let mostRowsHeld = 64

  var isBanded: Bool { vertical.mostTaps(kernel) > Resampling.mostRowsHeld }

  /// - Parameter input: of the axes' input counts.
  package func plan(for input: ImageShape) -> FilterPlan {
    if horizontal.isIdentity && vertical.isIdentity { return .identity(input) }
    let output = ImageShape(
      width: horizontal.outputCount, height: vertical.outputCount, format: input.format)
    if kernel == .box, let x = horizontal.startOfHalves, let y = vertical.startOfHalves {
      return FilterPlan(output: output, workingBytes: HalvingSource.bytes(input)) {
        source, checkpoint throws(ImageError) in
        try HalvingSource(source, output, x: x, y: y, checkpoint)
      }
    }
    return FilterPlan(output: output, workingBytes: workingBytes(input, output)) {
      source, checkpoint throws(ImageError) in
      try ResizingSource(source, output, self, checkpoint)
    }
  }

  private func workingBytes(_ input: ImageShape, _ output: ImageShape) -> Int {
    var rows: Int
    if isBanded {
      let open = BandedMixer.openRows(vertical, kernel)
      rows = BandedMixer.bandHeight * input.rowBytes
      rows += FloatRows.bytes(width: input.rowSamples, count: open)
    } else {
      rows = vertical.mostTaps(kernel) * input.rowBytes
    }
    let weights =
      output.width * (horizontal.mostTaps(kernel) + 7) + output.height * vertical.mostTaps(kernel)
    return rows + 4 * (weights + input.rowSamples + output.rowSamples)
      + 16 * (output.width + output.height)
  }
}

/// Resizes row by row: source rows are mixed into one row of the target's height, and that row's
/// pixels into the target's.
///
/// The vertical pass goes first because it works along whole rows, which vectorises, and leaves
/// few rows to the horizontal pass when reducing. Between the passes samples are single-precision
/// numbers, so nothing is rounded or clamped there.
final class ResizingSource: RowSource {
  let shape: ImageShape
  private let mixer: any VerticalMixer
  private let table: WeightTable
  /// One row of source pixels, mixed out of the source rows that the target row is made of.
  private let mixed: FloatRows
  /// The target row before it is rounded.
  private let target: FloatRows
  private let checkpoint: Checkpoint
  private var next = 0

  init(
    _ source: any RowSource, _ shape: ImageShape, _ resampling: Resampling,
    _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.shape = shape
    self.checkpoint = checkpoint
    let kernel = resampling.kernel
    table = try WeightTable(resampling.horizontal, kernel, multiple: 4, checkpoint)
    let channels = shape.channels
    let used = table.used
    let input = VerticalInput(
      source, try WeightTable(resampling.vertical, kernel, multiple: 1, checkpoint),
      samples: used.lowerBound * channels..<used.upperBound * channels, checkpoint)
    mixer =
      resampling.isBanded
      ? try BandedMixer(
        input, openRows: BandedMixer.openRows(resampling.vertical, kernel))
      : try GatheringMixer(input)
    // The horizontal loops read up to four pixels beyond the last that counts.
    mixed = try FloatRows(width: (used.upperBound + 5) * channels, count: 1)
    target = try FloatRows(width: shape.rowSamples, count: 1)
  }

  func read(into row: MutableRow) throws(ImageError) {
    try unsafe mixer.mix(next, into: mixed[0])
    next += 1
    // About 16,000 products of pixels between two polls.
    try checkpoint.paced(shape.width, stretch: max(1, 16_384 / table.stride)) { pixels in
      mixHorizontally(pixels)
    }
    let from = unsafe UnsafePointer(target[0])
    let wide = shape.format.depth == .sixteen
    try checkpoint.paced(shape.rowSamples, stretch: 16_384) { samples in
      // Safe: the row has the shape's samples, and so has the target row.
      if wide {
        unsafe Vectors.chosen.kernels.resize.round(
          from, row.base.assumingMemoryBound(to: UInt16.self), samples)
      } else {
        unsafe Vectors.chosen.kernels.resize.round(
          from, row.base.assumingMemoryBound(to: UInt8.self), samples)
      }
    }
  }

  private func mixHorizontally(_ pixels: Range<Int>) {
    let (from, to) = unsafe (UnsafePointer(mixed[0]), target[0])
    // Safe: tables have an entry for every target pixel, and the mixed row reaches beyond the last
    // source pixel that they name.
    unsafe table.first.withUnsafeBufferPointer { first in
      unsafe table.counts.withUnsafeBufferPointer { counts in
        unsafe table.weights.withUnsafeBufferPointer { weights in
          let table = unsafe ResizeTable(
            first: first.baseAddress!, counts: counts.baseAddress!, weights: weights.baseAddress!,
            stride: table.stride)
          unsafe Vectors.chosen.kernels.resize.mix(
            from, channels: shape.channels, table, to, pixels)
        }
      }
    }
  }
}
