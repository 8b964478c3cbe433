extension Median {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    NaiveImage(image.shape) { x, y, channel in
      var values: [Double] = []
      for j in -radius...radius {
        for i in -radius...radius { values.append(image[x + i, y + j, channel]) }
      }
      return values.sorted()[values.count / 2]
    }
  }
}
