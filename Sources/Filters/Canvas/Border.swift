import Pixels

/// A frame around the picture.
package struct Border: Filter {
  package static let manual = FilterManual(
    name: "border", summary: "Put a frame around the picture.",
    parameters: [
      .init("width", kind: "pixels", about: "Of the frame on every side, from 0 to 10000."),
      .init("color", kind: "colour", standard: "black", about: "\(SolidColor.forms)."),
    ],
    formula: "The picture becomes 2 · width larger in both directions. Grey pictures get the "
      + "colour's luma; pictures without alpha nothing of its alpha.",
    edges: "none", accuracy: "Exact: samples are moved, not computed.",
    source: "As ImageMagick -border.", examples: ["border=10", "border=width=4:color=#ffffff"])

  /// Pixels, 0…10,000.
  package let width: Int
  package let color: SolidColor

  package init(width: Int, color: SolidColor) {
    self.width = width
    self.color = color
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    width = try arguments.integer("width", in: 0...10_000)
    color = try SolidColor(arguments, "color")
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let output = ImageShape(
      width: input.width + 2 * width, height: input.height + 2 * width, format: input.format)
    return Canvas(output, x: width, y: width, color).plan(for: input)
  }
}
