#if canImport(Glibc)
  import Glibc
#endif

/// A wide Gaussian as two: a narrow one, of which every `step`-th value is taken, and those
/// weighted by the samples of another.
///
/// Convolving Gaussians adds their variances: narrow² + wide² = sigma². That the wide one is
/// sampled `step` pixels apart makes the sum of weights ripple from pixel to pixel by 2 · exp(−2π²
/// q ÷ step²) with q = narrow² · wide² ÷ sigma² (Poisson's formula; a product of two Gaussians is
/// one of variance q). Narrow is chosen for q = step² ÷ 2, a ripple of 0.0001. The work falls from
/// 4 sigma to some 4 (0.7 step + sigma ÷ step) products per sample.
struct GaussianSplit {
  /// 1: not split, and `narrow` is all of it.
  let step: Int
  let narrow: GaussianKernel
  /// Standard deviation of the wide one in pixels; 0 where there is none.
  let wide: Double

  /// All of it at once.
  init(whole sigma: Double) {
    step = 1
    narrow = GaussianKernel(sigma: sigma)
    wide = 0
  }

  /// - Parameter step: from 2 to sigma ÷ √2.
  private init(sigma: Double, step: Int) {
    let variance = sigma * sigma
    let share = Double(2 * step * step) / variance
    let narrowVariance = variance * (1 - (1 - share).squareRoot()) / 2
    self.step = step
    narrow = GaussianKernel(sigma: narrowVariance.squareRoot())
    wide = (variance - narrowVariance).squareRoot()
  }

  /// The cheapest for a pass along a row, where the narrow blur is needed at every sample.
  static func along(sigma: Double) -> GaussianSplit {
    cheapest(sigma) { $0.narrow.radius + $0.reach / $0.step + 4 }
  }

  /// The cheapest for a pass down the columns, where it is needed in every `step`-th row only, but
  /// the wide one's weights are not symmetrical except there.
  static func down(sigma: Double) -> GaussianSplit {
    cheapest(sigma) { $0.narrow.radius / $0.step + 3 * $0.reach / (2 * $0.step) + 4 }
  }

  private static func cheapest(_ sigma: Double, _ cost: (GaussianSplit) -> Int) -> GaussianSplit {
    let whole = GaussianSplit(whole: sigma)
    let widest = Int(sigma / 2.0.squareRoot())
    if widest < 2 { return whole }
    var best = (split: whole, cost: whole.narrow.radius)
    for step in 2...widest {
      let split = GaussianSplit(sigma: sigma, step: step)
      let cost = cost(split)
      if cost < best.cost, split.products <= mostProducts { best = (split, cost) }
    }
    return best.split
  }

  /// Down the columns a sample is the sum of so many products.
  private var products: Int { narrow.radius + 2 * reach / step }

  /// Enough for the widest Gaussian; `FixedBlur` says what more of them would do.
  private static let mostProducts = 96

  /// How far the wide one goes, in pixels.
  var reach: Int { Int((4 * wide / Double(step)).rounded(.up)) * step }

  /// How far both of them go down the columns, where the narrow one is worked out for every
  /// `step`-th row of the picture: a row between those has weights for one more of them.
  var rowsReached: Reach {
    let far = narrow.radius + reach + step - 1
    return Reach(above: far, below: far, step: step)
  }

  /// Weights of the wide one at 0, step, 2 · step … pixels; with both sides counted they add up to
  /// 1.
  var wideWeights: [Double] {
    let samples = (0...reach / step).map { weight(Double($0 * step)) }
    let sum = samples[0] + 2 * samples.dropFirst().reduce(0, +)
    return samples.map { $0 / sum }
  }

  /// For a pixel `phase` pixels behind one of the narrow one's: the weights of those, the first of
  /// which is `reach` pixels before it; they add up to 1.
  func wideWeights(phase: Int) -> [Double] {
    let count = 2 * reach / step + (phase == 0 ? 1 : 2)
    let samples = (0..<count).map { weight(Double($0 * step - reach - phase)) }
    let sum = samples.reduce(0, +)
    return samples.map { $0 / sum }
  }

  private func weight(_ distance: Double) -> Double {
    exp(-distance * distance / (2 * wide * wide))
  }
}
