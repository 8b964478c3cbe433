import Pixels

/// Luma in a colour.
package struct Tint: ColorMatrix {
  package static let manual = FilterManual(
    name: "tint", summary: "Replace colour by luma in one colour, wholly or in part.",
    parameters: [
      .init("color", kind: "colour", about: "What white becomes: \(SolidColor.forms)."),
      .init("amount", kind: "share", standard: "1", about: "From 0 (no change) to 1 (one colour)."),
    ],
    formula: "Y = 0.2126 R + 0.7152 G + 0.0722 B; out = (1 − amount) · in + amount · Y · color ÷ "
      + "white for each of R, G and B, gamma-encoded, rounded to nearest. Grey pictures become "
      + "RGB; alpha is kept.",
    edges: "none",
    accuracy: "At 8 bits within 0.51 level, at 16 bits within 0.52 level of double precision.",
    source: "ITU-R BT.709-6 luma.", examples: ["tint=#ffcc88", "tint=color=#3060ff:amount=0.4"])

  package let color: SolidColor
  /// 0…1.
  package let amount: Double

  package init(color: SolidColor, amount: Double) {
    self.color = color
    self.amount = amount
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    color = try SolidColor(arguments, "color")
    amount = try arguments.number("amount", in: 0...1)
  }

  var keepsGrey: Bool { amount == 0 }

  var matrix: [[Double]] {
    let luma = [0.2126, 0.7152, 0.0722]
    return (0..<3).map { row in
      (0..<3).map { (row == $0 ? 1 - amount : 0) + amount * luma[$0] * color.channel(row) / 255 }
    }
  }
}
