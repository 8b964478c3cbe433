import Pixels

/// Quarter turns, clockwise.
package struct Rotate: Filter {
  package let orientation: Orientation

  package static let manual = FilterManual(
    name: "rotate", summary: "Turn by quarter turns, clockwise.",
    parameters: [
      .init("angle", kind: "degrees", about: "Clockwise: 90, 180 or 270.")
    ],
    formula: "90: out(x, y) = in(y, H − 1 − x); 180: in(W − 1 − x, H − 1 − y); "
      + "270: in(W − 1 − y, x), for an input of W × H pixels counted from 0 at the top left.",
    edges: "none",
    accuracy: "Exact: samples are moved, not computed. Checked against a per-pixel mapping.",
    source: "EXIF 2.32, tag 0x0112 (orientations 6, 3 and 8).",
    examples: ["rotate=90"])

  package init(_ arguments: FilterArguments) throws(ChainError) {
    switch arguments.text("angle") {
    case "90": orientation = .rotate90
    case "180": orientation = .rotated180
    case "270": orientation = .rotate270
    default: throw arguments.wrong("angle", "wants 90, 180 or 270")
    }
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    Reorient.plan(for: input, orientation)
  }
}
