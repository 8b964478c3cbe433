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
}
