import Filters
import Pixels
import Testing

@Suite struct GeometryReorientTests {
  @Test(arguments: Orientation.allCases, allFormats)
  func everyPixelComesFromWhereTheTableSays(
    _ orientation: Orientation, _ format: PixelFormat
  ) throws {
    for (width, height) in [(1, 1), (1, 7), (9, 1), (37, 70), (65, 33)] {
      let picture = Picture(
        random: ImageShape(width: width, height: height, format: format), seed: 1)
      let result = try Picture(Reorient.reoriented(picture.source(), orientation, .never))
      #expect(result.shape == Reorient.shape(picture.shape, orientation))
      var expected: [Int] = []
      for y in 0..<result.shape.height {
        for x in 0..<result.shape.width {
          let from = NaiveReorient.origin(
            x: x, y: y, width: width, height: height, orientation)
          for channel in 0..<format.channels {
            expected.append(picture[from.x, from.y, channel])
          }
        }
      }
      #expect(result.samples == expected, "\(width)x\(height)")
    }
  }

  @Test(arguments: [
    "rotate=90,rotate=90,rotate=90,rotate=90", "rotate=180,rotate=180", "rotate=90,rotate=270",
    "flip=horizontal,flip=horizontal", "flip=vertical,flip=vertical",
    "flip=horizontal,flip=vertical,rotate=180",
    "rotate=90,flip=horizontal,rotate=90,flip=vertical,rotate=180",
  ])
  func turnsThatUndoEachOtherChangeNothing(_ chain: String) throws {
    let picture = Picture(random: ImageShape(width: 35, height: 66, format: .rgb8), seed: 2)
    #expect(try picture.filtered(chain) == picture)
  }

  @Test func ninetyDegreesIsClockwise() throws {
    let picture = Picture(ImageShape(width: 2, height: 2, format: .gray8), [1, 2, 3, 4])
    #expect(try picture.filtered("rotate=90").samples == [3, 1, 4, 2])
    #expect(try picture.filtered("flip=horizontal").samples == [2, 1, 4, 3])
  }
}
