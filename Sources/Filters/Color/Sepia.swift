import Pixels

/// The brown of old photographs.
package struct Sepia: ColorMatrix {
  package static let manual = FilterManual(
    name: "sepia", summary: "Tone like an old photograph.",
    parameters: [
      .init("amount", kind: "share", standard: "1", about: "From 0 (no change) to 1 (all brown).")
    ],
    formula: "out = (1 − amount) · in + amount · M in, with M = [0.393 0.769 0.189; 0.349 0.686 "
      + "0.168; 0.272 0.534 0.131] on gamma-encoded R, G, B, rounded to nearest, clamped. Grey "
      + "pictures become RGB; alpha is kept.",
    edges: "none",
    accuracy: "At 8 bits within 0.51 level, at 16 bits within 0.52 level of double precision.",
    source: "W3C Filter Effects Module Level 1, sepia().", examples: ["sepia", "sepia=0.6"])

  /// 0…1.
  package let amount: Double

  package init(amount: Double) { self.amount = amount }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    amount = try arguments.number("amount", in: 0...1)
  }

  var keepsGrey: Bool { amount == 0 }

  var matrix: [[Double]] {
    let full = [[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]]
    return (0..<3).map { row in
      (0..<3).map { (row == $0 ? 1 - amount : 0) + amount * full[row][$0] }
    }
  }
}
