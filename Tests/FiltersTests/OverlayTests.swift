import Filters
import Pixels
import TestSupport
import Testing

@Suite struct OverlayTests {
  private func picture(_ image: TestImage) throws -> OverlayPicture {
    try OverlayPicture(TestSource(image), sum: 0)
  }

  /// Porter and Duff's over, in double precision, with plain colours.
  private func expected(
    _ below: TestImage, _ above: TestImage, x: Int, y: Int, opacity: Double
  ) -> NaiveImage {
    let maximum = Double(below.shape.format.depth.maximum)
    let (over, under) = (above.naive, below.naive)
    let alpha = below.shape.channels - 1
    let scale = Double(above.shape.format.depth.maximum)
    return NaiveImage(below.shape) { column, row, channel in
      let (i, j) = (column - x, row - y)
      guard (0..<above.shape.width).contains(i), (0..<above.shape.height).contains(j) else {
        return under[column, row, channel]
      }
      let share = over[i, j, 3] / scale * opacity
      let behind = under.isAlpha(alpha) ? under[column, row, alpha] / maximum : 1
      let total = share + behind * (1 - share)
      if under.isAlpha(channel) { return total * maximum }
      let color: Double =
        below.shape.format.model.isGray
        ? 0.2126 * over[i, j, 0] + 0.7152 * over[i, j, 1] + 0.0722 * over[i, j, 2]
        : over[i, j, channel]
      if total == 0 { return 0 }
      return (color / scale * maximum * share + under[column, row, channel] * behind * (1 - share))
        / total
    }
  }

  @Test(arguments: everyFormat) func laysItOver(_ format: PixelFormat) throws {
    let below = TestImage(ImageShape(width: 40, height: 30, format: format), seed: 91)
    let above = TestImage(ImageShape(width: 13, height: 9, format: .rgba16), seed: 92)
    for opacity in [0.7, 1, 0.05] {
      let filter = Overlay(
        try picture(above), position: .bottomright, opacity: opacity, margin: 3)
      let result = try below.filtered(by: filter)
      let exact = expected(below, above, x: 40 - 13 - 3, y: 30 - 9 - 3, opacity: opacity)
      if opacity == 0.7 {
        let wide: Double = format.model.hasAlpha ? 8 : 1
        #expect(result.distance(to: exact) <= (format.depth == .eight ? 0.52 : wide))
      }
      let step = format.channels
      for (i, sample) in result.samples.enumerated() {
        let distance = abs(Double(sample) - exact.samples[i])
        let bound: Double
        if !format.model.hasAlpha {
          bound = format.depth == .eight ? 0.51 : format.model.isGray ? 1.9 : 1.02
        } else if i % step == step - 1 {
          bound = format.depth == .eight ? 0.51 : 0.52
        } else {
          // Colours under faint alpha are known coarsely; the product with alpha is not.
          let alpha = exact.samples[i / step * step + step - 1] / Double(format.depth.maximum)
          bound = format.depth == .eight ? 0.51 + 0.008 / alpha : 0.52 + 1.4 / alpha
        }
        #expect(distance <= bound, "sample \(i)")
      }
    }
  }

  @Test func positionsAreThoseOfPad() throws {
    let below = TestImage(ImageShape(width: 21, height: 11, format: .gray8), constant: 0)
    let dot = try picture(
      TestImage(ImageShape(width: 1, height: 1, format: .gray8), constant: 255))
    for (position, x, y): (Pad.Position, Int, Int) in [
      (.center, 10, 5), (.top, 10, 2), (.bottom, 10, 8), (.left, 2, 5), (.right, 18, 5),
      (.topleft, 2, 2), (.topright, 18, 2), (.bottomleft, 2, 8), (.bottomright, 18, 8),
    ] {
      let result = try below.filtered(by: Overlay(dot, position: position, margin: 2))
      #expect(result.samples.firstIndex(of: 255) == y * 21 + x, "\(position)")
      #expect(result.samples.count { $0 == 255 } == 1)
    }
  }

  @Test func whatHangsOverIsCutOff() throws {
    let below = TestImage(ImageShape(width: 5, height: 4, format: .rgb8), constant: 9)
    let large = try picture(
      TestImage(ImageShape(width: 50, height: 3, format: .rgb16), constant: 65_535))
    let result = try below.filtered(by: Overlay(large, position: .top))
    #expect(result.samples.prefix(45).allSatisfy { $0 == 255 })
    #expect(result.samples.suffix(15).allSatisfy { $0 == 9 })
  }

  @Test func scalesWithThePicture() throws {
    let below = TestImage(ImageShape(width: 200, height: 100, format: .gray8), constant: 0)
    let square = try picture(
      TestImage(ImageShape(width: 7, height: 7, format: .gray8), constant: 255))
    let result = try below.filtered(by: Overlay(square, position: .topleft, scale: 10))
    #expect(result.samples.count { $0 == 255 } == 400)
  }

  @Test func thePictureMustBeRead() throws {
    let chain = try FilterChain(parsing: "overlay='a,b.png'")
    let shape = ImageShape(width: 9, height: 9, format: .rgb8)
    #expect(throws: ImageError.self) { _ = try chain.plan(for: shape) }
    var asked: [String] = []
    let read = try chain.reading { path throws(ImageError) in
      asked.append(path)
      return try OverlayPicture(
        TestSource(TestImage(ImageShape(width: 1, height: 1, format: .gray8), constant: 1)),
        sum: 0)
    }
    #expect(asked == ["a,b.png"])
    #expect(try read.plan(for: shape).output == shape)
  }
}
