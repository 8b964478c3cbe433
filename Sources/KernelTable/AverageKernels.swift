/// Averages of neighbours by how alike they are, in single precision.
///
/// Samples are planes of numbers, one for each channel.
package protocol AverageKernels: SendableMetatype {
  /// The averages of some pixels of a row, each with all its neighbours, interleaved. Pixels are
  /// read in blocks of 8.
  @unsafe static func bilateral(
    _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ out: UnsafeMutablePointer<UInt8>, _ pixels: Range<Int>)
  @unsafe static func bilateral(
    _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ out: UnsafeMutablePointer<UInt16>, _ pixels: Range<Int>)

  /// `sums[i] += sign · (here[i] − there[i])²`.
  @unsafe static func addSquares(
    _ here: UnsafePointer<Float>, _ there: UnsafePointer<Float>, _ sign: Float,
    _ sums: UnsafeMutablePointer<Float>, _ count: Int)
  /// `weights[i]` becomes the weight of the sum of `edge` column sums from i on, times `unit`, and is
  /// added to the total.
  @unsafe static func weigh(
    _ columns: UnsafePointer<Float>, edge: Int, unit: Float,
    _ weights: UnsafeMutablePointer<Float>, _ total: UnsafeMutablePointer<Float>, _ count: Int)
  /// `sums[i] += weights[i] · (there[i] − here[i])`.
  @unsafe static func addWeighted(
    _ here: UnsafePointer<Float>, _ there: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ sums: UnsafeMutablePointer<Float>, _ count: Int)
}

/// The pixels that a bilateral filter works out, from their row's first.
@unsafe
package struct BilateralCentre {
  package let row: UnsafePointer<Float>
  /// Numbers from one channel's plane to the next.
  package let planeStride: Int
  /// 1 to 4.
  package let channels: Int
  /// What makes samples of the averages.
  package let inverseScale: Float
  /// Room for the averages of a block: eight numbers for each channel.
  package let means: UnsafeMutablePointer<Float>

  package init(
    row: UnsafePointer<Float>, planeStride: Int, channels: Int, inverseScale: Float,
    means: UnsafeMutablePointer<Float>
  ) {
    unsafe self.row = row
    unsafe self.planeStride = planeStride
    unsafe self.channels = channels
    unsafe self.inverseScale = inverseScale
    unsafe self.means = means
  }
}

@safe
package struct BilateralTap: BitwiseCopyable {
  /// The neighbour of the row's first pixel.
  @unsafe package var row: UnsafePointer<Float>
  /// By distance, times the exponential's gain.
  package var weight: Float

  @unsafe
  package init(row: UnsafePointer<Float>, weight: Float) {
    unsafe self.row = row
    self.weight = weight
  }
}
