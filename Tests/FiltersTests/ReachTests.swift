import Filters
import Pixels
import TestSupport
import Testing

/// A picture's rows from some row on, which notes how far it was read.
private final class LowerRows: RowSource {
  let shape: ImageShape
  private let image: StoredImage
  private(set) var next: Int

  init(_ image: StoredImage, from first: Int) {
    self.image = image
    next = first
    shape = ImageShape(
      width: image.shape.width, height: image.shape.height - first, format: image.shape.format)
  }

  func read(into row: MutableRow) throws(ImageError) {
    row.copy(from: image.pixels[row: next])
    next += 1
  }
}

/// What filters say of their reach is what sharing a picture among threads relies on.
@Suite("How far filters reach")
struct ReachTests {
  private static func picture(_ shape: ImageShape, seed: UInt64) throws -> StoredImage {
    var random = SeededRandom(seed: seed)
    let pixels = try PixelBuffer(shape)
    for y in 0..<shape.height {
      pixels.withRow(y, as: UInt8.self) { row in
        for i in row.indices { row[i] = .random(in: 0...255, using: &random) }
      }
    }
    return StoredImage(pixels)
  }

  private static func bytes(_ row: MutableRow) -> [UInt8] {
    row.with(UInt8.self) { samples in samples.indices.map { samples[$0] } }
  }

  /// Every filter's examples, and radii that are larger than the pictures.
  static let chains: [String] =
    FilterCatalogue.all.flatMap { $0.manual.examples }.filter { !$0.contains("overlay") } + [
      "box=40", "median=9", "gaussian=5", "gaussian=20", "gaussian=100",
      "gaussian=6,box=2,gaussian=9", "highpass=20", "unsharp=20", "dilate=30", "open=3", "close=2",
      "highpass=8",
      "nlmeans=strength=9:patch=1:search=2", "motionblur=length=31:angle=80",
      "convolve='1;2;0;0;5'", "linear=(gaussian=1)", "gaussian=1,unsharp=1,sobel,invert",
    ]

  @Test("A row comes out the same wherever the filter began", arguments: chains)
  func startedLower(_ chain: String) throws {
    let filters = try FilterChain(parsing: chain)
    for (index, format) in [
      PixelFormat.gray8, .rgb8, .rgba8, .gray16, .rgb16, .rgba16, PixelFormat(.grayAlpha, .eight),
    ].enumerated() {
      var shape = ImageShape(width: 5 + 4 * index, height: 31 + 3 * index, format: format)
      // Where so far is reached that every filter would begin at the top, the picture is higher.
      shape.height += (try? filters.plan(for: shape))?.reach?.above ?? 0
      guard let plan = try? filters.plan(for: shape), let reach = plan.reach else { continue }
      #expect(plan.output.height == shape.height && plan.output.width == shape.width)
      let image = try Self.picture(shape, seed: UInt64(index))
      let whole = try Self.rows(plan, LowerRows(image, from: 0), all: true, reach, skip: 0)
      var begun: Set<Int> = []
      for first in [1, 2, 7, 15, 29].flatMap({ [$0, $0 + reach.above] }) + [shape.height - 1] {
        let top = reach.start(for: first)
        begun.insert(top)
        let lower = try Self.rows(
          plan, LowerRows(image, from: top), all: top == 0, reach, skip: first - top)
        #expect(lower == Array(whole[first...]), "\(chain) on \(format), from row \(first)")
      }
      #expect(begun.count > 1, "always begun at the top: \(chain)")
    }
  }

  /// All rows but the first `skip`; fails where the source is read further than the reach allows.
  private static func rows(
    _ plan: FilterPlan, _ source: LowerRows, all: Bool, _ reach: Reach, skip: Int
  ) throws -> [[UInt8]] {
    let end = source.next + source.shape.height
    let top = source.next
    let filtered =
      all ? try plan.start(source, .never) : try plan.start(onLower: source, .never)
    let line = try PixelBuffer(
      ImageShape(width: plan.output.width, height: 1, format: plan.output.format))
    var rows: [[UInt8]] = []
    for y in top..<end {
      try filtered.read(into: line[row: 0])
      #expect(source.next <= min(y + 1 + reach.below, end), "read too far")
      if y - top >= skip { rows.append(bytes(line[row: 0])) }
    }
    return rows
  }

  @Test("The filters that most need many threads can be shared")
  func whoHasReach() throws {
    let shape = ImageShape(width: 9, height: 9, format: .rgba8)
    for chain in [
      "gaussian=3", "gaussian=6", "gaussian=30", "box=5", "median=3", "median=20", "unsharp=1",
      "sobel", "bilateral", "sharpen",
      "emboss", "laplacian", "dilate", "open", "motionblur=9", "highpass", "invert", "gamma=2",
      "grayscale", "saturation=2", "sepia", "hue=20", "threshold", "linear=(box=1)",
    ] {
      #expect(try FilterChain(parsing: chain).plan(for: shape).reach != nil, "\(chain)")
    }
    for chain in ["noise=9", "vignette", "pixelate=3", "equalise", "rotate=90", "canny"] {
      #expect(try FilterChain(parsing: chain).plan(for: shape).reach == nil, "\(chain)")
    }
  }
}
