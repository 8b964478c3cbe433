import Codecs
import FilterCases
import Filters
import Memory
import Pixels
import SystemPackage
import TestSupport
import Testing

/// What `make bench` measures: every filter there is, by chains that do something.
struct FilterCaseTests {
  private static let shape = ImageShape(width: 96, height: 64, format: .rgb8)

  private func chain(of entry: FilterCase) throws -> FilterChain {
    let text = entry.chain(
      width: Self.shape.width, height: Self.shape.height, fixtures: Places.fixtures.string)
    return try FilterChain(parsing: text).reading { path in
      let bytes = try #require(ByteBlock(try Files.read(FilePath(path))))
      return try OverlayPicture(openDecoder(bytes, DecodeOptions(), .never), sum: 0)
    }
  }

  @Test(arguments: FilterCatalogue.all.map { $0.manual.name })
  func everyFilterIsMeasured(_ name: String) throws {
    let isMeasured = try FilterCase.all.contains { entry in
      try chain(of: entry).filters.contains { type(of: $0).manual.name == name }
    }
    #expect(isMeasured, "\(name) wants a line in Sources/FilterCases")
  }

  @Test func everyCaseIsOneFilterThatDoesSomething() throws {
    let bytes = try #require(
      ByteBlock(try Files.read(Places.fixtures.appending("png/landscape-icc.png"))))
    let profile = try openDecoder(bytes, DecodeOptions(), .never).metadata.icc
    for entry in FilterCase.all {
      let chain = try chain(of: entry)
      #expect(chain.filters.count == 1, "\(entry.name)")
      let plan = try chain.converting(from: profile).plan(for: Self.shape)
      #expect(!plan.isIdentity, "\(entry.name)")
    }
  }

  /// The other libraries' functions are found by name.
  @Test func othersAreComparedWithCasesThatThereAre() throws {
    let names = FilterCase.all.map(\.name)
    #expect(Set(names).count == names.count)
    var keys: [String] = []
    for name in ["peers", "peers_geometry", "peers_points", "peers_neighbours"] {
      keys += try Files.lines(Places.root.appending("Benchmarks/\(name).py"))
        .compactMap { $0.firstMatch(of: #/^ {4}"(.+?)": /#)?.output.1 }.map(String.init)
    }
    #expect(keys.count > 40)
    #expect(Set(keys).subtracting(names).isEmpty, "no such case in Sources/FilterCases")
    #expect(Set(keys).count == keys.count)
  }
}
