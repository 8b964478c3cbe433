import Filters
import Pixels
import Testing

@Suite struct GeometryReducedTests {
  @Test(arguments: [
    // Chain, full size, eighths.
    ("resize=800x800", 4000, 3000, 4), ("resize=400x400", 4000, 3000, 2),
    ("resize=200x200", 4000, 3000, 1), ("resize=250x250", 4000, 3000, 1),
    ("resize=251x251", 4000, 3000, 2), ("resize=12.5%", 4000, 3000, 2),
    ("resize=6.25%", 4000, 3000, 1), ("resize=50%", 4000, 3000, 8),
    ("resize=250x250:fit=cover", 4000, 3000, 2), ("resize=2000x100:fit=exact", 4000, 3000, 8),
    ("resize=100x100:kernel=nearest", 4000, 3000, 8), ("rotate=90,resize=100x100", 4000, 3000, 8),
    ("", 4000, 3000, 8), ("resize=800x800", 100, 100, 8),
  ])
  func decodesAsSmallAsKeepsTheMargin(
    _ text: String, _ width: Int, _ height: Int, _ eighths: Int
  ) throws {
    let chain = try FilterChain(parsing: text)
    let full = ImageShape(width: width, height: height, format: .rgb8)
    let reduced = chain.reduced(for: full)
    #expect(reduced.eighths == eighths)
    #expect(reduced.chain.text == text)
    let decoded = ImageShape(
      width: (width * eighths + 7) / 8, height: (height * eighths + 7) / 8, format: .rgb8)
    #expect(try reduced.chain.plan(for: decoded).output == chain.plan(for: full).output)
  }

  @Test func anotherSizeThanPromisedIsRefused() throws {
    let full = ImageShape(width: 4000, height: 3000, format: .rgb8)
    let chain = try FilterChain(parsing: "resize=100x100").reduced(for: full).chain
    #expect(throws: ImageError.self) { try chain.plan(for: full) }
  }

  /// A picture whose samples are linear in the place, so that any symmetric kernel yields, away
  /// from the edges, the value at the target pixel's centre: a shift by a fraction of a pixel
  /// shows.
  @Test(arguments: Orientation.allCases)
  func picturesStayInPlaceWhateverTheOrientation(_ orientation: Orientation) throws {
    let (width, height, eighths) = (4003, 2405, 1)
    let stored = ImageShape(
      width: (width * eighths + 7) / 8, height: (height * eighths + 7) / 8,
      format: PixelFormat(.rgb, .sixteen))
    // Channel 0 is the full-size column at a pixel's centre, channel 1 the row, times 8.
    var samples: [Int] = []
    for y in 0..<stored.height {
      for x in 0..<stored.width { samples += [8 * (8 * x + 4), 8 * (8 * y + 4), 0] }
    }
    let full = Reorient.shape(
      ImageShape(width: width, height: height, format: stored.format), orientation)
    let (found, chain) = try FilterChain(parsing: "resize=60x60:kernel=bilinear").reduced(
      for: full, orientation: orientation)
    #expect(found == eighths)
    let upright = try Picture(
      Reorient.reoriented(Picture(stored, samples).source(), orientation, .never))
    let result = try upright.filtered(chain.plan(for: upright.shape))
    let scaleX = Double(full.width) / Double(result.shape.width)
    let scaleY = Double(full.height) / Double(result.shape.height)
    for y in 2..<result.shape.height - 2 {
      for x in 2..<result.shape.width - 2 {
        let (fullX, fullY) = ((Double(x) + 0.5) * scaleX, (Double(y) + 0.5) * scaleY)
        let mirroredX = [.mirrored, .rotated180, .rotate90, .transversed].contains(orientation)
        let mirroredY = [.flipped, .rotated180, .rotate270, .transversed].contains(orientation)
        let alongX = mirroredX ? Double(full.width) - fullX : fullX
        let alongY = mirroredY ? Double(full.height) - fullY : fullY
        let channelX = orientation.swapsAxes ? 1 : 0
        #expect(abs(Double(result[x, y, channelX]) - 8 * alongX) < 2.5)
        #expect(abs(Double(result[x, y, 1 - channelX]) - 8 * alongY) < 2.5)
      }
    }
  }
}
