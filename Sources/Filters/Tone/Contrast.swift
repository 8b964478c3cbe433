import Pixels

/// Stretches or squeezes colour samples around mid grey.
package struct Contrast: ToneCurve {
  package static let manual = FilterManual(
    name: "contrast", summary: "Stretch or squeeze tones around mid grey.",
    parameters: [
      .init("factor", kind: "factor", about: "From 0 (all mid grey) over 1 (no change) to 100.")
    ],
    formula: "out = (in − maximum ÷ 2) · factor + maximum ÷ 2, rounded to nearest, clamped; "
      + "alpha is kept.",
    edges: "none", accuracy: "Correctly rounded; checked against double precision.",
    source: "As ffmpeg eq=contrast.",
    examples: ["contrast=1.2", "contrast=0.8"])

  /// 0…100; 1 changes nothing.
  package let factor: Double

  package init(factor: Double) { self.factor = factor }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    factor = try arguments.number("factor", in: 0...100)
  }

  var isIdentity: Bool { factor == 1 }

  func value(of sample: Double) -> Double { (sample - 0.5) * factor + 0.5 }
}
