import Pixels

/// Adds a constant to every colour sample.
package struct Brightness: ToneCurve {
  package static let manual = FilterManual(
    name: "brightness", summary: "Make lighter or darker by adding a constant.",
    parameters: [
      .init(
        "amount", kind: "levels",
        about: "What to add, from -255 to 255 in levels of 255 at either depth.")
    ],
    formula: "out = in + amount · maximum ÷ 255, rounded to nearest, clamped; alpha is kept.",
    edges: "none", accuracy: "Correctly rounded; checked against double precision.",
    source: "As ffmpeg eq=brightness (there in −1…1, here in levels of 255).",
    examples: ["brightness=20", "brightness=-12.5"])

  /// Levels of 255, −255…255.
  package let amount: Double

  package init(amount: Double) { self.amount = amount }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    amount = try arguments.number("amount", in: -255...255)
  }

  var isIdentity: Bool { amount == 0 }

  func value(of sample: Double) -> Double { sample + amount / 255 }
}
