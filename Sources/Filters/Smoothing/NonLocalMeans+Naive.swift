import Pixels

#if canImport(Glibc)
  import Glibc
#endif

extension NonLocalMeans {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let shape = image.shape
    let strength = strength * image.maximum / 255
    let edge = 2 * patch + 1
    var result = image
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        var sums = [Double](repeating: 0, count: shape.channels)
        var total = 0.0
        for j in -search...search {
          for i in -search...search {
            var squares = 0.0
            for row in -patch...patch {
              for column in -patch...patch {
                for channel in 0..<shape.channels {
                  let difference =
                    image[x + column, y + row, channel]
                    - image[x + i + column, y + j + row, channel]
                  squares += difference * difference
                }
              }
            }
            let mean = squares / Double(edge * edge * shape.channels)
            let weight = exp(-mean / (strength * strength))
            total += weight
            for channel in 0..<shape.channels {
              sums[channel] += weight * image[x + i, y + j, channel]
            }
          }
        }
        for channel in 0..<shape.channels {
          result.samples[y * shape.rowSamples + x * shape.channels + channel] =
            sums[channel] / total
        }
      }
    }
    return result
  }
}
