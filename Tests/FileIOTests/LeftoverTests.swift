import FileIO
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct LeftoverTests {
  static let names: [(String, Int?)] = [
    (".a.png.triptych-17-3.tmp", 17), (".triptych-17-3.tmp", 17), (".a.png.tmp", nil),
    ("a.png.triptych-17-3.tmp", nil), (".a.png.triptych-17-3", nil), (".a.triptych-x-3.tmp", nil),
    (".triptych-journal", nil), (".tmp", nil),
  ]

  @Test(arguments: names)
  func temporaryNamesAreKnown(name: String, process: Int?) {
    #expect(TemporaryName.process(in: name) == process)
  }

  @Test func onlyWhatTheDeadLeftIsRemoved() throws {
    let folder = try TemporaryFolder()
    let living = ".a.png.triptych-\(getpid())-1.tmp"
    // No process has this number: it is above the most that Linux allows.
    for name in [living, ".a.png.triptych-99999999-1.tmp", "a.png"] {
      try Files.write([1], to: folder.appending(name))
    }
    TemporaryName.removeLeftovers(in: folder.path)
    #expect(try Files.tree(folder.path) == [living, "a.png"])
  }
}
