import KernelTable
import Pixels
import Vectors

/// PNG's filters on rows as they are in memory. Callers vouch for the bounds.
enum PNGFilterKernels {
  /// A row and the one above it; in front of both stand as many zero bytes as a pixel has.
  @unsafe
  struct Line {
    let current: UnsafeMutablePointer<UInt8>
    let above: UnsafeMutablePointer<UInt8>
    let count: Int
    let bytesPerPixel: Int

    init(
      current: UnsafeMutableRawPointer, above: UnsafeMutableRawPointer, count: Int,
      bytesPerPixel: Int
    ) {
      unsafe self.current = current.assumingMemoryBound(to: UInt8.self)
      unsafe self.above = above.assumingMemoryBound(to: UInt8.self)
      unsafe self.count = count
      unsafe self.bytesPerPixel = bytesPerPixel
    }
  }

  /// Copies a row, 16-bit samples with the high byte first.
  @unsafe
  static func store(_ row: MutableRow, _ depth: SampleDepth, into line: Line) {
    guard depth == .sixteen else {
      return unsafe line.current.update(
        from: row.base.assumingMemoryBound(to: UInt8.self), count: row.byteCount)
    }
    let samples = unsafe row.base.assumingMemoryBound(to: UInt16.self)
    let target = unsafe UnsafeMutableRawPointer(line.current).assumingMemoryBound(to: UInt16.self)
    for i in 0..<row.byteCount / 2 { unsafe target[i] = samples[i].bigEndian }
  }

  /// What a filter leaves of a row.
  @unsafe
  static func apply(_ filter: PNGFilter, to line: Line, _ target: UnsafeMutableRawPointer) {
    let result = unsafe target.assumingMemoryBound(to: UInt8.self)
    let kernels = Vectors.chosen.kernels.rowFilter
    let (row, above) = unsafe (line.current, line.above)
    let (left, count) = unsafe (line.bytesPerPixel, line.count)
    switch filter {
    case .none: unsafe result.update(from: row, count: count)
    case .sub: unsafe kernels.sub(row, left: left, result, count)
    case .up: unsafe kernels.up(row, above, result, count)
    case .average: unsafe kernels.average(row, above, left: left, result, count)
    case .paeth: unsafe kernels.paeth(row, above, left: left, result, count)
    }
  }

  /// Sum of the bytes' distances from 0, read as signed.
  @unsafe
  static func cost(_ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    unsafe Vectors.chosen.kernels.rowFilter.cost(
      bytes.assumingMemoryBound(to: UInt8.self), count)
  }
}
