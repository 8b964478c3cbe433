import Pixels

extension Warp {
  /// Each pixel by itself, from the interpolation's definition over all pixels it may reach.
  func naive(_ image: NaiveImage) -> NaiveImage {
    let input = image.shape
    let outside = backgroundSamples(input.format).map(Double.init)
    let sample = { (x: Int, y: Int, channel: Int) -> Double in
      (0..<input.width).contains(x) && (0..<input.height).contains(y)
        ? image[x, y, channel] : outside[channel]
    }
    let output = ImageShape(width: width, height: height, format: input.format)
    return NaiveImage(output) { x, y, channel in
      let (u, v) = origin(Double(x) + 0.5, Double(y) + 0.5)
      if interpolation == .nearest {
        return sample(Int(u.rounded(.down)), Int(v.rounded(.down)), channel)
      }
      let kernel: ResamplingKernel = interpolation == .bilinear ? .bilinear : .catmullRom
      var sum = 0.0
      for row in Int(v.rounded(.down)) - 3...Int(v.rounded(.down)) + 3 {
        for column in Int(u.rounded(.down)) - 3...Int(u.rounded(.down)) + 3 {
          sum +=
            kernel.weight(Double(column) + 0.5 - u) * kernel.weight(Double(row) + 0.5 - v)
            * sample(column, row, channel)
        }
      }
      return min(max(sum, 0), image.maximum)
    }
  }
}

extension Affine {
  package func naive(_ image: NaiveImage) -> NaiveImage { warp(for: image.shape).naive(image) }
}

extension Rotate {
  /// Quarter turns have a twin of their own.
  package func naive(_ image: NaiveImage) -> NaiveImage { warp(for: image.shape).naive(image) }
}
