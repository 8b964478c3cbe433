import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// Runs a chain on light rather than on gamma-encoded samples.
package struct Linear: Filter {
  package static let manual = FilterManual(
    name: "linear", summary: "Run filters in linear light.",
    parameters: [
      .init(
        "chain", kind: "filters in parentheses",
        about: "What is done there, written as any chain.")
    ],
    formula: "c = in ÷ maximum; light = c ÷ 12.92 where c ≤ 0.04045, else "
      + "((c + 0.055) ÷ 1.055)^2.4, as 16 bits, rounded to nearest; then the chain; then the "
      + "inverse, at the picture's own depth. Alpha is as it is.",
    edges: "those of the filters",
    accuracy:
      "At 8 bits there and back changes nothing; at 16 bits at most 7 levels, in dark tones.",
    source:
      "IEC 61966-2-1 (sRGB). Pictures with another profile are taken for sRGB: put srgb first.",
    examples: ["linear=(resize=50%)", "linear=(resize=800x800,gaussian=sigma=2),unsharp=1"])

  package let chain: FilterChain

  package init(_ chain: FilterChain) { self.chain = chain }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    chain = try arguments.chain("chain")
    if chain.isEmpty { throw arguments.wrong("chain", "wants a filter, as in linear=(resize=50%)") }
    if chain.filters.contains(where: { $0 is Linear }) {
      throw arguments.wrong("chain", "is in linear light already: write linear once")
    }
    if chain.filters.contains(where: { $0 is StandardRGB }) {
      throw arguments.wrong(
        "chain", "cannot hold srgb, which converts what is not linear: put it first")
    }
    if chain.filters.contains(where: { $0 is Overlay }) {
      throw arguments.wrong("chain", "cannot hold overlay, whose picture is not linear")
    }
  }

  /// What the chain mixes it pre-multiplies itself, in linear light.
  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let inner = try chain.plan(for: input.with(format: PixelFormat(input.format.model, .sixteen)))
    if inner.isIdentity { return .identity(input) }
    return TransferRows.plan(for: input, to: .sixteen, Linear.light)
      .followed(by: inner)
      .followed(by: TransferRows.plan(for: inner.output, to: input.format.depth, Linear.encoded))
  }

  /// sRGB's decoding, 0…1.
  package static func light(_ sample: Double) -> Double {
    sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4)
  }

  /// sRGB's encoding, 0…1.
  package static func encoded(_ light: Double) -> Double {
    light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
  }
}
