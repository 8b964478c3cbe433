import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// Turns colours around the axis of greys.
package struct Hue: ColorMatrix {
  package static let manual = FilterManual(
    name: "hue", summary: "Turn all colours around the colour circle.",
    parameters: [
      .init("angle", kind: "degrees", about: "From -360 to 360; 120 makes red green.")
    ],
    formula: "out = (L + cos(angle) · (I − L) + sin(angle) · S) in, with L the matrix of luma "
      + "[0.213 0.715 0.072] in every row, I the identity, and S = [−0.213 −0.715 0.928; 0.143 "
      + "0.140 −0.283; −0.787 0.715 0.072], on gamma-encoded R, G, B, rounded to nearest, clamped. "
      + "Greys stay as they are; alpha is kept.",
    edges: "none",
    accuracy: "At 8 bits within 0.51 level, at 16 bits within 0.53 level of double precision.",
    source: "W3C Filter Effects Module Level 1, hue-rotate().", examples: ["hue=30", "hue=-90"])

  /// Degrees, −360…360.
  package let angle: Double

  package init(angle: Double) { self.angle = angle }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    angle = try arguments.number("angle", in: -360...360)
  }

  var keepsGrey: Bool { true }

  var matrix: [[Double]] {
    if angle.truncatingRemainder(dividingBy: 360) == 0 {
      return [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    }
    let luma = [0.213, 0.715, 0.072]
    let turned = [[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]]
    let (sine, cosine) = (sin(angle * .pi / 180), cos(angle * .pi / 180))
    return (0..<3).map { row in
      (0..<3).map { column in
        luma[column] + cosine * ((row == column ? 1 : 0) - luma[column])
          + sine * turned[row][column]
      }
    }
  }
}
