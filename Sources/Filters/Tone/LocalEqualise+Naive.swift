import Pixels

extension LocalEqualise {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let shape = image.shape
    let luma = { (x: Int, y: Int) -> Int in
      if shape.format.model.isGray { return Int(image[x, y, 0]) }
      // With weights of sixteen bits, as grayscale says: a luma that is one off would be another
      // tone, and its curve may be far away.
      let sum = 13_933 * image[x, y, 0] + 46_871 * image[x, y, 1] + 4_732 * image[x, y, 2]
      return Int((sum / 65_536).rounded())
    }
    let width = (shape.width + columns - 1) / columns
    let height = (shape.height + rows - 1) / rows
    var curves: [[Double]] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var tones: [Int] = []
        for y in row * height..<(row + 1) * height {
          for x in column * width..<(column + 1) * width {
            tones.append(luma(mirrored(x, shape.width), mirrored(y, shape.height)))
          }
        }
        curves.append(curve(tones, Int(image.maximum)))
      }
    }
    return NaiveImage(shape) { x, y, channel in
      let sample = image[x, y, channel]
      if image.isAlpha(channel) { return sample }
      let tone = luma(x, y)
      let column = Double(x) / Double(width) - 0.5
      let row = Double(y) / Double(height) - 0.5
      var mean = 0.0
      for (j, down) in weights(row) {
        for (i, across) in weights(column) {
          let tile = min(max(j, 0), rows - 1) * columns + min(max(i, 0), columns - 1)
          mean += across * down * curves[tile][tone]
        }
      }
      return min(max(sample + mean - Double(tone), 0), image.maximum)
    }
  }

  private func weights(_ place: Double) -> [(Int, Double)] {
    let first = Int(place.rounded(.down))
    return [(first, 1 - place + Double(first)), (first + 1, place - Double(first))]
  }

  private func mirrored(_ position: Int, _ count: Int) -> Int {
    var position = position
    while position >= count || position < 0 {
      if count == 1 { return 0 }
      position = position < 0 ? -position : 2 * (count - 1) - position
    }
    return position
  }

  private func curve(_ tones: [Int], _ maximum: Int) -> [Double] {
    var counts = [Int](repeating: 0, count: maximum + 1)
    for tone in tones { counts[tone] += 1 }
    if clip > 0 {
      let most = max(1, Int(clip * Double(tones.count) / Double(maximum + 1)))
      let surplus = counts.reduce(0) { $0 + max($1 - most, 0) }
      counts = counts.map { min($0, most) + surplus / (maximum + 1) }
      let rest = surplus % (maximum + 1)
      if rest > 0 {
        let step = max((maximum + 1) / rest, 1)
        for i in 0..<rest where i * step <= maximum { counts[i * step] += 1 }
      }
    }
    var sum = 0
    return counts.map { count in
      sum += count
      return (Double(sum) * Double(maximum) / Double(tones.count)).rounded()
    }
  }
}
