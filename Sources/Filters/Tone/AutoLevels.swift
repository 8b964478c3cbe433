import Pixels

/// Stretches the tones that occur to the whole range.
package struct AutoLevels: Filter {
  package static let manual = FilterManual(
    name: "autolevels", summary: "Stretch the tones that occur to the whole range.",
    parameters: [
      .init(
        "clip", kind: "percent", standard: "0.1",
        about: "Share of the pixels that may become black, and as many white; from 0 to 49."),
      .init(
        "channels", kind: "one of together, each", standard: "together",
        about: "together: one stretch for all channels, from the histogram of luma; each: one for "
          + "each channel, which also removes a colour cast."),
    ],
    formula: "black = the highest value with at most clip % of the pixels below it, white = the "
      + "lowest with at most clip % above it; out = maximum · (in − black) ÷ (white − black), "
      + "rounded to nearest, clamped; a picture of a single tone stays as it is. Alpha is kept.",
    edges: "none",
    accuracy: "Correctly rounded for the luma that the stretch is made from, which for 16-bit "
      + "colour is within 0.85 level of Rec. 709.",
    source: "As ImageMagick -contrast-stretch and Pillow's autocontrast.",
    examples: ["autolevels", "autolevels=0.5:channels=each"])

  /// Percent, 0…49.
  package let clip: Double
  private let channels: MeasuredChannels

  package init(clip: Double = 0.1) {
    self.clip = clip
    channels = .together
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    clip = try arguments.number("clip", in: 0...49)
    channels = try arguments.choice("channels", of: MeasuredChannels.self)
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let clip = clip
    return MeasuredTone(channels) { AutoLevels.curve($0, clip: clip) }.plan(for: input)
  }

  /// - Parameter clip: percent.
  package static func curve(_ counts: [Int], clip: Double) -> [Int] {
    let maximum = counts.count - 1
    let allowed = Double(counts.reduce(0, +)) * clip / 100
    let black = end(counts, counts.indices, allowed)
    let white = end(counts, counts.indices.reversed(), allowed)
    guard black < white else { return Array(counts.indices) }
    return counts.indices.map { value in
      let stretched = Double((value - black) * maximum) / Double(white - black)
      return Int(min(max(stretched, 0), Double(maximum)).rounded())
    }
  }

  /// How far one may go from an end of the histogram before more pixels than allowed lie behind.
  private static func end(
    _ counts: [Int], _ order: some Sequence<Int>, _ allowed: Double
  ) -> Int {
    var behind = 0
    var last = 0
    for value in order {
      last = value
      behind += counts[value]
      if Double(behind) > allowed { break }
    }
    return last
  }
}
