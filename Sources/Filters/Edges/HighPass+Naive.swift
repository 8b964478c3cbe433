import Pixels

extension HighPass {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let blurred = Gaussian(sigma: sigma).naive(image)
    let alpha = image.shape.channels - 1
    return NaiveImage(image.shape) { x, y, channel in
      let sample = image[x, y, channel]
      if image.isAlpha(channel) { return sample }
      let white = image.isAlpha(alpha) ? image[x, y, alpha] : image.maximum
      let detail = sample - blurred[x, y, channel]
      return min(max(white / 2 + amount * detail, 0), image.maximum)
    }
  }
}
