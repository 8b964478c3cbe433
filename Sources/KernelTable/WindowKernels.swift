/// Weighted sums over the windows of a convolution, tap after tap.
package protocol WindowKernels: SendableMetatype {
  /// `sums[i] += weights[k] · rows[k][start + i]` for one k after the other, in order.
  @unsafe static func add(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ weights: UnsafePointer<Float>,
    _ start: Int, _ sums: UnsafeMutablePointer<Float>, _ count: Int)
  @unsafe static func add(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ weights: UnsafePointer<Double>,
    _ start: Int, _ sums: UnsafeMutablePointer<Double>, _ count: Int)

  /// Rounds sums, or their absolute values, to the nearest level, halves to even, clamped.
  @unsafe static func round(
    _ sums: UnsafePointer<Float>, isAbsolute: Bool, _ levels: UnsafeMutablePointer<UInt8>,
    _ count: Int)
  @unsafe static func round(
    _ sums: UnsafePointer<Double>, isAbsolute: Bool, _ levels: UnsafeMutablePointer<UInt16>,
    _ count: Int)
}
