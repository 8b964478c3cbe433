import Platform
import SystemPackage
import TestSupport
import Testing
import Tool

@Suite struct PathTextTests {
  @Test(arguments: [
    ("plain.jpg", "plain.jpg"), ("größe 🖼.png", "größe 🖼.png"), ("a\nb", "a\\nb"),
    ("tab\there", "tab\\there"), ("\u{1B}[31mred", "\\x1b[31mred"),
    ("back\\slash", "back\\\\slash"),
    ("\u{85}", "\\xc2\\x85"), ("\u{202E}gpj.exe", "\\xe2\\x80\\xaegpj.exe"), ("\u{7F}", "\\x7f"),
  ])
  func hostileNamesAreHarmless(name: String, shown: String) {
    #expect(FilePath(name).printable == shown)
  }

  @Test(
    arguments: [
      ([0xFF], "\\xff"), ([0x61, 0xC3], "a\\xc3"), ([0xC0, 0x80], "\\xc0\\x80"),
      ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"), ([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),
    ] as [([UInt8], String)])
  func bytesThatAreNoTextAreShownAsBytes(bytes: [UInt8], shown: String) {
    #expect(PathText.printable(bytes) == shown)
  }

  @Test func pathsKeepTheirBytes() {
    let bytes = (1...255).map(UInt8.init).filter { $0 != UInt8(ascii: "/") }
    #expect(FilePath(bytes: bytes).bytes == bytes)
  }

  @Test(arguments: UInt64(0)..<200)
  func argumentsComeBackAsTheyWere(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    // Bytes around the borders of UTF-8, so that whole and broken sequences both occur.
    let alphabet: [UInt8] = [0x2D, 0x61, 0x80, 0x8F, 0xA0, 0xBF, 0xC3, 0xE2, 0xED, 0xF4, 0xFF]
    let bytes = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
      alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
    }
    #expect(ArgumentText.decode(ArgumentText.encode(bytes)) == bytes)
  }

  @Test func argumentsThatAreTextStayText() {
    #expect(ArgumentText.encode(Array("grün 🖼".utf8)) == "grün 🖼")
    // The scalars that stand for bytes are themselves no way around the rule.
    let stand = Array("\u{10FFAB}\u{10FF00}".utf8)
    #expect(ArgumentText.decode(ArgumentText.encode(stand)) == stand)
  }

  @Test func listsOfNames() {
    let lines = Array("a b.png\r\n\nc\\n.png\nlast".utf8) + [0xFF]
    #expect(
      FileList.paths(in: lines, nulls: false)
        == [
          FilePath("a b.png"), FilePath("c\\n.png"), FilePath(bytes: Array("last".utf8) + [0xFF]),
        ]
    )
    let nulls = Array("a\nb\0c\r\0\0d".utf8)
    #expect(
      FileList.paths(in: nulls, nulls: true) == [FilePath("a\nb"), FilePath("c\r"), FilePath("d")])
    #expect(FileList.paths(in: [], nulls: false).isEmpty)
  }

  @Test(arguments: [
    ("/etc/../../a.png", "a.png"), ("../../a.png", "a.png"), ("x/./y/../z.png", "x/z.png"),
    ("a/b.png", "a/b.png"), ("/", ""), ("..", ""), ("a/../..", ""),
  ])
  func listedNamesNeverClimbOut(name: String, place: String) {
    #expect(InputFinder.confined(FilePath(name)) == FilePath(place))
  }
}
