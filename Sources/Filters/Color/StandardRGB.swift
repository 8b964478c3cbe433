import Pixels

/// Colours as sRGB has them, from what the picture's profile says they are.
package struct StandardRGB: Filter {
  /// What becomes of colours that sRGB cannot show, and whose white is white.
  package enum Intent: String, Sendable, CaseIterable {
    case relative, perceptual, saturation, absolute

    /// As ICC numbers them.
    var number: UInt32 {
      switch self {
      case .perceptual: 0
      case .relative: 1
      case .saturation: 2
      case .absolute: 3
      }
    }
  }

  package static let manual = FilterManual(
    name: "srgb", summary: "Convert from the picture's colour profile to sRGB.",
    parameters: [
      .init(
        "intent", kind: "one of \(Intent.allCases.map(\.rawValue).joined(separator: ", "))",
        standard: "relative",
        about: "What becomes of colours that sRGB cannot show; relative comes with black point "
          + "compensation.")
    ],
    formula:
      "From the ICC profile in the file to sRGB (gray pictures: to gray with sRGB's curve), at "
      + "the picture's own depth; alpha is kept. The output has no profile and is marked sRGB. A "
      + "picture without a profile, or with one that is within a level of sRGB, stays as it is; "
      + "gAMA and cHRM chunks of PNG files are passed over.",
    edges: "none",
    accuracy:
      "That of Little CMS: from sRGB's primaries with a gamma of 1.8 within 1.1 levels (8 bits) or "
      + "140 levels (16 bits) of double precision, in dark samples beside bright ones.",
    source: "ICC.1:2022; IEC 61966-2-1; Little CMS 2 does the work.",
    examples: ["srgb", "srgb=perceptual", "srgb,resize=800x800"])

  package let intent: Intent
  /// The ICC profile of the picture at hand, whole; nil where it has none.
  package private(set) var profile: [UInt8]?

  package init(_ intent: Intent = .relative, from profile: [UInt8]? = nil) {
    self.intent = intent
    self.profile = profile
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    intent = try arguments.choice("intent", of: Intent.self)
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let model = input.format.model
    guard let profile, ColorConversion.fits(profile, model) else { return .identity(input) }
    let bytes = ColorConversion.bytes + profile.count
    return FilterPlan(output: input, workingBytes: bytes, reach: .row) {
      source, checkpoint throws(ImageError) in
      let conversion = try ColorConversion(from: profile, input.format, intent)
      if try conversion.isIdentity() { return source }
      return ComputedRows(input) { row throws(ImageError) in
        try source.read(into: row)
        try checkpoint.paced(input.width, stretch: 256) { pixels throws(ImageError) in
          conversion.apply(to: row, pixels, of: input.format)
        }
      }
    }
  }
}

extension FilterChain {
  /// Whether what it yields is sRGB, whatever the picture's profile says.
  package var convertsToSRGB: Bool { filters.contains { $0 is StandardRGB } }

  /// The chain for a picture with such a profile.
  ///
  /// What the plan says about shapes and memory holds for any profile of the size that files have.
  package func converting(from profile: [UInt8]?) -> FilterChain {
    guard convertsToSRGB else { return self }
    return FilterChain(
      filters.map { filter in
        guard let conversion = filter as? StandardRGB else { return filter }
        return StandardRGB(conversion.intent, from: profile)
      }, text: text)
  }
}
