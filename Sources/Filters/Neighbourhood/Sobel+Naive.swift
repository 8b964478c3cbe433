extension Sobel {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let smooth: [Double] = [1, 2, 1]
    let slope: [Double] = [-1, 0, 1]
    return NaiveImage(image.shape) { x, y, channel in
      if image.isAlpha(channel) { return image[x, y, channel] }
      var gx = 0.0
      var gy = 0.0
      for j in 0..<3 {
        for i in 0..<3 {
          let sample = image[x + i - 1, y + j - 1, channel]
          gx += slope[i] * smooth[j] * sample
          gy += smooth[i] * slope[j] * sample
        }
      }
      return min(scale * (gx * gx + gy * gy).squareRoot(), image.maximum)
    }
  }
}
