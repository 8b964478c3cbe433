import KernelTable
import Pixels
import Vectors

/// The vertical pass of a resize: makes target rows of single-precision numbers out of source rows.
protocol VerticalMixer: AnyObject {
  /// Writes the weighted sum of source rows that target row `y` is made of. Called once for each
  /// `y`, in order.
  ///
  /// - Parameter sums: room for the samples in use; samples outside stay as they are.
  func mix(_ y: Int, into sums: UnsafeMutablePointer<Float>) throws(ImageError)
}

/// Where vertical mixing gets its rows from, and what of them is in use.
struct VerticalInput {
  let source: any RowSource
  let table: WeightTable
  /// The same weights, for 8-bit samples.
  let fixed: FixedWeights
  /// Samples of a row that the horizontal pass will look at.
  let samples: Range<Int>
  let checkpoint: Checkpoint

  init(
    _ source: any RowSource, _ table: WeightTable, samples: Range<Int>, _ checkpoint: Checkpoint
  ) {
    self.source = source
    self.table = table
    fixed = FixedWeights(table.weights)
    self.samples = samples
    self.checkpoint = checkpoint
  }

  /// Adds weighted source rows to `sums`, in blocks that stay in the first-level cache.
  ///
  /// - Parameters:
  ///   - rows: source rows, all of them within target row `y`'s.
  ///   - buffer: holds row r of the source as its row r modulo its height.
  func add(
    _ rows: Range<Int>, for y: Int, from buffer: borrowing PixelBuffer,
    to sums: UnsafeMutablePointer<Float>
  ) throws(ImageError) {
    let offset = samples.lowerBound
    let weights = y * table.stride + rows.lowerBound - table.first[y]
    // About 32,000 products between two polls.
    let block = max(64, min(2048, 32_768 / max(rows.count, 1))) & ~15
    if buffer.format.depth == .eight {
      return try unsafe add8(rows, weights, from: buffer, to: sums, block)
    }
    let starts = unsafe Self.starts(rows, UInt16.self, in: buffer)
    try checkpoint.paced(samples.count, stretch: block) { range in
      let range = range.lowerBound + offset..<range.upperBound + offset
      unsafe starts.withUnsafeBufferPointer { starts in
        unsafe table.weights.withUnsafeBufferPointer { all in
          // Safe: a target row has at least one weight, so the table is not empty.
          unsafe Vectors.chosen.kernels.resize.add(
            starts, all.baseAddress! + weights, range, sums)
        }
      }
    }
  }

  /// - Parameters:
  ///   - weights: where the rows' weights begin in the table.
  ///   - block: samples between two polls.
  private func add8(
    _ rows: Range<Int>, _ weights: Int, from buffer: borrowing PixelBuffer,
    to sums: UnsafeMutablePointer<Float>, _ block: Int
  ) throws(ImageError) {
    // An odd row is paired with itself, at no weight.
    let count = (rows.count + 1) & ~1
    var starts = unsafe Self.starts(rows, UInt8.self, in: buffer)
    var factors = Array(fixed.values[weights..<weights + rows.count])
    if unsafe starts.count < count {
      unsafe starts.append(starts[0])
      factors.append(0)
    }
    let offset = samples.lowerBound
    try checkpoint.paced(samples.count, stretch: block) { range in
      let range = range.lowerBound + offset..<range.upperBound + offset
      // Safe: both arrays hold `count` elements, and every row has the samples in use.
      unsafe starts.withUnsafeBufferPointer { starts in
        unsafe factors.withUnsafeBufferPointer { factors in
          unsafe Vectors.chosen.kernels.resize.add(
            starts, factors.baseAddress!, fixed.unit, range, sums)
        }
      }
    }
  }
}

extension VerticalInput {
  /// Where rows of the source begin.
  @unsafe
  fileprivate static func starts<S: Sample>(
    _ rows: Range<Int>, _ type: S.Type, in buffer: borrowing PixelBuffer
  ) -> [UnsafePointer<S>] {
    let (base, stride, height) = unsafe (buffer.start, buffer.stride, buffer.height)
    return unsafe rows.map {
      unsafe UnsafePointer((base + $0 % height * stride).assumingMemoryBound(to: type))
    }
  }
}

/// Holds all rows that a target row is made of, and sums them when the last has arrived.
final class GatheringMixer: VerticalMixer {
  private let input: VerticalInput
  private let ring: PixelBuffer
  private var rowsRead = 0

  init(_ input: VerticalInput) throws(ImageError) {
    self.input = input
    let shape = input.source.shape
    ring = try PixelBuffer(
      ImageShape(width: shape.width, height: input.table.maxTaps, format: shape.format))
  }

  func mix(_ y: Int, into sums: UnsafeMutablePointer<Float>) throws(ImageError) {
    let first = input.table.first[y]
    let rows = first..<first + input.table.counts[y]
    while rowsRead < rows.upperBound {
      try input.source.read(into: ring[row: rowsRead % ring.height])
      try input.checkpoint.poll()
      rowsRead += 1
    }
    unsafe (sums + input.samples.lowerBound).update(repeating: 0, count: input.samples.count)
    try unsafe input.add(rows, for: y, from: ring, to: sums)
  }
}

/// For strong reductions: holds a band of source rows, and the sums of the few target rows that
/// are under way, instead of the hundreds of rows that each of them is made of.
final class BandedMixer: VerticalMixer {
  /// Rows of a band: enough of them to make reading and writing the sums cheap in comparison.
  static let bandHeight = 32

  /// Target rows that may be under way at once.
  static func openRows(_ axis: ResamplingAxis, _ kernel: ResamplingKernel) -> Int {
    Int((2 * axis.radius(kernel) + Double(bandHeight) + 4) / axis.ratio) + 3
  }

  private let input: VerticalInput
  private let band: PixelBuffer
  /// Sums of target row y in row y modulo their number.
  private let open: FloatRows
  private var rowsRead = 0

  init(_ input: VerticalInput, openRows: Int) throws(ImageError) {
    self.input = input
    let shape = input.source.shape
    band = try PixelBuffer(
      ImageShape(width: shape.width, height: BandedMixer.bandHeight, format: shape.format))
    open = try FloatRows(width: input.samples.upperBound, count: openRows)
  }

  func mix(_ y: Int, into sums: UnsafeMutablePointer<Float>) throws(ImageError) {
    let end = input.table.first[y] + input.table.counts[y]
    while rowsRead < end { try readBand(for: y) }
    let (first, count) = (input.samples.lowerBound, input.samples.count)
    unsafe (sums + first).update(from: open[y % open.count] + first, count: count)
  }

  /// Reads the next band and adds it to all rows that it is part of, from target row `y` on.
  private func readBand(for y: Int) throws(ImageError) {
    let rows = rowsRead..<min(rowsRead + BandedMixer.bandHeight, input.table.used.upperBound)
    for row in rows {
      try input.source.read(into: band[row: row % band.height])
      try input.checkpoint.poll()
    }
    rowsRead = rows.upperBound
    var target = y
    while target < input.table.first.count, input.table.first[target] < rows.upperBound {
      precondition(target - y < open.count, "more rows under way than planned")
      let first = input.table.first[target]
      let part = rows.clamped(to: first..<first + input.table.counts[target])
      let sums = unsafe open[target % open.count]
      if first >= rows.lowerBound {
        unsafe (sums + input.samples.lowerBound).update(repeating: 0, count: input.samples.count)
      }
      if !part.isEmpty { try unsafe input.add(part, for: target, from: band, to: sums) }
      target += 1
    }
  }
}
