#if canImport(Glibc)
  import Glibc
#endif

// The point filters that send each sample through a curve, in levels instead of fractions.

extension Invert {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.mapColor { image.maximum - $0 }
  }
}

extension Brightness {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.mapColor { $0 + amount * image.maximum / 255 }
  }
}

extension Contrast {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.mapColor { factor * $0 + (1 - factor) * image.maximum / 2 }
  }
}

extension Gamma {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.mapColor { $0 == 0 ? 0 : image.maximum * exp(log($0 / image.maximum) / gamma) }
  }
}

extension Levels {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let level = image.maximum / 255
    return image.mapColor { sample in
      if sample <= black * level { return low * level }
      if sample >= white * level { return high * level }
      let position = (sample - black * level) / ((white - black) * level)
      return level * (low + (high - low) * exp(log(position) / gamma))
    }
  }
}

extension Posterise {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.mapColor { sample in
      let step = min(Int(sample * Double(tones) / image.maximum), tones - 1)
      return Double(step) * image.maximum / Double(tones - 1)
    }
  }
}
