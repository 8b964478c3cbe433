import Pixels

/// A canvas of a given size around the picture.
package struct Pad: Filter {
  /// Where on the canvas the picture lies.
  package enum Position: String, Sendable, CaseIterable {
    case center, top, bottom, left, right
    case topleft, topright, bottomleft, bottomright
  }

  package static let manual = FilterManual(
    name: "pad", summary: "Put the picture on a canvas of a given size.",
    parameters: [
      .init(
        "size", kind: "WxH",
        about: "Of the canvas in pixels; a picture that is larger keeps its own size there."),
      .init("color", kind: "colour", standard: "black", about: "\(SolidColor.forms)."),
      .init(
        "position", kind: "one of \(Position.allCases.map(\.rawValue).joined(separator: ", "))",
        standard: "center", about: "Where on the canvas the picture lies."),
    ],
    formula: "Width and height become the larger of the picture's and the canvas's; in the middle "
      + "the left and upper margins are rounded down. Grey pictures get the colour's luma; "
      + "pictures without alpha nothing of its alpha.",
    edges: "none", accuracy: "Exact: samples are moved, not computed.",
    source: "As ImageMagick -extent without cropping.",
    examples: ["pad=1920x1080", "resize=800x800,pad=800x800:color=white"])

  package let width, height: Int
  package let color: SolidColor
  package let position: Position

  package init(
    width: Int, height: Int, color: SolidColor, position: Position = .center
  ) {
    self.width = width
    self.height = height
    self.color = color
    self.position = position
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    let size = (arguments.text("size") ?? "").split(
      separator: "x", omittingEmptySubsequences: false)
    guard size.count == 2, let width = Geometry.whole(size[0], from: 1),
      let height = Geometry.whole(size[1], from: 1), max(width, height) <= 1_000_000
    else { throw arguments.wrong("size", "wants WxH in whole pixels, up to a million each") }
    self.width = width
    self.height = height
    color = try SolidColor(arguments, "color")
    position = try arguments.choice("position", of: Position.self)
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let output = ImageShape(
      width: max(width, input.width), height: max(height, input.height), format: input.format)
    let (right, down) = (output.width - input.width, output.height - input.height)
    let x: Int =
      switch position {
      case .left, .topleft, .bottomleft: 0
      case .right, .topright, .bottomright: right
      case .center, .top, .bottom: right / 2
      }
    let y: Int =
      switch position {
      case .top, .topleft, .topright: 0
      case .bottom, .bottomleft, .bottomright: down
      case .center, .left, .right: down / 2
      }
    return Canvas(output, x: x, y: y, color).plan(for: input)
  }
}
