import Pixels

/// Any map that keeps straight lines straight and parallels parallel.
package struct Affine: Filter {
  package enum Size: Sendable, Hashable {
    case same, grow
    case pixels(Int, Int)
  }

  package static let manual = FilterManual(
    name: "affine", summary: "Scale, turn, shear and move by a matrix.",
    parameters: [
      .init(
        "matrix", kind: "'a b c; d e f'",
        about: "Where a point of the picture goes: (x, y) to (a x + b y + c, d x + e y + f), in "
          + "pixels from the top left corner."),
      .init(
        "size", kind: "same, grow or WxH", standard: "same",
        about: "Of the result; grow: as large as the picture becomes, which is moved into it."),
      .init(
        "background", kind: "colour", standard: "transparent",
        about: "What is seen beside the picture: \(SolidColor.forms). In a picture without alpha, "
          + "transparent is black."),
      .init(
        "interpolation", kind: "nearest, bilinear or bicubic", standard: "bicubic",
        about: "How values between pixels are found."),
    ],
    formula: "out(p) = in(M⁻¹ p) for p the middle of a pixel; the middle of the first is (0.5, "
      + "0.5). bicubic as Catmull and Rom; rounded to nearest. Save for nearest, colour is taken "
      + "pre-multiplied, and alpha like it. Making a picture much smaller skips pixels: resize "
      + "does not.",
    edges: "beyond the picture is background",
    accuracy: "Within 0.51 level (8 bits) or 0.52 level (16 bits) of double precision.",
    source: "As SVG's matrix() and OpenCV warpAffine, save that coordinates there are those of "
      + "pixels' middles in OpenCV.",
    examples: ["affine='1 0.2 0; 0 1 0':size=grow", "affine='0.5 0 10; 0 0.5 10'"])

  package let map: AffineMap
  package let size: Size
  package let background: SolidColor
  package let interpolation: Interpolation

  package init(
    _ map: AffineMap, size: Size = .same,
    background: SolidColor = SolidColor(red: 0, green: 0, blue: 0, alpha: 0),
    interpolation: Interpolation = .bicubic
  ) {
    self.map = map
    self.size = size
    self.background = background
    self.interpolation = interpolation
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    let rows = (arguments.text("matrix") ?? "").split(separator: ";").map { line in
      line.split(separator: " ").compactMap { Double($0) }.filter { abs($0) <= 1e6 }
    }
    guard rows.count == 2, rows.allSatisfy({ $0.count == 3 }) else {
      throw arguments.wrong("matrix", "wants two rows of three numbers, as in '1 0 5; 0 1 5'")
    }
    map = AffineMap(rows[0][0], rows[0][1], rows[0][2], rows[1][0], rows[1][1], rows[1][2])
    guard abs(map.determinant) > 1e-6 else {
      throw arguments.wrong("matrix", "must not make the picture a line")
    }
    size = try Affine.size(arguments)
    background = try SolidColor(arguments, "background")
    interpolation = try arguments.choice("interpolation", of: Interpolation.self)
  }

  private static func size(_ arguments: FilterArguments) throws(ChainError) -> Size {
    let text = arguments.text("size") ?? ""
    if text == "same" { return .same }
    if text == "grow" { return .grow }
    let sides = text.split(separator: "x", omittingEmptySubsequences: false)
    guard sides.count == 2, let width = Geometry.whole(sides[0], from: 1),
      let height = Geometry.whole(sides[1], from: 1), max(width, height) <= 1_000_000
    else { throw arguments.wrong("size", "wants same, grow or WxH") }
    return .pixels(width, height)
  }

  package var mixesNeighbours: Bool { interpolation != .nearest }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let bounds = map.bounds(width: input.width, height: input.height)
    guard size != .grow || max(bounds.width, bounds.height) <= Double(Geometry.largest) else {
      throw ImageError(.tooLarge, subject: "affine", "the result would be too large; scale less")
    }
    return warp(for: input).plan(for: input)
  }

  func warp(for input: ImageShape) -> Warp {
    var (width, height) = (input.width, input.height)
    var placed = map
    switch size {
    case .same: break
    case .pixels(let askedWidth, let askedHeight): (width, height) = (askedWidth, askedHeight)
    case .grow:
      let bounds = map.bounds(width: width, height: height)
      // What only rounding adds must not cost a column.
      width = max(1, Int((bounds.width - 1e-6).rounded(.up)))
      height = max(1, Int((bounds.height - 1e-6).rounded(.up)))
      placed = map.moved(x: -bounds.x, y: -bounds.y)
    }
    return Warp(
      origin: placed.inverse, width: width, height: height, interpolation: interpolation,
      background: background)
  }
}
