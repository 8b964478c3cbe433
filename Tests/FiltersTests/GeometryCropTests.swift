import Filters
import Pixels
import Testing

@Suite struct GeometryCropTests {
  @Test(arguments: allFormats)
  func keepsThePixelsOfTheRectangle(_ format: PixelFormat) throws {
    let picture = Picture(random: ImageShape(width: 29, height: 17, format: format), seed: 4)
    for (text, x, y, width, height) in [
      ("29x17", 0, 0, 29, 17), ("1x1+28+16", 28, 16, 1, 1), ("5x7+3+2", 3, 2, 5, 7),
      ("10x10", 9, 3, 10, 10),
    ] {
      let result = try picture.filtered("crop=\(text)")
      var expected: [Int] = []
      for row in y..<y + height {
        for column in x..<x + width {
          for channel in 0..<format.channels { expected.append(picture[column, row, channel]) }
        }
      }
      #expect(result.samples == expected)
      #expect(result.shape == ImageShape(width: width, height: height, format: format))
    }
  }

  @Test(arguments: ["30x17", "29x18+0+0", "1x1+29+0", "1x1+0+17", "9x9+9999999+0"])
  func refusesRectanglesThatLeaveTheImage(_ text: String) throws {
    let chain = try FilterChain(parsing: "crop=\(text)")
    let error = try #require(throws: ImageError.self) {
      try chain.plan(for: ImageShape(width: 29, height: 17, format: .gray8))
    }
    #expect(error.code == .filter && error.subject == "crop")
    #expect(error.reason.contains("29x17"))
  }
}
