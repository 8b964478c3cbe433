#if canImport(Glibc)
  import Glibc
#endif

/// A sampled Gaussian, cut off at four standard deviations: `exp(−k² ÷ 2σ²)` for |k| ≤ ⌈4σ⌉,
/// divided by the sum. What is cut off is less than 7 in 100,000.
package struct GaussianKernel {
  /// In pixels.
  package let radius: Int
  /// Weights at distances 0 … radius; with both sides counted they add up to 1.
  package let weights: [Double]

  /// - Parameter sigma: standard deviation in pixels, above 0.
  package init(sigma: Double) {
    radius = Self.radius(sigma: sigma)
    let samples = (0...radius).map { k in exp(-Double(k * k) / (2 * sigma * sigma)) }
    let sum = samples[0] + 2 * samples.dropFirst().reduce(0, +)
    weights = samples.map { $0 / sum }
  }

  package static func radius(sigma: Double) -> Int { Int((4 * sigma).rounded(.up)) }

  /// Weights for both samples at a distance added together, so that of the centre, which is then
  /// added to itself, is halved.
  var pairWeights: [Float] {
    [Float(weights[0] / 2)] + weights.dropFirst().map { Float($0) }
  }

  /// The same as 16-bit fractions that add up to exactly one half, so that flat areas keep their
  /// level.
  ///
  /// Rounded cumulatively from the tail to the centre: each partial sum, which is what an edge in
  /// a picture sees, is then within half a unit of the exact one, however many weights there are.
  var fixedPairWeights: [UInt16] {
    var rounded: [UInt16] = []
    var exact = 0.0
    var given = 0
    for weight in weights.dropFirst().reversed() {
      exact += weight * 65_536
      let next = Int(exact.rounded())
      rounded.append(UInt16(next - given))
      given = next
    }
    rounded.append(UInt16(32_768 - given))
    return rounded.reversed()
  }
}
