import Pixels

/// The tiles of a picture, and the tone curve of each.
struct LocalCurves {
  private let clip: Double
  private let columns, rows: Int
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
  @inline(__always)
  func between(_ position: Int, _ size: Int, _ count: Int) -> (Int, Int, Float) {
    let place = Float(position) / Float(size) - 0.5
    let first = Int(place.rounded(.down))
    return (max(first, 0), min(first + 1, count - 1), place - Float(first))
  }

  /// The curves of all tiles, row by row, each with an entry for every value a sample can have.
  func curves<S: Sample>(
    of image: StoredImage, _ type: S.Type, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [UInt16] {
    var curves: [UInt16] = []
    curves.reserveCapacity(columns * rows * (Int(S.max) + 1))
    for row in 0..<rows {
      for column in 0..<columns {
        var counts = try histogram(of: image, column, row, type, checkpoint)
        limit(&counts)
        var sum = 0
        let area = width * height
        for count in counts {
          sum += count
          curves.append(UInt16((2 * sum * Int(S.max) + area) / (2 * area)))
        }
        try checkpoint.poll()
      }
    }
    return curves
  }

  private func histogram<S: Sample>(
    of image: StoredImage, _ column: Int, _ row: Int, _ type: S.Type, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [Int] {
    let shape = image.shape
    let model = shape.format.model
    var counts = [Int](repeating: 0, count: Int(S.max) + 1)
    for y in row * height..<(row + 1) * height {
      let line = image.pixels[row: reflected(y, shape.height)]
      try checkpoint.paced(width, stretch: 4096) { pixels throws(ImageError) in
        line.with(type) { samples in
          for x in pixels {
            let pixel = reflected(column &* width &+ x, shape.width)
            counts[samples.luma(pixel &* model.channels, model)] &+= 1
          }
        }
      }
    }
    return counts
  }

  /// A place within the picture that stands for one beyond its end: its mirror image at the last
  /// pixel, which is not repeated, and so on to and fro.
  @inline(__always)
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
