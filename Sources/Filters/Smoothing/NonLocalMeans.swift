import Pixels

/// Takes noise away by averaging pixels whose surroundings are alike, wherever they are nearby.
package struct NonLocalMeans: Filter {
  package static let manual = FilterManual(
    name: "nlmeans", summary: "Take noise away, keeping textures that repeat.",
    parameters: [
      .init(
        "strength", kind: "levels", standard: "10",
        about: "How unlike two patches may be, from 0.5 to 100 in levels of 255 at either depth; "
          + "about the noise's standard deviation."),
      .init(
        "patch", kind: "pixels", standard: "3",
        about: "Radius of the square patches that are compared, from 1 to 5."),
      .init(
        "search", kind: "pixels", standard: "10",
        about: "How far away, in either direction, from 1 to 15. The work grows with its square."),
    ],
    formula: "out(p) = Σ w(q) · in(q) ÷ Σ w(q) over |qx − px|, |qy − py| ≤ search; w(q) = "
      + "exp(−d² ÷ strength²), d² the mean over channels and patch of (in(p + t) − in(q + t))²; "
      + "rounded to nearest. Pre-multiplied alpha is a channel like the others.",
    edges: "replicate",
    accuracy: "Weights are within 0.00012 of the exponential. At 8 bits within 0.51 + k level of "
      + "double precision, at 16 bits within 0.52 + 257 k, k = min(0.039 · √p · strength, 4.6) · "
      + "n ÷ (n + 500) with p the samples of a patch and n the pixels searched but its own, 440 "
      + "at search 10. A pixel alone on a flat ground comes near. At 16 bits running sums are "
      + "rounded, too: below 2000 rows of noise that made 2 levels at strength 0.5, and none "
      + "from 5 on. Flat areas stay exactly as they are.",
    source: "A. Buades, B. Coll and J.-M. Morel, A Non-Local Algorithm for Image Denoising "
      + "(2005); running sums per offset as J. Darbon et al., Fast Nonlocal Filtering (2008); "
      + "formula as OpenCV fastNlMeansDenoising.",
    examples: ["nlmeans", "nlmeans=strength=6:patch=2:search=7"])

  /// Levels of 255, 0.5…100.
  package let strength: Double
  /// Pixels, 1…5.
  package let patch: Int
  /// Pixels, 1…15.
  package let search: Int

  package init(strength: Double = 10, patch: Int = 3, search: Int = 10) {
    self.strength = strength
    self.patch = patch
    self.search = search
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    strength = try arguments.number("strength", in: 0.5...100)
    patch = try arguments.integer("patch", in: 1...5)
    search = try arguments.integer("search", in: 1...15)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let bytes = NonLocalRows.bytes(input, self)
    // At 16 bits sums are rounded, and remember where they were begun.
    let reach = input.format.depth == .eight ? Reach(search + patch + 1) : nil
    return FilterPlan(output: input, workingBytes: bytes, reach: reach) {
      source, checkpoint throws(ImageError) in
      let rows = try NonLocalRows(source, self, checkpoint)
      return ComputedRows(input) { row throws(ImageError) in try rows.next(into: row) }
    }
  }
}
