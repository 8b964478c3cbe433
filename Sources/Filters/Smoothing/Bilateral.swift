import KernelTable
import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// Smooths while keeping edges: neighbours count by how near and by how alike they are.
package struct Bilateral: Filter {
  package static let manual = FilterManual(
    name: "bilateral", summary: "Smooth areas and keep edges.",
    parameters: [
      .init("radius", kind: "pixels", standard: "4", about: "Of the round window, from 1 to 16."),
      .init(
        "range", kind: "levels", standard: "30",
        about: "How unlike a neighbour may be, the differences of all channels added up: standard "
          + "deviation in levels of 255 at either depth, from 1 to 1000."),
      .init(
        "spatial", kind: "pixels", standard: "3",
        about: "How far away a neighbour may be: standard deviation, from 0.1 to 100."),
    ],
    formula: "out(p) = Σ w(q) · in(q) ÷ Σ w(q) over all q with |q − p| ≤ radius; w(q) = "
      + "exp(−|q − p|² ÷ 2 spatial²) · exp(−d² ÷ 2 range²), d = Σ |in(q) − in(p)| over the "
      + "channels, pre-multiplied alpha among them; rounded to nearest.",
    edges: "replicate",
    accuracy: "Weights are within 0.00012 of the exponential. At 8 bits within 0.51 + k level of "
      + "double precision, at 16 bits within 0.52 + 257 k, k = min(0.055 · range, 4.6) · n ÷ (n "
      + "+ 500) with n the window's pixels but its own, 48 at radius 4. A pixel alone among "
      + "others that are alike comes near. Flat areas stay exactly as they are.",
    source: "C. Tomasi and R. Manduchi, Bilateral Filtering for Gray and Color Images (1998); "
      + "window and distance as OpenCV bilateralFilter with d = 2 · radius + 1.",
    examples: ["bilateral", "bilateral=radius=4:range=30:spatial=3"])

  /// Pixels, 1…16.
  package let radius: Int
  /// Levels of 255, 1…1000.
  package let range: Double
  /// Pixels, 0.1…100.
  package let spatial: Double

  package init(radius: Int = 4, range: Double = 30, spatial: Double = 3) {
    self.radius = radius
    self.range = range
    self.spatial = spatial
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    radius = try arguments.integer("radius", in: 1...16)
    range = try arguments.number("range", in: 1...1000)
    spatial = try arguments.number("spatial", in: 0.1...100)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let taps = taps
    if taps.isEmpty { return .identity(input) }
    let bytes =
      PlanarWindow.bytes(input, reach: radius, margin: radius)
      + taps.count * MemoryLayout<BilateralTap>.stride
    return FilterPlan(output: input, workingBytes: bytes, reach: Reach(radius)) {
      source, checkpoint throws(ImageError) in
      let rows = try BilateralRows(source, self, taps, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in try rows.next(into: row) }
    }
  }

  /// A neighbour's place and what its distance makes it count; the pixel itself, which counts 1,
  /// is not among them, nor is who counts for nothing.
  struct Neighbour {
    var x, y: Int
    var weight: Float
  }

  var taps: [Neighbour] {
    var found: [Neighbour] = []
    for y in -radius...radius {
      for x in -radius...radius where (x, y) != (0, 0) && x * x + y * y <= radius * radius {
        let weight = exp(-Double(x * x + y * y) / (2 * spatial * spatial))
        if weight > 1e-7 { found.append(Neighbour(x: x, y: y, weight: Float(weight))) }
      }
    }
    return found
  }
}
