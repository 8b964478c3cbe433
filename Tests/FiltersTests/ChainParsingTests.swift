import Filters
import Pixels
import TestSupport
import Testing

/// A filter that changes nothing and shows what the parser gave it.
private struct Probe: Filter {
  let values: [String?]

  static let manual = FilterManual(
    name: "probe", summary: "",
    parameters: [
      .init("first", kind: "text", about: ""),
      .init("second", kind: "text", standard: "two", about: ""),
    ], formula: "", edges: "", accuracy: "", source: "", examples: ["probe=1"])

  init(_ arguments: FilterArguments) throws(ChainError) {
    values = [arguments.text("first"), arguments.text("second")]
  }

  var mixesNeighbours: Bool { false }
  func plan(for input: ImageShape) throws(ImageError) -> FilterPlan { .identity(input) }
}

/// A filter without parameters.
private struct Bare: Filter {
  static let manual = FilterManual(
    name: "bare", summary: "", parameters: [], formula: "", edges: "", accuracy: "", source: "",
    examples: ["bare"])
  init(_ arguments: FilterArguments) throws(ChainError) {}
  var mixesNeighbours: Bool { false }
  func plan(for input: ImageShape) throws(ImageError) -> FilterPlan { .identity(input) }
}

@Suite struct ChainParsingTests {
  private func probed(_ text: String) throws -> [[String?]] {
    let chain = try FilterChain(parsing: text, catalogue: [Probe.self, Bare.self])
    #expect(chain.text == text)
    return chain.filters.compactMap { ($0 as? Probe)?.values }
  }

  @Test(arguments: [
    ("probe=1", "1", "two"), ("probe=first=1", "1", "two"), ("probe=1:second=2", "1", "2"),
    ("probe=second=2:first=1", "1", "2"), ("  probe = 1 :\tsecond = 2 \n", "1", "2"),
    ("probe='a,b:c=d'", "a,b:c=d", "two"), ("probe=second=' x ':first=y", "y", " x "),
    ("probe=(probe=(a,b):second=c,bare)", "probe=(a,b):second=c,bare", "two"),
    ("probe=first=(')')", "')'", "two"), ("probe='('", "(", "two"), ("probe=''", "", "two"),
    ("probe=first=a=b", "a=b", "two"), ("probe=é:second=日本", "é", "日本"),
  ])
  func valuesArriveWithoutTheirWrapping(
    _ text: String, _ first: String, _ second: String
  ) throws {
    #expect(try probed(text) == [[first, second]])
  }

  @Test func filtersKeepTheirOrder() throws {
    #expect(try probed("probe=1, bare ,probe=2,bare,probe=3").map { $0[0] } == ["1", "2", "3"])
    #expect(try probed("").isEmpty)
    #expect(try probed(" \t").isEmpty)
  }

  @Test(arguments: [
    // Chain, what is marked, words of the message.
    ("prob=1", "prob", "did you mean 'probe'"), ("bare,PROBE=1", "PROBE", "did you mean 'probe'"),
    ("zzzzzzz", "zzzzzzz", "one of probe, bare"),
    ("probe=1:secnod=2", "secnod", "did you mean 'second'"),
    ("probe=1:x=2", "x", "one of first, second"), ("probe=1:first=2", "first", "twice"),
    ("probe=second=1:second=2", "second", "twice"), ("probe", "probe", "needs first"),
    ("bare,probe=second=1", "probe", "needs first"), ("probe=1:2", "2", "without its name"),
    ("bare=1", "1", "no parameters"), ("bare=x=1", "x", "no parameter"),
    ("bare,,bare", "", "name is missing"), ("bare,", "", "name is missing"),
    (",bare", "", "name is missing"), ("=1", "=1", "name is missing"),
    ("probe=", "", "value is missing"), ("probe=1:", "", "value is missing"),
    ("probe=first=", "", "value is missing"), ("probe==1", "=1", "name is missing"),
    ("probe='1", "'1", "closing quote is missing"), ("probe=(1", "(1", "')' is missing"),
    ("probe=1)", ")", "without '('"), ("probe='1'2", "2", "nothing may follow"),
    ("probe=(1)(2)", "(2)", "nothing may follow"), ("é,probe", "é", "no filter"),
  ])
  func mistakesArePointedAt(_ text: String, _ marked: String, _ words: String) throws {
    let error = try #require(throws: ChainError.self) { try probed(text) }
    let bytes = Array(text.utf8)[error.range]
    #expect(String(decoding: bytes, as: UTF8.self) == marked)
    #expect(error.message.contains(words), "\(error.message)")
  }

  @Test(arguments: [
    ("blur", "gaussian"), ("Colour", "saturation"), ("normalise", "autolevels"),
    ("greyscale", "grayscale"), ("equalize", "equalise"), ("gausian", "gaussian"),
  ])
  func namesOfOtherProgramsAreKnown(_ name: String, _ meant: String) {
    #expect(FilterCatalogue.nearest(to: name) == meant)
    let error = #expect(throws: ChainError.self) { try FilterChain(parsing: name) }
    #expect(error?.message.contains("did you mean '\(meant)'?") == true)
  }

  @Test(arguments: [
    ("resize=abc", "abc"), ("resize=0x10", "0x10"), ("resize=10x", "10x"), ("resize=x", "x"),
    ("resize=-5", "-5"), ("resize=nan%", "nan%"), ("resize=50%:fit=outside", "outside"),
    ("resize=50%:kernel=lanczos", "lanczos"),
    ("resize=99999999999999999999", "99999999999999999999"),
    ("rotate=450", "450"), ("flip=up", "up"), ("crop=10x10+1", "10x10+1"), ("crop=10", "10"),
    ("crop=10x10+-1+0", "10x10+-1+0"), ("crop=", ""),
  ])
  func valuesOutOfRangeArePointedAt(_ text: String, _ marked: String) throws {
    let error = try #require(throws: ChainError.self) { try FilterChain(parsing: text) }
    #expect(String(decoding: Array(text.utf8)[error.range], as: UTF8.self) == marked)
  }

  @Test func noTextIsTooStrange() {
    let pieces = [
      "resize", "crop", "rotate", "=", ":", ",", "'", "(", ")", " ", "50%", "1x1", "+0", "90",
      "kernel", "lanczos3", "é", "\u{0}", "-", "9999999999999999999999", "1e400", "👩‍👩‍👧", "\n",
    ]
    var random = SeededRandom(seed: 7)
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        text += pieces.randomElement(using: &random)!
      }
      do throws(ChainError) {
        let chain = try FilterChain(parsing: text)
        _ = try? chain.plan(for: ImageShape(width: 3, height: 2, format: .rgba8))
      } catch {
        #expect(error.range.lowerBound >= 0 && error.range.upperBound <= text.utf8.count)
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test func deepNestingIsNoTrouble() {
    let text = "resize=" + String(repeating: "(", count: 100_000)
    #expect(throws: ChainError.self) { try FilterChain(parsing: text) }
    let long = String(repeating: "r", count: 100_000)
    #expect(throws: ChainError.self) { try FilterChain(parsing: long) }
  }

  @Test func everyExampleInAManualCanBeRead() throws {
    for filter in FilterCatalogue.all {
      let manual = filter.manual
      #expect(!manual.examples.isEmpty, "\(manual.name)")
      for example in manual.examples {
        #expect(try FilterChain(parsing: example).filters.count >= 1)
      }
    }
    let names = FilterCatalogue.all.map { $0.manual.name }
    #expect(Set(names).count == names.count)
  }
}
