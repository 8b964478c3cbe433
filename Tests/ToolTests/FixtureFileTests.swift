import Pixels
import Scenes
import SystemPackage
import TestSupport
import Testing

/// The files of Fixtures/ are what the generator makes, and other programs find them sound.
@Suite struct FixtureFileTests {
  @Test(arguments: Catalogue.small.map(\.name))
  func committedFileIsWhatTheGeneratorMakes(name: String) throws {
    let fixture = try #require(Catalogue.small.first { $0.name == name })
    let committed = try Files.read(Places.fixtures.appending(name))
    #expect(try fixture.bytes() == committed)
  }

  @Test func manifestNamesEveryFileAndNoOther() throws {
    let lines = try Files.lines(Places.fixtures.appending("MANIFEST.tsv"))
    #expect(lines.first == Fixture.manifestHeader)
    let expected = try Catalogue.small.map { fixture in
      fixture.manifestLine(try Files.read(Places.fixtures.appending(fixture.name)))
    }
    #expect(Array(lines.dropFirst()) == expected)
    let pictures = try Files.tree(Places.fixtures).filter { !$0.hasSuffix(".tsv") }
    #expect(pictures == Catalogue.small.map(\.name).sorted())
  }

  @Test func fixturesStaySmall() throws {
    let bytes = try Catalogue.small.reduce(0) { $0 + (try $1.bytes().count) }
    #expect(bytes < 600_000)
  }

  @Test(
    .enabled(if: Places.program("pngcheck") != nil, "pngcheck is absent"),
    arguments: Catalogue.small.map(\.name).filter { $0.hasSuffix(".png") })
  func pngcheckFindsNoFault(name: String) throws {
    let pngcheck = try #require(Places.program("pngcheck"))
    let result = try Process.run(pngcheck, ["-q", Places.fixtures.appending(name).string])
    #expect(result.ending == .exit(0), "\(result.output)\(result.errors)")
  }

  @Test(
    .enabled(if: Places.program("djpeg") != nil, "djpeg is absent"),
    arguments: Catalogue.small.map(\.name).filter { $0.hasSuffix(".jpg") })
  func djpegReadsWithoutWarning(name: String) throws {
    let djpeg = try #require(Places.program("djpeg"))
    let folder = try TemporaryFolder()
    // djpeg turns CMYK into RGB only for formats that can hold it, of which PPM is one.
    let result = try Process.run(
      djpeg,
      ["-pnm", "-outfile", folder.appending("out").string, Places.fixtures.appending(name).string])
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(result.errors.isEmpty)
  }
}
