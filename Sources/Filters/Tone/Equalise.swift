import Pixels

/// Spreads tones so that each is about as frequent as any other.
package struct Equalise: Filter {
  package static let manual = FilterManual(
    name: "equalise", summary: "Equalise the histogram.",
    parameters: [
      .init(
        "channels", kind: "one of together, each", standard: "together",
        about: "together: one curve for all channels, from the histogram of luma, so that greys "
          + "stay grey; each: a curve for each channel.")
    ],
    formula: "C(v) = number of pixels whose luma (or channel) is at most v, c = C of the lowest "
      + "value that occurs; out = maximum · (C(in) − c) ÷ (pixels − c), rounded to nearest, at "
      + "least 0; a picture of a single tone stays as it is. Alpha is kept.",
    edges: "none",
    accuracy: "Correctly rounded for the luma that the curve is made from. Luma of 16-bit colour "
      + "is within 0.85 level of Rec. 709; where the curve is steep, results differ by more from "
      + "those of another luma: by 38 levels of 65,535 on noise.",
    source: "As OpenCV equalizeHist.", examples: ["equalise", "equalise=each"])

  private let channels: MeasuredChannels

  package init() { channels = .together }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    channels = try arguments.choice("channels", of: MeasuredChannels.self)
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    MeasuredTone(channels, curve: Equalise.curve).plan(for: input)
  }

  @Sendable
  package static func curve(_ counts: [Int]) -> [Int] {
    let maximum = counts.count - 1
    let total = counts.reduce(0, +)
    let lowest = counts.first { $0 > 0 } ?? 0
    guard total > lowest else { return Array(counts.indices) }
    var sum = 0
    return counts.map { count in
      sum += count
      let share = Double(max(sum - lowest, 0)) / Double(total - lowest)
      return Int((share * Double(maximum)).rounded())
    }
  }
}
