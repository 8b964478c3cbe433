import Pixels

// The point filters that look at three channels at once.

extension Grayscale {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let model = image.shape.format.model
    if model.isGray { return image }
    let gray = PixelFormat(model.hasAlpha ? .grayAlpha : .gray, image.shape.format.depth)
    return NaiveImage(image.shape.with(format: gray)) { x, y, channel in
      channel == 0 ? image.luma(x, y, standard) : image[x, y, 3]
    }
  }
}

extension Saturation {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    if image.shape.format.model.isGray { return image }
    return NaiveImage(image.shape) { x, y, channel in
      let sample = image[x, y, channel]
      if image.isAlpha(channel) { return sample }
      let luma = image.luma(x, y, .rec709)
      return min(max(luma + factor * (sample - luma), 0), image.maximum)
    }
  }
}

extension NaiveImage {
  fileprivate func luma(_ x: Int, _ y: Int, _ standard: LumaStandard) -> Double {
    let weights: [Double] =
      switch standard {
      case .rec709: [0.2126, 0.7152, 0.0722]
      case .rec601: [0.299, 0.587, 0.114]
      }
    return (0..<3).reduce(0) { $0 + weights[$1] * self[x, y, $1] }
  }
}
