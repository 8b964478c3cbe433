import Pixels

/// Turns, clockwise.
package struct Rotate: Filter {
  /// Degrees, clockwise, −360…360.
  package let angle: Double
  package let background: SolidColor
  package let interpolation: Interpolation
  /// Whether the canvas grows to hold the turned picture, or keeps its size.
  package let grows: Bool

  private enum Size: String, CaseIterable {
    case grow, same
  }

  package static let manual = FilterManual(
    name: "rotate", summary: "Turn, clockwise.",
    parameters: [
      .init("angle", kind: "degrees", about: "Clockwise, from -360 to 360."),
      .init(
        "background", kind: "colour", standard: "transparent",
        about: "What is seen beside the turned picture: \(SolidColor.forms). Black stands for "
          + "transparent in pictures without alpha."),
      .init(
        "interpolation", kind: "nearest, bilinear or bicubic", standard: "bicubic",
        about: "How values between pixels are found; of no account for quarter turns."),
      .init(
        "size", kind: "grow or same", standard: "grow",
        about: "grow: the canvas becomes as large as the turned picture; same: it keeps its size, "
          + "and corners are lost."),
    ],
    formula: "90: out(x, y) = in(y, H − 1 − x); 180: in(W − 1 − x, H − 1 − y); "
      + "270: in(W − 1 − y, x), for an input of W × H pixels counted from 0 at the top left. Other "
      + "angles: in at R⁻¹(p − C) + c for p the middle of a pixel, C and c the middles of both "
      + "pictures; bicubic as Catmull and Rom; rounded to nearest; save for nearest, colour "
      + "is taken pre-multiplied, and alpha like it. Sides are |W cos| + |H sin| and |W sin| + |H "
      + "cos|, rounded up.",
    edges: "beyond the picture is background",
    accuracy: "Quarter turns are exact: samples are moved, not computed. Others within 0.51 level "
      + "(8 bits) or 0.52 level (16 bits) of double precision.",
    source: "EXIF 2.32, tag 0x0112 (orientations 6, 3 and 8); E. Catmull and R. Rom (1974).",
    examples: ["rotate=90", "rotate=-2.5:size=same", "rotate=30:background=white"])

  package init(
    angle: Double, background: SolidColor = SolidColor(red: 0, green: 0, blue: 0, alpha: 0),
    interpolation: Interpolation = .bicubic, grows: Bool = true
  ) {
    self.angle = angle
    self.background = background
    self.interpolation = interpolation
    self.grows = grows
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    angle = try arguments.number("angle", in: -360...360)
    background = try SolidColor(arguments, "background")
    interpolation = try arguments.choice("interpolation", of: Interpolation.self)
    grows = try arguments.choice("size", of: Size.self) == .grow
  }

  package var mixesNeighbours: Bool { orientation == nil && interpolation != .nearest }

  /// The quarter turn that this is, or nil. Where the size is kept, odd quarter turns are none.
  var orientation: Orientation? {
    let turn = angle.truncatingRemainder(dividingBy: 360)
    return switch turn < 0 ? turn + 360 : turn {
    case 0: .upright
    case 90 where grows: .rotate90
    case 180: .rotated180
    case 270 where grows: .rotate270
    default: nil
    }
  }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if let orientation { return Reorient.plan(for: input, orientation) }
    return warp(for: input).plan(for: input)
  }

  func warp(for input: ImageShape) -> Warp {
    let turn = AffineMap(degrees: angle)
    let bounds = turn.bounds(width: input.width, height: input.height)
    // What only rounding adds must not cost a column.
    let width = grows ? Int((bounds.width - 1e-6).rounded(.up)) : input.width
    let height = grows ? Int((bounds.height - 1e-6).rounded(.up)) : input.height
    let middle = turn(Double(input.width) / 2, Double(input.height) / 2)
    let map = turn.moved(x: Double(width) / 2 - middle.x, y: Double(height) / 2 - middle.y)
    return Warp(
      origin: map.inverse, width: width, height: height, interpolation: interpolation,
      background: background)
  }
}
