import Pixels

/// The tiles of a picture, and the tone curve of each.
struct LocalCurves {
  private let clip: Double
  let columns, rows: Int
  /// Pixels of a tile.
  let width, height: Int

  init(_ filter: LocalEqualise, _ shape: ImageShape) {
    clip = filter.clip
    columns = filter.columns
    rows = filter.rows
    width = (shape.width + columns - 1) / columns
    height = (shape.height + rows - 1) / rows
  }

  /// The two tiles whose middles are on both sides of a pixel along one axis, and how far it is
  /// from the first to the second.
  ///
  /// - Parameters:
  ///   - size: pixels of a tile along the axis.
  ///   - count: tiles along the axis.
  func between(_ position: Int, _ size: Int, _ count: Int) -> (Int, Int, Float) {
    let place = Float(position) / Float(size) - 0.5
    let first = Int(place.rounded(.down))
    return (max(first, 0), min(first + 1, count - 1), place - Float(first))
  }

  /// The curves of all tiles, row by row, each with an entry for every value a sample can have.
  func curves(
    of image: StoredImage, _ luma: LumaLine, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [UInt16] {
    let maximum = image.shape.format.depth.maximum
    var curves: [UInt16] = []
    curves.reserveCapacity(columns * rows * (maximum + 1))
    for row in 0..<rows {
      for column in 0..<columns {
        var counts = try histogram(of: image, luma, column, row, checkpoint)
        limit(&counts)
        var sum = 0
        let area = width * height
        for count in counts {
          sum += count
          curves.append(UInt16((2 * sum * maximum + area) / (2 * area)))
        }
        try checkpoint.poll()
      }
    }
    return curves
  }

  private func histogram(
    of image: StoredImage, _ luma: LumaLine, _ column: Int, _ row: Int, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [Int] {
    let shape = image.shape
    var counts = SampleCounts(PixelFormat(.gray, shape.format.depth))
    let start = min(column * width, shape.width)
    let end = min(start + width, shape.width)
    for y in row * height..<(row + 1) * height {
      let line = image.pixels[row: reflected(y, shape.height)]
      try checkpoint.paced(end - start, stretch: PointRows.stretch) { pixels throws(ImageError) in
        luma.fill(start + pixels.lowerBound..<start + pixels.upperBound, of: line)
        counts.add(0..<pixels.count, of: luma.row)
      }
      for x in max(column * width, end)..<(column + 1) * width {
        let pixel = reflected(x, shape.width)
        luma.fill(pixel..<pixel + 1, of: line)
        counts.add(0..<1, of: luma.row)
      }
      // There may be nothing but mirrored pixels.
      try checkpoint.poll()
    }
    return counts.total(of: 0)
  }

  /// A place within the picture that stands for one beyond its end: its mirror image at the last
  /// pixel, which is not repeated, and so on to and fro.
  private func reflected(_ position: Int, _ count: Int) -> Int {
    if position < count { return position }
    if count == 1 { return 0 }
    let phase = position % (2 * (count - 1))
    return min(phase, 2 * (count - 1) - phase)
  }

  /// Cuts off what is above the limit and spreads it over all tones, evenly and then at even steps.
  private func limit(_ counts: inout [Int]) {
    guard clip > 0 else { return }
    let most = max(1, Int(clip * Double(width * height) / Double(counts.count)))
    var surplus = 0
    for i in counts.indices where counts[i] > most {
      surplus += counts[i] - most
      counts[i] = most
    }
    let each = surplus / counts.count
    var rest = surplus % counts.count
    for i in counts.indices { counts[i] += each }
    guard rest > 0 else { return }
    for i in stride(from: 0, to: counts.count, by: max(counts.count / rest, 1)) where rest > 0 {
      counts[i] += 1
      rest -= 1
    }
  }
}
