/// Sums over a window that slides, first down the columns, then along a row.
package protocol BoxKernels: SendableMetatype {
  /// `sums[i] += entering[i] − leaving[i]`.
  @unsafe static func slide(
    _ sums: UnsafeMutablePointer<UInt32>, _ entering: UnsafePointer<UInt8>,
    _ leaving: UnsafePointer<UInt8>, _ count: Int)
  @unsafe static func slide(
    _ sums: UnsafeMutablePointer<UInt32>, _ entering: UnsafePointer<UInt16>,
    _ leaving: UnsafePointer<UInt16>, _ count: Int)

  /// `sums[i] += row[i]`.
  @unsafe static func add(
    _ row: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<UInt32>, _ count: Int)
  @unsafe static func add(
    _ row: UnsafePointer<UInt16>, _ sums: UnsafeMutablePointer<UInt32>, _ count: Int)

  /// `totals[i] = totals[i − channels] + columns[i]` for the samples of `pixels` pixels, 1 to 4
  /// channels. Both rows go on for a sample, and `totals` begins a pixel and a sample earlier.
  /// Totals may overflow: differences of two do not.
  @unsafe static func total(
    _ columns: UnsafePointer<UInt32>, _ totals: UnsafeMutablePointer<UInt32>, _ pixels: Int,
    channels: Int)
  @unsafe static func total(
    _ columns: UnsafePointer<UInt32>, _ totals: UnsafeMutablePointer<UInt64>, _ pixels: Int,
    channels: Int)

  /// `means[i] = (upper[i] − lower[i]) · reciprocal`, rounded to the nearest, for differences below
  /// 2²⁴.
  @unsafe static func mean(
    _ upper: UnsafePointer<UInt32>, _ lower: UnsafePointer<UInt32>, _ reciprocal: Float,
    _ means: UnsafeMutablePointer<UInt8>, _ count: Int)
  /// The same for differences below 2³¹.
  @unsafe static func mean(
    _ upper: UnsafePointer<UInt32>, _ lower: UnsafePointer<UInt32>, _ reciprocal: Double,
    _ means: UnsafeMutablePointer<UInt8>, _ count: Int)
  /// The same for differences below 2⁵².
  @unsafe static func mean(
    _ upper: UnsafePointer<UInt64>, _ lower: UnsafePointer<UInt64>, _ reciprocal: Double,
    _ means: UnsafeMutablePointer<UInt16>, _ count: Int)
}
