import Testing

/// How far counts may be from those that were kept.
enum CountMargin: Equatable {
  /// Less is an error, too, since what was won should be kept.
  case sameCompiler
  /// Less is none: whoever has another compiler than the one that counts are kept for has nothing
  /// to keep.
  case otherCompiler(kept: String)

  /// - Parameters: the compiler and, after `Target: `, the architecture, for which counts were
  ///   kept and for which they are made.
  /// - Returns: nil where the architecture is another, whose instructions say nothing of these.
  init?(kept: String, now: String) {
    guard Self.architecture(kept) == Self.architecture(now) else { return nil }
    self = kept == now ? .sameCompiler : .otherCompiler(kept: String(kept.dropFirst(2)))
  }

  private static func architecture(_ line: String) -> Substring? {
    line.firstMatch(of: #/Target: ([^-]+)/#)?.output.1
  }

  func allows(_ count: Int, _ before: Int) -> Bool {
    let change = Double(count) / Double(before) - 1
    switch self {
    case .sameCompiler: return abs(change) <= 0.05
    case .otherCompiler: return change <= 0.25
    }
  }

  var note: String? {
    guard case .otherCompiler(let kept) = self else { return nil }
    return "instruction counts were kept for \(kept): a quarter more is allowed. If the project's "
      + "compiler is another now, run make counts and look at the difference"
  }

  var advice: String {
    switch self {
    case .sameCompiler: "if that is meant: make counts"
    case .otherCompiler(let kept):
      "counts were kept for \(kept); if this compiler is the project's now and the loop still "
        + "vectorises: make counts"
    }
  }
}

/// What Benchmarks/counts.tsv says.
struct KeptCounts {
  private(set) var names: [String] = []
  private var counts: [String: [Int]] = [:]

  init(_ lines: [String]) {
    for line in lines where !line.hasPrefix("#") {
      let parts = line.split(separator: "\t").map(String.init)
      guard let name = parts.first else { continue }
      names.append(name)
      counts[name] = parts.dropFirst().compactMap { Int($0) }
    }
  }

  subscript(name: String, loops: InstructionCounter.Loops) -> Int? {
    guard let kept = counts[name] else { return nil }
    let column = loops == .baseline ? 0 : 1
    return column < kept.count ? kept[column] : nil
  }
}

@Suite("How far instruction counts may be from those kept")
struct CountMarginTests {
  private let kept = "# Swift version 6.3.1 (swift-6.3.1-RELEASE); Target: x86_64-unknown-linux-gnu"
  private let next = "# Swift version 6.4 (swift-6.4-RELEASE); Target: x86_64-unknown-linux-gnu"

  @Test func theSameCompilerMayDifferByATwentieth() throws {
    let margin = try #require(CountMargin(kept: kept, now: kept))
    #expect(margin.note == nil)
    #expect(margin.allows(1049, 1000) && margin.allows(951, 1000))
    #expect(!margin.allows(1051, 1000) && !margin.allows(949, 1000))
  }

  @Test func anotherCompilerMayTakeAQuarterMore() throws {
    let margin = try #require(CountMargin(kept: kept, now: next))
    #expect(margin.note?.contains("make counts") == true)
    #expect(margin.advice.contains("6.3.1") && margin.advice.contains("make counts"))
    #expect(margin.allows(1249, 1000) && margin.allows(10, 1000))
    #expect(!margin.allows(1251, 1000))
  }

  @Test func anotherArchitectureSaysNothing() {
    let other = "# Swift version 6.3.1 (swift-6.3.1-RELEASE); Target: aarch64-unknown-linux-gnu"
    #expect(CountMargin(kept: kept, now: other) == nil)
  }

  @Test func countsAreReadByNameAndLoops() {
    let counts = KeptCounts(["# compiler", "sobel\t30\t10", "invert\t7"])
    #expect(counts.names == ["sobel", "invert"])
    #expect(counts["sobel", .baseline] == 30 && counts["sobel", .wide] == 10)
    #expect(counts["invert", .baseline] == 7 && counts["invert", .wide] == nil)
    #expect(counts["median", .baseline] == nil)
  }
}
