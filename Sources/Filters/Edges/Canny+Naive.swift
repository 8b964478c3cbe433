import Pixels

#if canImport(Glibc)
  import Glibc
#endif

extension Canny {
  /// The edges of a gray picture without alpha; the blur is left out.
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let (width, height) = (image.shape.width, image.shape.height)
    let slope = { (x: Int, y: Int) -> (x: Double, y: Double) in
      var sum = (x: 0.0, y: 0.0)
      for (step, weight) in [(-1, 1.0), (0, 2), (1, 1)] {
        sum.x += weight * (image[x + 1, y + step, 0] - image[x - 1, y + step, 0])
        sum.y += weight * (image[x + step, y + 1, 0] - image[x + step, y - 1, 0])
      }
      return sum
    }
    let steepness = { (x: Int, y: Int) -> Double in
      guard (0..<width).contains(x), (0..<height).contains(y) else { return 0 }
      let (gx, gy) = slope(x, y)
      return gx * gx + gy * gy
    }
    let unit = image.maximum / 255
    let isPeak = { (x: Int, y: Int) -> Bool in
      let own = steepness(x, y)
      let (gx, gy) = slope(x, y)
      let angle = atan2(abs(gy), abs(gx)) * 180 / .pi
      if angle < 22.5 { return own > steepness(x - 1, y) && own >= steepness(x + 1, y) }
      if angle > 67.5 { return own > steepness(x, y - 1) && own >= steepness(x, y + 1) }
      let side = (gx < 0) != (gy < 0) ? -1 : 1
      return own > steepness(x - side, y - 1) && own > steepness(x + side, y + 1)
    }
    var edges = NaiveImage(image.shape) { x, y, _ in
      let own = steepness(x, y).squareRoot()
      return own > low * unit && isPeak(x, y) ? (own > high * unit ? 2 : 1) : 0
    }
    var isChanging = true
    while isChanging {
      isChanging = false
      for y in 0..<height {
        for x in 0..<width where edges[x, y, 0] == 1 {
          let joins = (-1...1).contains { j in
            (-1...1).contains { edges[x + $0, y + j, 0] == 2 }
          }
          guard joins else { continue }
          edges.samples[y * width + x] = 2
          isChanging = true
        }
      }
    }
    return NaiveImage(image.shape) { x, y, _ in edges[x, y, 0] == 2 ? image.maximum : 0 }
  }
}
