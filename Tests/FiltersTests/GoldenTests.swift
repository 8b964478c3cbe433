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

  @Test func thereAreGoldenValues() { #expect(Self.lines.count > 40) }

  @Test(arguments: lines) func closeToOtherPeoples(_ line: Line) throws {
    for depth in [SampleDepth.eight, .sixteen] {
      guard let bound = line.bound(depth) else { continue }
      // Values have three decimals.
      let slack = 0.0006 * Double(depth.maximum / 255)
      #expect(try Self.errors(line, depth).largest <= bound + slack, "\(depth)")
    }
  }

  @Test(.enabled(if: !isWriting, "docs/exactness.md is being written"))
  func thePageIsCurrent() throws {
    let current = try Self.text().split(separator: "\n").map(String.init)
    #expect(try Files.lines(Self.page) == current)
  }

  @Test(.enabled(if: isWriting, "compared, not written"))
  func writesThePageAnew() throws { try Files.write(Self.text().utf8, to: Self.page) }

  private static func text() throws -> String {
    var rows: [String] = []
    for line in lines {
      let about = ["rgba": " with alpha", "wide": " from Adobe RGB"][line.picture] ?? ""
      let chain = "`\(line.chain)`\(about)"
      let errors = try [SampleDepth.eight, .sixteen].map { depth in
        guard let bound = line.bound(depth) else { return "| – | – | – " }
        let errors = try Self.errors(line, depth)
        return "| \(bound) | \(hundredths(errors.largest)) | \(hundredths(errors.mean)) "
      }
      rows.append("| \(chain) | \(line.reference) \(errors.joined())|")
    }
    return """
      # How exact the filters are

      Each chain on a small picture, against other people's code that computes in double precision (or
      at 8 bits, where a library knows nothing else): the largest error that tests allow, and the
      largest and the mean error that there are, in levels of 255 and of 65535. Rounding to whole
      levels alone makes errors of up to 0.5. Written by `make golden` from
      [golden.tsv](../Tests/FiltersTests/Golden/golden.tsv), whose script stands beside it. Bounds
      against naive twins, on many sizes and formats, are in the tests and in `triptych filters NAME`.

      | chain | reference | 8 bits: allowed | largest | mean | 16 bits: allowed | largest | mean |
      |---|---|---|---|---|---|---|---|
      \(rows.joined(separator: "\n"))

      """
  }

  private static func hundredths(_ value: Double) -> String {
    let whole = Int((value * 100).rounded())
    return "\(whole / 100).\(whole % 100 < 10 ? "0" : "")\(whole % 100)"
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

  /// The same as the script draws.
  private static func drawing(
    _ model: ColorModel, _ depth: SampleDepth, width: Int = 16, height: Int = 12
  ) -> TestImage {
    let shape = ImageShape(width: width, height: height, format: PixelFormat(model, depth))
    var samples: [UInt16] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<model.channels {
          let seed = UInt32(x * 73 + y * 151 + c * 199 + x * y * 7)
          let hash = Int((seed &* 2_654_435_761) >> 16)
          let level = (hash % 97 + x * 9 + y * 5 + c * 20) % 256
          samples.append(UInt16(level * (depth.maximum / 255)))
        }
      }
    }
    return TestImage(shape, samples: samples)
  }

  private static func filtered(_ line: Line, _ depth: SampleDepth) throws -> TestImage {
    let image = drawing(line.picture == "rgba" ? .rgba : .rgb, depth)
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
