import Pixels

/// Adds noise that depends on nothing but a number and the place.
package struct Noise: Filter {
  package enum Kind: String, Sendable, CaseIterable {
    case gaussian, uniform
  }

  package static let manual = FilterManual(
    name: "noise", summary: "Add noise, the same each time.",
    parameters: [
      .init(
        "sigma", kind: "levels",
        about: "Standard deviation, from 0 to 128, in levels of 255 at either depth."),
      .init("seed", kind: "whole number", standard: "1", about: "Another one gives other noise."),
      .init("kind", kind: "one of gaussian, uniform", standard: "gaussian", about: "Distribution."),
      .init(
        "channels", kind: "one of each, together", standard: "each",
        about: "Whether each channel gets noise of its own, or all the same, which keeps greys."),
    ],
    formula: "out = in + sigma · n(seed, x, y, channel), rounded to nearest, clamped; alpha is "
      + "kept. h = m((y · 2³⁴) xor (4 x) xor channel xor m(seed)), with m the hash below, of 64 "
      + "bits, and channel 0 where all get the same. uniform: n = (⌊h ÷ 2⁴⁰⌋ ÷ 2²⁴ − ½) · √12; "
      + "gaussian: n = (sum of the eight bytes of h − 1020) ÷ 209.02272, which ends at ±4.88. "
      + "Mean 0 and variance 1, to within 0.00002.",
    edges: "none",
    accuracy: "Within 0.51 level (8 bits) or 0.52 level (16 bits) of double precision; the same on "
      + "every machine and in every mode; mean and deviation checked.",
    source: "Hash: the finaliser of SplitMix64 (G. Steele, D. Lea and C. Flood, 2014); sum of "
      + "uniform numbers: Irwin and Hall, 1927.",
    examples: ["noise=8", "noise=sigma=12:seed=7:channels=together"])

  /// Levels of 255, 0…128.
  package let sigma: Double
  package let seed: UInt64
  package let kind: Kind
  package let isTogether: Bool

  package init(
    sigma: Double, seed: UInt64 = 1, kind: Kind = .gaussian, isTogether: Bool = false
  ) {
    self.sigma = sigma
    self.seed = seed
    self.kind = kind
    self.isTogether = isTogether
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    sigma = try arguments.number("sigma", in: 0...128)
    seed = UInt64(try arguments.integer("seed", in: 0...Int.max))
    kind = try arguments.choice("kind", of: Kind.self)
    isTogether = try arguments.choice("channels", of: MeasuredChannels.self) == .together
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if sigma == 0 { return .identity(input) }
    let scale = Float(sigma * Double(input.format.depth.maximum) / 255)
    return FilterPlan(output: input, workingBytes: 0) { source, checkpoint throws(ImageError) in
      var y = 0
      return ComputedRows(input) { row throws(ImageError) in
        try source.read(into: row)
        try checkpoint.paced(input.width, stretch: 1024) { pixels throws(ImageError) in
          switch input.format.depth {
          case .eight:
            row.with(UInt8.self) { add(to: &$0, pixels, y, scale, input.format.model) }
          case .sixteen:
            row.with(UInt16.self) { add(to: &$0, pixels, y, scale, input.format.model) }
          }
        }
        y += 1
      }
    }
  }

  @inline(__always)
  private func add<S: Sample>(
    to samples: inout MutableSpan<S>, _ pixels: Range<Int>, _ y: Int, _ scale: Float,
    _ model: ColorModel
  ) {
    for x in pixels {
      for channel in 0..<model.colorChannels {
        let i = x &* model.channels &+ channel
        let value = value(x, y, isTogether ? 0 : channel)
        samples[i] = S(nearest: Float(samples[i]) + scale * value)
      }
    }
  }

  /// Noise of mean 0 and variance 1 at a place.
  @inline(__always)
  package func value(_ x: Int, _ y: Int, _ channel: Int) -> Float {
    let place = UInt64(truncatingIfNeeded: y) << 34 ^ UInt64(truncatingIfNeeded: x) << 2
    let hash = Noise.mixed(place ^ UInt64(truncatingIfNeeded: channel) ^ Noise.mixed(seed))
    switch kind {
    case .uniform:
      // A uniform number between −√3 and √3 has variance 1.
      return (Float(hash >> 40) / 16_777_216 - 0.5) * 3.464_101_6
    case .gaussian:
      let pairs = (hash & 0x00FF_00FF_00FF_00FF) &+ (hash >> 8 & 0x00FF_00FF_00FF_00FF)
      let sum = (pairs &* 0x0001_0001_0001_0001) >> 48
      // Eight numbers of 0…255: mean 1020, variance 8 · (256² − 1) ÷ 12.
      return (Float(sum) - 1020) / 209.022_72
    }
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
