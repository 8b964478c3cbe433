/// The sums of a resize, down the columns and along a row.
package protocol ResizeKernels: SendableMetatype {
  /// `sums[i] += scale · Σ weights[k] · rows[k][i]`.
  ///
  /// - Parameters:
  ///   - rows: an even number of rows' starts.
  ///   - weights: as many, such that the sum fits into 32 bits.
  @unsafe static func add(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ weights: UnsafePointer<Int16>,
    _ scale: Float, _ samples: Range<Int>, _ sums: UnsafeMutablePointer<Float>)
  /// `sums[i] += Σ weights[k] · rows[k][i]`.
  @unsafe static func add(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ weights: UnsafePointer<Float>,
    _ samples: Range<Int>, _ sums: UnsafeMutablePointer<Float>)

  /// Target pixel i is `Σ weights[i · stride + k] · row[first[i] + k]`, with 1 to 4 channels.
  ///
  /// `stride` is a multiple of 4, and the row readable, and finite, up to `stride` + 2 pixels
  /// beyond the last that counts.
  @unsafe static func mix(
    _ row: UnsafePointer<Float>, channels: Int, _ table: ResizeTable,
    _ target: UnsafeMutablePointer<Float>, _ pixels: Range<Int>)

  /// Rounds to the nearest, halves to even, clamped.
  @unsafe static func round(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<UInt8>, _ range: Range<Int>)
  @unsafe static func round(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<UInt16>, _ range: Range<Int>)
}

/// For every target pixel of a row: where its source pixels begin, how many and how much they
/// count.
@unsafe
package struct ResizeTable {
  package let first, counts: UnsafePointer<Int>
  package let weights: UnsafePointer<Float>
  package let stride: Int

  package init(
    first: UnsafePointer<Int>, counts: UnsafePointer<Int>, weights: UnsafePointer<Float>,
    stride: Int
  ) {
    unsafe self.first = first
    unsafe self.counts = counts
    unsafe self.weights = weights
    unsafe self.stride = stride
  }
}
