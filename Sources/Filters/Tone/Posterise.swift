import Pixels

/// Few tones instead of many.
package struct Posterise: ToneCurve {
  package static let manual = FilterManual(
    name: "posterise", summary: "Reduce each channel to a few tones.",
    parameters: [
      .init("tones", kind: "count", standard: "4", about: "Tones a channel keeps, from 2 to 256.")
    ],
    formula: "t = in ÷ maximum; out = maximum · min(⌊t · tones⌋, tones − 1) ÷ (tones − 1), rounded "
      + "to nearest: equal steps of the input, black and white among the output. Alpha is kept.",
    edges: "none", accuracy: "Correctly rounded; checked against double precision.",
    source: "As ImageMagick -posterize without dithering.",
    examples: ["posterise=4", "posterise=tones=2"])

  /// 2…256.
  package let tones: Int

  package init(tones: Int) { self.tones = tones }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    tones = try arguments.integer("tones", in: 2...256)
  }

  var isIdentity: Bool { false }

  func value(of sample: Double) -> Double {
    min((sample * Double(tones)).rounded(.down), Double(tones - 1)) / Double(tones - 1)
  }
}
