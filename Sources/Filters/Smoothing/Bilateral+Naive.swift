import Pixels

#if canImport(Glibc)
  import Glibc
#endif

extension Bilateral {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let range = range * image.maximum / 255
    return NaiveImage(image.shape) { x, y, channel in
      var sum = 0.0
      var total = 0.0
      for j in -radius...radius {
        for i in -radius...radius where i * i + j * j <= radius * radius {
          let distance = (0..<image.shape.channels).reduce(0.0) {
            $0 + abs(image[x + i, y + j, $1] - image[x, y, $1])
          }
          let near = Double(i * i + j * j) / (2 * spatial * spatial)
          let weight = exp(-near - distance * distance / (2 * range * range))
          sum += weight * image[x + i, y + j, channel]
          total += weight
        }
      }
      return sum / total
    }
  }
}
