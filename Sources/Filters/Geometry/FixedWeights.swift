/// Weights as whole numbers, for sums over 8-bit samples.
struct FixedWeights {
  /// Multiples of `unit`.
  let values: [Int16]
  /// A power of two: the smallest in which the largest weight fits into 16 bits. A sum over n
  /// weights of which none exceeds a few times 1/n is then off by hundredths of a level at most,
  /// and weights that are powers of two, as a box's often are, stay exact.
  let unit: Float

  init(_ weights: [Float]) {
    let largest = weights.reduce(0) { max($0, abs($1)) }
    var unit: Float = 1 / 1_048_576
    while (largest / unit).rounded() > 32_767 { unit *= 2 }
    self.unit = unit
    values = weights.map { Int16(($0 / unit).rounded()) }
  }
}
