#if canImport(Glibc)
  import Glibc
#endif

extension Gaussian {
  package func naive(_ image: NaiveImage) -> NaiveImage { image.blurred(sigma: sigma) }
}

extension NaiveImage {
  /// The Gaussian as a sum over the square window, weight by weight.
  func blurred(sigma: Double) -> NaiveImage {
    let radius = Int((4 * sigma).rounded(.up))
    var weights: [Double] = []
    for j in -radius...radius {
      for i in -radius...radius {
        weights.append(exp(-Double(i * i + j * j) / (2 * sigma * sigma)))
      }
    }
    let total = weights.reduce(0, +)
    return NaiveImage(shape) { x, y, channel in
      var sum = 0.0
      var k = 0
      for j in -radius...radius {
        for i in -radius...radius {
          sum += weights[k] * self[x + i, y + j, channel]
          k += 1
        }
      }
      return sum / total
    }
  }
}
