import KernelTable
import Pixels
import Vectors

/// How often each value occurs in each channel of rows.
struct SampleCounts {
  private let format: PixelFormat
  private let tables: Int
  /// Table after table, each with a count for every value.
  private var counts: [Int]

  private static func tables(_ format: PixelFormat) -> Int {
    format.depth == .eight ? CountTables.eight : format.channels
  }

  /// - Parameter format: of the rows.
  init(_ format: PixelFormat) {
    self.format = format
    tables = Self.tables(format)
    counts = [Int](repeating: 0, count: tables * (format.depth.maximum + 1))
  }

  /// Memory they take.
  static func bytes(_ format: PixelFormat) -> Int {
    tables(format) * (format.depth.maximum + 1) * MemoryLayout<Int>.stride
  }

  /// Counts some pixels of a row.
  mutating func add(_ pixels: Range<Int>, of row: MutableRow) {
    precondition(pixels.upperBound * format.bytesPerPixel <= row.byteCount, "beyond the row")
    let loops = Vectors.chosen.kernels.luma
    let count = pixels.count * format.channels
    let (depth, tables) = (format.depth, tables)
    // Safe: just looked at, and there is a count for every value in each of the tables.
    let from = unsafe row.base + pixels.lowerBound * format.bytesPerPixel
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      guard let counts = counts.baseAddress else { return }
      switch depth {
      case .eight: unsafe loops.count(from.assumingMemoryBound(to: UInt8.self), counts, count)
      case .sixteen:
        unsafe loops.count(
          from.assumingMemoryBound(to: UInt16.self), counts, tables: tables, count)
      }
    }
  }

  /// What all tables of a channel have counted.
  func total(of channel: Int) -> [Int] {
    let values = format.depth.maximum + 1
    var total = Array(counts[channel * values..<(channel + 1) * values])
    for table in stride(from: channel + format.channels, to: tables, by: format.channels) {
      for value in 0..<values { total[value] += counts[table * values + value] }
    }
    return total
  }
}
