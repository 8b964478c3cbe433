import Pixels

/// The mean of a square window.
package struct Box: Filter {
  package static let manual = FilterManual(
    name: "box", summary: "Blur by the mean of a square window.",
    parameters: [
      .init(
        "radius", kind: "pixels",
        about: "From 1 to 1000; the window is 2 · radius + 1 wide and high.")
    ],
    formula: "out = (Σ in over the window) ÷ (2 · radius + 1)², rounded to nearest; there are no "
      + "ties, the divisor being odd.",
    edges: "replicate",
    accuracy: "Correctly rounded; checked against double precision.",
    source: "Running sums (M. J. McDonnell, Box-filtering techniques, 1981): the time per pixel "
      + "does not depend on the radius.",
    examples: ["box=5", "box=radius=2"])

  /// Pixels, 1…1000.
  package let radius: Int

  package init(radius: Int) { self.radius = radius }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    radius = try arguments.integer("radius", in: 1...1000)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let radius = radius
    switch input.format.depth {
    case .eight:
      let bytes = BoxSums<UInt32>.bytes(input, radius: radius)
      return FilterPlan(output: input, workingBytes: bytes, reach: Reach(radius)) {
        source, checkpoint throws(ImageError) in
        let sums = try BoxSums<UInt32>(source, radius: radius, checkpoint)
        let mean = BoxMean8(radius: radius)
        return ComputedRows(input) { row throws(ImageError) in
          try sums.advance(as: UInt8.self)
          try sums.fill(row, as: UInt8.self) { mean.of($0) }
        }
      }
    case .sixteen:
      let bytes = BoxSums<UInt64>.bytes(input, radius: radius)
      return FilterPlan(output: input, workingBytes: bytes, reach: Reach(radius)) {
        source, checkpoint throws(ImageError) in
        let sums = try BoxSums<UInt64>(source, radius: radius, checkpoint)
        let mean = BoxMean16(radius: radius)
        return ComputedRows(input) { row throws(ImageError) in
          try sums.advance(as: UInt16.self)
          try sums.fill(row, as: UInt16.self) { mean.of($0) }
        }
      }
    }
  }
}

/// Divides by the window's area by multiplying with its reciprocal.
///
/// With area N, sum + (N − 1) ÷ 2 is below 256 N, and the reciprocal ⌈2⁵⁵ ÷ N⌉ is off by less than
/// one: the quotient is exact as long as 256 N² < 2⁵⁵, up to radius 1,720, and fits 64 bits.
private struct BoxMean8 {
  private let half: UInt64
  private let reciprocal: UInt64

  init(radius: Int) {
    let area = UInt64((2 * radius + 1) * (2 * radius + 1))
    half = area / 2
    reciprocal = (1 << 55) / area + 1
  }

  @inline(__always)
  func of(_ sum: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: ((UInt64(sum) &+ half) &* reciprocal) &>> 55)
  }
}

/// Divides by the window's area in double precision.
///
/// Sums stay below 2³⁹ and the quotient is never nearer than 1 ÷ 2N to a border of rounding, far
/// more than the product's error, so the result is exact.
private struct BoxMean16 {
  private let reciprocal: Double

  init(radius: Int) { reciprocal = 1 / Double((2 * radius + 1) * (2 * radius + 1)) }

  @inline(__always)
  func of(_ sum: UInt64) -> UInt16 {
    UInt16(truncatingIfNeeded: Int32(Double(Int64(truncatingIfNeeded: sum)) * reciprocal + 0.5))
  }
}
