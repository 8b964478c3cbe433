import Pixels

/// How a point filter looks at the channels of a picture before it decides on its curve.
enum MeasuredChannels: String, CaseIterable, Sendable {
  /// One curve for all colour channels, from the histogram of luma.
  case together
  /// A curve for each channel, from its own histogram.
  case each
}

/// Point filters whose curve depends on the whole picture.
///
/// The picture is held, its histograms are counted, and its rows then go through the curves that
/// were made from them.
struct MeasuredTone {
  /// From how often each sample value occurs to the value that takes its place; both have an entry
  /// for each of the 256 or 65,536 values.
  typealias Curve = @Sendable ([Int]) -> [Int]

  private let channels: MeasuredChannels
  private let curve: Curve

  init(_ channels: MeasuredChannels, curve: @escaping Curve) {
    self.channels = channels
    self.curve = curve
  }

  func plan(for input: ImageShape) -> FilterPlan {
    let values = input.format.depth.maximum + 1
    let tables = values * input.format.model.colorChannels * (8 + input.format.depth.bytes)
    return FilterPlan(output: input, workingBytes: input.bufferBytes + tables) {
      source, checkpoint throws(ImageError) in
      let image = try StoredImage(collecting: source, checkpoint)
      switch input.format.depth {
      case .eight: return try rows(image, UInt8.self, checkpoint)
      case .sixteen: return try rows(image, UInt16.self, checkpoint)
      }
    }
  }

  private func rows<S: Sample>(
    _ image: StoredImage, _ type: S.Type, _ checkpoint: Checkpoint
  ) throws(ImageError) -> any RowSource {
    let model = image.shape.format.model
    let values = Int(S.max) + 1
    let histograms =
      channels == .each || model.isGray
      ? try channelHistograms(image, type, checkpoint)
      : [try lumaHistogram(image, type, checkpoint)]
    let curves = histograms.map { counts in curve(counts).map { S($0) } }
    if curves.count == 1, let table = ToneTable(curves[0]) {
      return PointRows(image, checkpoint) { row, pixels in
        table.apply(to: row, pixels: pixels, model)
      }
    }
    // One after the other, so that a channel finds its curve by adding its number of values.
    let tables = (0..<model.colorChannels).flatMap { curves[$0 % curves.count] }
    return PointRows(image, checkpoint) { row, pixels in
      row.with(type) { replace(&$0, by: tables.span, of: values, pixels, model) }
    }
  }

  private func channelHistograms<S: Sample>(
    _ image: StoredImage, _ type: S.Type, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [[Int]] {
    let model = image.shape.format.model
    let values = Int(S.max) + 1
    var counts = [Int](repeating: 0, count: values * model.colorChannels)
    for y in 0..<image.shape.height {
      let row = image.pixels[row: y]
      try checkpoint.paced(image.shape.width, stretch: PointRows.stretch) {
        pixels throws(ImageError) in
        row.with(type) { samples in
          for pixel in pixels {
            for channel in 0..<model.colorChannels {
              let sample = Int(samples[pixel &* model.channels &+ channel])
              counts[channel &* values &+ sample] &+= 1
            }
          }
        }
      }
    }
    return (0..<model.colorChannels).map { Array(counts[$0 * values..<($0 + 1) * values]) }
  }

  private func lumaHistogram<S: Sample>(
    _ image: StoredImage, _ type: S.Type, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [Int] {
    let luma = Luma(.rec709)
    let channels = image.shape.channels
    var counts = [Int](repeating: 0, count: Int(S.max) + 1)
    for y in 0..<image.shape.height {
      let row = image.pixels[row: y]
      try checkpoint.paced(image.shape.width, stretch: PointRows.stretch) {
        pixels throws(ImageError) in
        row.with(type) { samples in
          for pixel in pixels {
            let i = pixel &* channels
            counts[Int(luma.of(samples[i], samples[i &+ 1], samples[i &+ 2]))] &+= 1
          }
        }
      }
    }
    return counts
  }
}

@inline(__always)
private func replace<S: Sample>(
  _ samples: inout MutableSpan<S>, by tables: Span<S>, of values: Int, _ pixels: Range<Int>,
  _ model: ColorModel
) {
  for pixel in pixels {
    for channel in 0..<model.colorChannels {
      let i = pixel &* model.channels &+ channel
      samples[i] = tables[channel &* values &+ Int(samples[i])]
    }
  }
}
