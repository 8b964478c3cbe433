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
    let counts = SampleCounts.bytes(input.format) + LumaLine.bytes(input)
    return FilterPlan(output: input, workingBytes: input.bufferBytes + tables + counts) {
      source, checkpoint throws(ImageError) in
      let image = try StoredImage(collecting: source, checkpoint)
      let table =
        switch input.format.depth {
        case .eight: try ToneTable(curves(image, UInt8.self, checkpoint), checkpoint)
        case .sixteen: ToneTable(try curves(image, UInt16.self, checkpoint))
        }
      let model = input.format.model
      return PointRows(image, checkpoint) { table.apply(to: $0, pixels: $1, model) }
    }
  }

  /// One for all channels, or one for each.
  private func curves<S: Sample>(
    _ image: StoredImage, _ type: S.Type, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [[S]] {
    let histograms =
      channels == .each || image.shape.format.model.isGray
      ? try channelHistograms(image, checkpoint) : [try lumaHistogram(image, checkpoint)]
    return histograms.map { counts in curve(counts).map { S($0) } }
  }

  private func channelHistograms(
    _ image: StoredImage, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [[Int]] {
    var counts = SampleCounts(image.shape.format)
    for y in 0..<image.shape.height {
      let row = image.pixels[row: y]
      try checkpoint.paced(image.shape.width, stretch: PointRows.stretch) {
        pixels throws(ImageError) in
        counts.add(pixels, of: row)
      }
    }
    return (0..<image.shape.format.model.colorChannels).map { counts.total(of: $0) }
  }

  private func lumaHistogram(
    _ image: StoredImage, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [Int] {
    let luma = try LumaLine(.rec709, image.shape)
    var counts = SampleCounts(PixelFormat(.gray, image.shape.format.depth))
    for y in 0..<image.shape.height {
      let row = image.pixels[row: y]
      try checkpoint.paced(image.shape.width, stretch: PointRows.stretch) {
        pixels throws(ImageError) in
        luma.fill(pixels, of: row)
        counts.add(0..<pixels.count, of: luma.row)
      }
    }
    return counts.total(of: 0)
  }
}
