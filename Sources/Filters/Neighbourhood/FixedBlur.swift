import KernelTable
import Pixels
import Vectors

/// 8-bit samples in 16-bit fixed point, 128 steps a level: 255 · 128 · 2 just fits.
///
/// Products are cut off to a whole step. On average that loses half a step, which `start` adds
/// beforehand. What then remains is at most half a step for each product, whatever the picture; up
/// to 127 products one after the other even that leaves flat areas exactly as they are. A Gaussian
/// in two parts may have more, of which black loses nothing at all and other levels a half on
/// average: so there three eighths are added, and a test goes through all levels.
enum FixedBlur: BlurArithmetic {
  static func pairs(_ weights: [Double], isPart: Bool) throws(ImageError) -> BlurTapRow<UInt16> {
    // Rounded from the tail to the centre, which is added to itself, so half of it is left over.
    let rounded = rounded(weights.dropFirst().reversed())
    let centre = 32_768 - rounded.reduce(0) { $0 + Int($1) }
    return try taps([UInt16(centre)] + rounded.reversed(), isPart: isPart)
  }

  /// The wide part's weights.
  ///
  /// - Parameter weights: add up to 1, and are more than one.
  static func singles(_ weights: [Double]) throws(ImageError) -> BlurTapRow<UInt16> {
    try taps(rounded(weights), isPart: true)
  }

  private static func taps(
    _ weights: [UInt16], isPart: Bool
  ) throws(ImageError) -> BlurTapRow<UInt16> {
    try BlurTapRow(
      weights, start: UInt16(isPart ? weights.count * 3 / 8 : weights.count / 2))
  }

  /// In 65,536ths, rounded cumulatively: each partial sum, which is what an edge in a picture sees,
  /// is within half a unit of the exact one, however many weights there are.
  private static func rounded(_ weights: some Sequence<Double>) -> [UInt16] {
    var exact = 0.0
    var given = 0
    return weights.map { weight in
      exact += weight * 65_536
      let next = Int(exact.rounded())
      defer { given = next }
      return UInt16(next - given)
    }
  }

  static var loops: BlurPass<UInt8, UInt16> {
    let kernels = Vectors.chosen.kernels.blur
    return unsafe BlurPass(
      sumSamples: kernels.sumPairs, sumNumbers: kernels.sumPairs, round: kernels.round,
      sharpen: kernels.sharpen)
  }
}
