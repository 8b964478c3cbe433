import Pixels

#if canImport(Glibc)
  import Glibc
#endif

// Filters that mix red, green and blue, each channel written out.

extension NaiveImage {
  /// The picture with red, green and blue, grey ones with three times the same.
  fileprivate var colored: NaiveImage {
    guard shape.format.model.isGray else { return self }
    let model: ColorModel = shape.format.model.hasAlpha ? .rgba : .rgb
    return NaiveImage(shape.with(format: PixelFormat(model, shape.format.depth))) {
      x, y, channel in
      self[x, y, channel == 3 ? 1 : 0]
    }
  }

  fileprivate func mapPixels(_ value: ([Double]) -> [Double]) -> NaiveImage {
    NaiveImage(shape) { x, y, channel in
      if isAlpha(channel) { return self[x, y, channel] }
      let mixed = value((0..<3).map { self[x, y, $0] })[channel]
      return min(max(mixed, 0), maximum)
    }
  }
}

extension Sepia {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    if amount == 0 { return image }
    return image.colored.mapPixels { p in
      let brown = [
        0.393 * p[0] + 0.769 * p[1] + 0.189 * p[2], 0.349 * p[0] + 0.686 * p[1] + 0.168 * p[2],
        0.272 * p[0] + 0.534 * p[1] + 0.131 * p[2],
      ]
      return (0..<3).map { p[$0] + amount * (brown[$0] - p[$0]) }
    }
  }
}

extension Tint {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    if amount == 0 { return image }
    let tint = [Double(color.red), Double(color.green), Double(color.blue)]
    return image.colored.mapPixels { p in
      let luma = 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2]
      return (0..<3).map { p[$0] + amount * (luma * tint[$0] / 255 - p[$0]) }
    }
  }
}

extension Hue {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    if image.shape.format.model.isGray { return image }
    let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
    return image.mapPixels { p in
      [
        (0.213 + c * 0.787 - s * 0.213) * p[0] + (0.715 - c * 0.715 - s * 0.715) * p[1]
          + (0.072 - c * 0.072 + s * 0.928) * p[2],
        (0.213 - c * 0.213 + s * 0.143) * p[0] + (0.715 + c * 0.285 + s * 0.140) * p[1]
          + (0.072 - c * 0.072 - s * 0.283) * p[2],
        (0.213 - c * 0.213 - s * 0.787) * p[0] + (0.715 - c * 0.715 + s * 0.715) * p[1]
          + (0.072 + c * 0.928 + s * 0.072) * p[2],
      ]
    }
  }
}
