/// The forward cosine transform of 8×8 samples and the quantisation, in whole numbers.
enum JPEGTransform {
  /// 8,192 × ½ cos(kπ/16), k = 0…8; the first one also stands for the constant row (1/√8).
  private static let quarterWave = [4_096, 4_017, 3_784, 3_406, 2_896, 2_276, 1_567, 799, 0]

  /// 8,192 × the orthonormal cosine basis: row u, column x.
  private static let basis: [Int] = (0..<64).map { index in
    let (u, x) = (index / 8, index % 8)
    guard u > 0 else { return 2_896 }
    let angle = (2 * x + 1) * u % 32
    let folded = angle <= 16 ? angle : 32 - angle
    return folded <= 8 ? quarterWave[folded] : -quarterWave[16 - folded]
  }

  /// Quantised coefficients of a block, both row by row.
  ///
  /// - Parameters:
  ///   - samples: 64, less 128.
  ///   - steps: 64 quantiser steps.
  static func coefficients(_ samples: [Int], steps: [Int]) -> [Int16] {
    var halfway = [Int](repeating: 0, count: 64)
    for y in 0..<8 {
      for u in 0..<8 {
        var sum = 0
        for x in 0..<8 { sum += samples[8 * y + x] * basis[8 * u + x] }
        halfway[8 * y + u] = sum
      }
    }
    var result = [Int16](repeating: 0, count: 64)
    for u in 0..<8 {
      for v in 0..<8 {
        var sum = 0
        for y in 0..<8 { sum += halfway[8 * y + u] * basis[8 * v + y] }
        let step = steps[8 * v + u] << 26
        let size = (abs(sum) + step / 2) / step
        result[8 * v + u] = Int16(sum < 0 ? -size : size)
      }
    }
    return result
  }
}
