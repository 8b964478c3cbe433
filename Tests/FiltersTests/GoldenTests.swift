import Filters
import Pixels
import SystemPackage
import TestSupport
import Testing

/// Filters against other people's: Golden/golden.tsv has what SciPy, OpenCV, Pillow and NumPy make
/// of a small picture, in double precision where they can, and make_golden.py how.
///
/// docs/exactness.md lists the errors. With TRIPTYCH_GOLDEN=write in the environment (`make
/// golden`) it is written anew instead of compared.
@Suite struct GoldenTests {
  struct Line: Sendable, CustomTestStringConvertible {
    var chain: String
    var picture: String
    var reference: String
    /// The largest errors allowed, in levels of each depth; nil where it is not compared.
    var eight, sixteen: Double?
    var width, height, channels: Int
    /// In levels of 255.
    var values: [Double]

    var testDescription: String { "\(chain) by \(reference)" }

    init(_ text: String) {
      let fields = text.split(separator: "\t").map(String.init)
      (chain, picture, reference) = (fields[0], fields[1], fields[2])
      (eight, sixteen) = (Double(fields[3]), Double(fields[4]))
      (width, height) = (Int(fields[5]) ?? 0, Int(fields[6]) ?? 0)
      channels = Int(fields[7]) ?? 0
      values = fields[8].split(separator: " ").compactMap { Double($0) }
    }

    func bound(_ depth: SampleDepth) -> Double? { depth == .eight ? eight : sixteen }
  }

  struct Errors {
    var largest = 0.0
    var mean = 0.0
  }

  static let isWriting = Places.environment("TRIPTYCH_GOLDEN") == "write"
  static let page = Places.root.appending("docs/exactness.md")
  /// The script writes it.
  static let profile = Places.root.appending("Tests/FiltersTests/Golden/wide.icc")
  static let lines: [Line] = {
    let path = Places.root.appending("Tests/FiltersTests/Golden/golden.tsv")
    return ((try? Files.lines(path)) ?? []).filter { !$0.isEmpty }.map { Line($0) }
  }()

  /// At 8 and at 16 bits: no filter is left out.
  @Test(arguments: [SampleDepth.eight, .sixteen])
  func thereAreGoldenValuesForEachFilter(_ depth: SampleDepth) throws {
    var compared: Set<String> = []
    for line in Self.lines where line.bound(depth) != nil {
      for filter in try FilterChain(parsing: line.chain).filters {
        compared.insert(type(of: filter).manual.name)
      }
    }
    for filter in FilterCatalogue.all {
      #expect(compared.contains(filter.manual.name), "no golden values for \(filter.manual.name)")
    }
  }

  @Test(arguments: lines) func closeToOtherPeoples(_ line: Line) throws {
    for depth in [SampleDepth.eight, .sixteen] {
      guard let bound = line.bound(depth) else { continue }
      #expect(try Self.errors(line, depth).largest <= bound, "\(depth)")
    }
  }

  @Test func thePageShowsNoErrorAboveWhatIsAllowed() throws {
    let rows = try Self.rows().map { row in
      row.split(separator: "|").map { cell in Double(cell.filter { $0 != " " }) }
    }
    #expect(rows.count == Self.lines.count)
    for row in rows {
      try #require(row.count == 8)
      for first in [2, 5] {
        guard let allowed = row[first] else { continue }
        let largest = try #require(row[first + 1])
        #expect(largest <= allowed)
        #expect(try #require(row[first + 2]) <= largest)
      }
    }
  }

  @Test(.enabled(if: !isWriting, "docs/exactness.md is being written"))
  func thePageIsCurrent() throws {
    let current = try Self.text().split(separator: "\n").map(String.init)
    #expect(try Files.lines(Self.page) == current)
  }

  @Test(.enabled(if: isWriting, "compared, not written"))
  func writesThePageAnew() throws { try Files.write(Self.text().utf8, to: Self.page) }

  private static func rows() throws -> [String] {
    try lines.map { line in
      let errors = try [SampleDepth.eight, .sixteen].map { depth in
        guard let bound = line.bound(depth) else { return "| – | – | – " }
        let errors = try Self.errors(line, depth)
        return "| \(bound) | \(thousandths(errors.largest)) | \(thousandths(errors.mean)) "
      }
      let about = abouts[line.picture] ?? ""
      return "| `\(line.chain)`\(about) | \(line.reference) \(errors.joined())|"
    }
  }

  private static let abouts = [
    "rgba": " with alpha", "wide": " from Adobe RGB", "gray": " on gray",
    "deep": " on all tones", "deepgray": " on gray of all tones",
  ]

  private static func text() throws -> String {
    """
    # How exact the filters are

    Each chain on a small picture, against other people's code that computes in double precision (or
    in whole numbers, where a library knows nothing else): the largest error that tests allow, and the
    largest and the mean error that there are, in levels of 255 and of 65535, rounded up. Rounding to
    whole levels alone makes errors of up to 0.5. Pictures have 256 tones at either depth, or all
    65,536 where it says so. Written by `make golden` from
    [golden.tsv](../Tests/FiltersTests/Golden/golden.tsv), whose script stands beside it: where it says
    numpy, the formula of `triptych filters NAME` is written out there once more. What is allowed here
    is for these pictures; bounds for all pictures are in `triptych filters NAME`, and tests hold
    filters to them against naive twins, on many sizes and formats. Filters that mix pixels do so with
    colour that alpha was multiplied into: under an alpha of a half its error is twice as large.

    | chain | reference | 8 bits: allowed | largest | mean | 16 bits: allowed | largest | mean |
    |---|---|---|---|---|---|---|---|
    \(try rows().joined(separator: "\n"))

    """
  }

  /// Rounded up, save for what doubles lose.
  private static func thousandths(_ value: Double) -> String {
    let whole = Int((value * 1000 - 1e-6).rounded(.up))
    let digits = String(1000 + whole % 1000).dropFirst()
    return "\(whole / 1000).\(digits)"
  }

  private static func errors(_ line: Line, _ depth: SampleDepth) throws -> Errors {
    let result = try filtered(line, depth)
    let shape = result.shape
    try #require(
      (shape.width, shape.height, shape.channels) == (line.width, line.height, line.channels))
    try #require(result.samples.count == line.values.count)
    let unit = Double(depth.maximum / 255)
    var errors = Errors()
    for (sample, value) in zip(result.samples, line.values) {
      let error = abs(Double(sample) - value * unit)
      errors.largest = max(errors.largest, error)
      errors.mean += error
    }
    errors.mean /= Double(line.values.count)
    return errors
  }

  /// The same as the script draws: 256 tones, or all of 65,536.
  private static func drawing(
    _ model: ColorModel, _ depth: SampleDepth, width: Int = 16, height: Int = 12,
    isDeep: Bool = false
  ) -> TestImage {
    let shape = ImageShape(width: width, height: height, format: PixelFormat(model, depth))
    var samples: [UInt16] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<model.channels {
          let seed = UInt32(x * 73 + y * 151 + c * 199 + x * y * 7)
          let hash = Int((seed &* 2_654_435_761) >> 16)
          let level = (hash % 97 + x * 9 + y * 5 + c * 20) % 256
          let tone = (hash % 24_931 + x * 2311 + y * 1283 + c * 5119) % 65_536
          samples.append(UInt16(isDeep ? tone : level * (depth.maximum / 255)))
        }
      }
    }
    return TestImage(shape, samples: samples)
  }

  private static func filtered(_ line: Line, _ depth: SampleDepth) throws -> TestImage {
    let models: [String: ColorModel] = ["rgba": .rgba, "gray": .gray, "deepgray": .gray]
    let image = drawing(
      models[line.picture] ?? .rgb, depth, isDeep: line.picture.hasPrefix("deep"))
    var chain = try FilterChain(parsing: line.chain).reading { _ throws(ImageError) in
      try OverlayPicture(TestSource(drawing(.rgba, depth, width: 8, height: 6)), sum: 0)
    }
    if line.picture == "wide" { chain = chain.converting(from: try Files.read(profile)) }
    let plan = try chain.plan(for: image.shape)
    let source = try plan.start(TestSource(image), .never)
    let row = try PixelBuffer(
      ImageShape(width: plan.output.width, height: 1, format: plan.output.format))
    var samples: [UInt16] = []
    for _ in 0..<plan.output.height {
      try source.read(into: row[row: 0])
      samples += read(row[row: 0], plan.output.format.depth)
    }
    return TestImage(plan.output, samples: samples)
  }
}
