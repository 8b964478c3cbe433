import KernelTable
import Pixels
import Vectors

// Single precision: for 16-bit samples, and for 8-bit ones where what follows makes a blur's errors
// larger.

enum FloatBlur8: BlurArithmetic {
  static var loops: BlurPass<UInt8, Float> {
    let kernels = Vectors.chosen.kernels.blur
    return unsafe BlurPass(
      sumSamples: kernels.sumPairs, sumNumbers: kernels.sumPairs, round: kernels.round,
      sharpen: kernels.sharpen)
  }
}

enum FloatBlur16: BlurArithmetic {
  static var loops: BlurPass<UInt16, Float> {
    let kernels = Vectors.chosen.kernels.blur
    return unsafe BlurPass(
      sumSamples: kernels.sumPairs, sumNumbers: kernels.sumPairs, round: kernels.round,
      sharpen: kernels.sharpen)
  }
}

extension BlurArithmetic where Number == Float {
  static func pairs(_ weights: [Double], isPart: Bool) throws(ImageError) -> BlurTapRow<Float> {
    // The centre is added to itself.
    try BlurTapRow(
      [Float(weights[0] / 2)] + weights.dropFirst().map { Float($0) }, start: 0)
  }
}
