import Pixels

/// Black below a level, white from it on.
package struct Threshold: Filter {
  package static let manual = FilterManual(
    name: "threshold", summary: "Make each sample black or white.",
    parameters: [
      .init(
        "level", kind: "levels or otsu", standard: "128",
        about: "The first level that becomes white, from 0 to 255 in levels of 255 at either "
          + "depth; otsu chooses the one that parts the picture's luma best.")
    ],
    formula: "out = maximum where in ≥ level, else 0, for each colour sample (for black and white "
      + "only, put grayscale first); alpha is kept. otsu: "
      + "the level that makes the variance between the luma below it and the luma from it on "
      + "largest, the lowest of several.",
    edges: "none", accuracy: "Exact.",
    source: "N. Otsu, A threshold selection method from gray-level histograms, IEEE Transactions "
      + "on Systems, Man, and Cybernetics 9 (1979).",
    examples: ["threshold=100", "grayscale,threshold=otsu"])

  /// Levels of 255, 0…255; nil for Otsu's.
  package let level: Double?

  /// - Parameter level: levels of 255; nil for Otsu's.
  package init(level: Double?) { self.level = level }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    if arguments.text("level") == "otsu" {
      level = nil
    } else {
      guard let text = arguments.text("level"), let level = Double(text), (0...255).contains(level)
      else { throw arguments.wrong("level", "wants a number from 0 to 255, or otsu") }
      self.level = level
    }
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if let level { return try FixedThreshold(level: level).plan(for: input) }
    return MeasuredTone(.together) { Threshold.curve(Threshold.otsu($0), count: $0.count) }
      .plan(for: input)
  }

  private static func curve(_ level: Int, count: Int) -> [Int] {
    (0..<count).map { $0 >= level ? count - 1 : 0 }
  }

  /// The level that parts a histogram into two classes with the most variance between them.
  package static func otsu(_ counts: [Int]) -> Int {
    let total = Double(counts.reduce(0, +))
    let sum = counts.indices.reduce(0.0) { $0 + Double($1) * Double(counts[$1]) }
    var below = 0.0
    var sumBelow = 0.0
    var best = (variance: 0.0, level: 0)
    for level in counts.indices.dropFirst() {
      below += Double(counts[level - 1])
      sumBelow += Double(level - 1) * Double(counts[level - 1])
      let above = total - below
      guard below > 0, above > 0 else { continue }
      let distance = sumBelow / below - (sum - sumBelow) / above
      let variance = below * above * distance * distance
      if variance > best.variance { best = (variance, level) }
    }
    return best.level
  }
}

/// The curve of a level that is known beforehand.
private struct FixedThreshold: ToneCurve {
  static var manual: FilterManual { Threshold.manual }
  let level: Double

  init(level: Double) { self.level = level }

  init(_ arguments: FilterArguments) throws(ChainError) {
    level = try arguments.number("level", in: 0...255)
  }

  var isIdentity: Bool { false }

  func value(of sample: Double) -> Double { sample * 255 >= level - 1e-9 ? 1 : 0 }
}
