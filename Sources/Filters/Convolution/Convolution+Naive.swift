import Pixels

#if canImport(Glibc)
  import Glibc
#endif

// The filters that sum up a window with weights.

extension NaiveImage {
  /// The weighted sum of a window, whose middle is at half its width and height.
  fileprivate func summed(
    _ rows: [[Double]], alpha: Bool = false, _ ending: (Double, _ white: Double) -> Double
  ) -> NaiveImage {
    NaiveImage(shape) { x, y, channel in
      if isAlpha(channel), !alpha { return self[x, y, channel] }
      var sum = 0.0
      for (j, row) in rows.enumerated() {
        for (i, weight) in row.enumerated() {
          sum += weight * self[x + i - row.count / 2, y + j - rows.count / 2, channel]
        }
      }
      return min(max(ending(sum, white(x, y)), 0), maximum)
    }
  }

  /// The value of a white pixel as opaque as the one given: colour is pre-multiplied.
  fileprivate func white(_ x: Int, _ y: Int) -> Double {
    let last = shape.channels - 1
    return isAlpha(last) ? self[x, y, last] : maximum
  }
}

extension Convolve {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.summed(rows, alpha: isMean) { sum, white in sum / divisor + bias * white / 255 }
  }
}

extension Sharpen {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    NaiveImage(image.shape) { x, y, channel in
      let sample = image[x, y, channel]
      if image.isAlpha(channel) { return sample }
      let around =
        image[x - 1, y, channel] + image[x + 1, y, channel] + image[x, y - 1, channel]
        + image[x, y + 1, channel]
      return min(max(sample + amount * (sample - around / 4), 0), image.maximum)
    }
  }
}

extension Emboss {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let light = (x: cos(angle * .pi / 180), y: -sin(angle * .pi / 180))
    return NaiveImage(image.shape) { x, y, channel in
      if image.isAlpha(channel) { return image[x, y, channel] }
      var slope = 0.0
      for (step, weight) in [(-1, 1.0), (0, 2), (1, 1)] {
        slope +=
          light.x * weight * (image[x + 1, y + step, channel] - image[x - 1, y + step, channel])
        slope +=
          light.y * weight * (image[x + step, y + 1, channel] - image[x + step, y - 1, channel])
      }
      return min(max(image.white(x, y) / 2 - depth * slope / 4, 0), image.maximum)
    }
  }
}

extension Laplacian {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.summed([[0, 1, 0], [1, -4, 1], [0, 1, 0]]) { sum, _ in scale * abs(sum) }
  }
}

extension MotionBlur {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let points = 2 * Int(length.rounded(.up)) + 1
    if length == 1 { return image }
    return NaiveImage(image.shape) { x, y, channel in
      var sum = 0.0
      for point in 0..<points {
        let along = (length - 1) * (Double(point) / Double(points - 1) - 0.5)
        let column = Double(x) + along * cos(angle * .pi / 180)
        let row = Double(y) - along * sin(angle * .pi / 180)
        sum += image.between(column, row, channel)
      }
      return sum / Double(points)
    }
  }
}

extension NaiveImage {
  /// The bilinear mean of the four samples around a place.
  fileprivate func between(_ x: Double, _ y: Double, _ channel: Int) -> Double {
    let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let (right, down) = (x - Double(left), y - Double(top))
    let upper = self[left, top, channel] * (1 - right) + self[left + 1, top, channel] * right
    let lower =
      self[left, top + 1, channel] * (1 - right) + self[left + 1, top + 1, channel] * right
    return upper * (1 - down) + lower * down
  }
}
