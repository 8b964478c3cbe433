import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// Maps the tones between two points to an output range, through a gamma.
package struct Levels: ToneCurve {
  package static let manual = FilterManual(
    name: "levels", summary: "Map the tones between a black and a white point to a new range.",
    parameters: [
      .init(
        "black", kind: "levels", standard: "0",
        about: "Input that becomes low, from 0 to below white, in levels of 255 at either depth."),
      .init(
        "white", kind: "levels", standard: "255",
        about: "Input that becomes high, from above black to 255."),
      .init(
        "gamma", kind: "factor", standard: "1",
        about: "Of the middle tones, from 0.1 to 10; above 1 lightens."),
      .init("low", kind: "levels", standard: "0", about: "Darkest output, from 0 to 255."),
      .init(
        "high", kind: "levels", standard: "255",
        about: "Lightest output, from 0 to 255; below low, tones are reversed."),
    ],
    formula: "t = clamp((in − black) ÷ (white − black), 0, 1); "
      + "out = low + (high − low) · t^(1 ÷ gamma), rounded to nearest; alpha is kept. "
      + "At 16 bits a level is 257 steps.",
    edges: "none", accuracy: "Correctly rounded; checked against double precision.",
    source: "As ImageMagick -level followed by +level, and the levels dialogue of GIMP.",
    examples: [
      "levels=16:white=235", "levels=black=10:white=245:gamma=1.2", "levels=low=255:high=0",
    ])

  /// Levels of 255; `black` lies below `white`.
  package let black, white: Double
  /// 0.1…10.
  package let gamma: Double
  /// Levels of 255.
  package let low, high: Double

  package init(
    black: Double = 0, white: Double = 255, gamma: Double = 1, low: Double = 0, high: Double = 255
  ) {
    precondition(black < white, "black point at or above the white point")
    self.black = black
    self.white = white
    self.gamma = gamma
    self.low = low
    self.high = high
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    let black = try arguments.number("black", in: 0...255)
    let white = try arguments.number("white", in: 0...255)
    guard black < white else {
      throw arguments.wrong("white", "must be above black, which is \(black)")
    }
    self.init(
      black: black, white: white,
      gamma: try arguments.number("gamma", in: 0.1...10),
      low: try arguments.number("low", in: 0...255),
      high: try arguments.number("high", in: 0...255))
  }

  var isIdentity: Bool { black == 0 && white == 255 && gamma == 1 && low == 0 && high == 255 }

  func value(of sample: Double) -> Double {
    let position = min(max((sample * 255 - black) / (white - black), 0), 1)
    return (low + (high - low) * pow(position, 1 / gamma)) / 255
  }
}
