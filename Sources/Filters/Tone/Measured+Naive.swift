import Pixels

// Point filters that measure the picture first, said as plainly as they can be.

extension NaiveImage {
  /// The values a curve is made from: luma, or one channel. Luma has the weights that manuals
  /// state, in 65,536ths: a curve that is steep shows any other rounding of them.
  fileprivate func values(channel: Int?) -> [Double] {
    (0..<shape.pixelCount).map { pixel in
      let i = pixel * shape.channels
      guard let channel else {
        let luma =
          13_933 * samples[i] + 46_871 * samples[i + 1] + 4_732 * samples[i + 2]
        return (luma / 65_536 + 0.5).rounded(.down)
      }
      return samples[i + channel]
    }
  }

  /// Each colour sample through the curve that `make` gives for the values it belongs to.
  fileprivate func mapMeasured(
    each: Bool, _ make: ([Double]) -> (Double) -> Double
  ) -> NaiveImage {
    let gray = shape.format.model.isGray
    let curves = (0..<shape.format.model.colorChannels).map { channel in
      make(values(channel: each || gray ? channel : nil))
    }
    return NaiveImage(shape) { x, y, channel in
      let sample = self[x, y, channel]
      return isAlpha(channel) ? sample : min(max(curves[channel](sample), 0), maximum)
    }
  }
}

extension Equalise {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.mapMeasured(each: false) { values in
      let lowest = values.min() ?? 0
      let first = Double(values.count { $0 == lowest })
      let total = Double(values.count)
      if total == first { return { $0 } }
      return { sample in
        let below = Double(values.count { $0 <= sample })
        return image.maximum * (below - first) / (total - first)
      }
    }
  }
}

extension AutoLevels {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.mapMeasured(each: false) { values in
      let sorted = values.sorted()
      let allowed = Int((Double(values.count) * clip / 100).rounded(.down))
      let black = sorted[min(allowed, sorted.count - 1)]
      let white = sorted[max(sorted.count - 1 - allowed, 0)]
      if black >= white { return { $0 } }
      return { ($0 - black) / (white - black) * image.maximum }
    }
  }
}

extension Threshold {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.mapMeasured(each: false) { values in
      let limit = level.map { $0 * image.maximum / 255 } ?? naiveOtsu(values)
      return { $0 >= limit - 1e-9 ? image.maximum : 0 }
    }
  }

  /// Tries every value as the first of the upper class.
  private func naiveOtsu(_ values: [Double]) -> Double {
    var best = (variance: 0.0, level: 0.0)
    for level in Set(values).sorted() {
      let low = values.filter { $0 < level }
      let high = values.filter { $0 >= level }
      guard !low.isEmpty, !high.isEmpty else { continue }
      let distance =
        low.reduce(0, +) / Double(low.count) - high.reduce(0, +) / Double(high.count)
      let variance = Double(low.count) * Double(high.count) * distance * distance
      // The classes change only where values occur; the lowest level that parts them so is wanted.
      if variance > best.variance * (1 + 1e-12) {
        best = (variance, (low.max() ?? 0) + 1)
      }
    }
    return best.level
  }
}
