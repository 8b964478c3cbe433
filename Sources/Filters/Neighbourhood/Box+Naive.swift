extension Box {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let side = Double(2 * radius + 1)
    return NaiveImage(image.shape) { x, y, channel in
      var sum = 0.0
      for j in -radius...radius {
        for i in -radius...radius { sum += image[x + i, y + j, channel] }
      }
      return sum / (side * side)
    }
  }
}
