import Pixels

// Filters that know where in the picture they are.

extension Vignette {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let width = Double(image.shape.width)
    let height = Double(image.shape.height)
    let corner = (width * width / 4 + height * height / 4).squareRoot()
    return NaiveImage(image.shape) { x, y, channel in
      if image.isAlpha(channel) { return image[x, y, channel] }
      let right = Double(x) + 0.5 - width / 2
      let down = Double(y) + 0.5 - height / 2
      let distance = (right * right + down * down).squareRoot() / corner
      let t = min(max((distance - start) / (1 - start), 0), 1)
      return image[x, y, channel] * (1 - amount * (3 * t * t - 2 * t * t * t))
    }
  }
}

extension Noise {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    NaiveImage(image.shape) { x, y, channel in
      let sample = image[x, y, channel]
      if image.isAlpha(channel) { return sample }
      let added = sigma * image.maximum / 255 * Double(value(x, y, isTogether ? 0 : channel))
      return min(max(sample + added, 0), image.maximum)
    }
  }
}

extension Pixelate {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    NaiveImage(image.shape) { x, y, channel in
      let columns = x / size * size..<min(x / size * size + size, image.shape.width)
      let rows = y / size * size..<min(y / size * size + size, image.shape.height)
      var sum = 0.0
      for row in rows { for column in columns { sum += image[column, row, channel] } }
      return sum / Double(columns.count * rows.count)
    }
  }
}

extension Border {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let shape = ImageShape(
      width: image.shape.width + 2 * width, height: image.shape.height + 2 * width,
      format: image.shape.format)
    return image.placed(on: shape, width, width, color)
  }
}

extension Pad {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let shape = ImageShape(
      width: max(width, image.shape.width), height: max(height, image.shape.height),
      format: image.shape.format)
    let name = position.rawValue
    let right = shape.width - image.shape.width
    let down = shape.height - image.shape.height
    let x = name.hasSuffix("left") ? 0 : name.hasSuffix("right") ? right : right / 2
    let y = name.hasPrefix("top") ? 0 : name.hasPrefix("bottom") ? down : down / 2
    return image.placed(on: shape, x, y, color)
  }
}

extension NaiveImage {
  fileprivate func placed(
    on canvas: ImageShape, _ left: Int, _ top: Int, _ color: SolidColor
  ) -> NaiveImage {
    let blank = color.samples(canvas.format).map(Double.init)
    return NaiveImage(canvas) { x, y, channel in
      let inside =
        (left..<left + shape.width).contains(x) && (top..<top + shape.height).contains(y)
      return inside ? self[x - left, y - top, channel] : blank[channel]
    }
  }
}
