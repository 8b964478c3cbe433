import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// Raises every colour sample, as a fraction of white, to the power 1 ÷ gamma.
package struct Gamma: ToneCurve {
  package static let manual = FilterManual(
    name: "gamma", summary: "Lighten or darken the middle tones, keeping black and white.",
    parameters: [
      .init(
        "gamma", kind: "factor",
        about: "From 0.1 to 10; above 1 lightens, below 1 darkens, 1 changes nothing.")
    ],
    formula: "out = maximum · (in ÷ maximum)^(1 ÷ gamma), rounded to nearest; alpha is kept.",
    edges: "none", accuracy: "Correctly rounded; checked against double precision.",
    source: "As ImageMagick -gamma and ffmpeg eq=gamma.",
    examples: ["gamma=1.8", "gamma=0.45"])

  /// 0.1…10.
  package let gamma: Double

  package init(gamma: Double) { self.gamma = gamma }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    gamma = try arguments.number("gamma", in: 0.1...10)
  }

  var isIdentity: Bool { gamma == 1 }

  func value(of sample: Double) -> Double { pow(sample, 1 / gamma) }
}
