import Pixels

/// A mirror image.
package struct Flip: Filter {
  package enum Axis: String, CaseIterable, Sendable {
    case horizontal, vertical
  }

  package let axis: Axis

  package static let manual = FilterManual(
    name: "flip", summary: "Mirror left and right, or top and bottom.",
    parameters: [
      .init(
        "axis", kind: "horizontal or vertical",
        about: "horizontal: left and right change places; vertical: top and bottom do.")
    ],
    formula: "horizontal: out(x, y) = in(W − 1 − x, y); vertical: in(x, H − 1 − y), for an input "
      + "of W × H pixels counted from 0 at the top left.",
    edges: "none",
    accuracy: "Exact: samples are moved, not computed. Checked against a per-pixel mapping.",
    source: "EXIF 2.32, tag 0x0112 (orientations 2 and 4).",
    examples: ["flip=horizontal", "flip=vertical"])

  package init(_ arguments: FilterArguments) throws(ChainError) {
    axis = try arguments.choice("axis", of: Axis.self)
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    Reorient.plan(for: input, axis == .horizontal ? .mirrored : .flipped)
  }
}
