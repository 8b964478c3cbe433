import FileIO
import Journal
import SystemPackage
import TestSupport
import Testing
import Tool

/// What `--resume` believes of a journal that a run of the built tool left, on this boot and on
/// another.
@Suite(.enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct HistoryTests {
  private let folder: TemporaryFolder
  private let thisBoot: UInt64 = 7

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(at("in"))
    try Files.write(
      try Files.read(Places.fixtures.pushing("png/one-pixel.png")), to: at("in/a.png"))
  }

  private func at(_ name: String) -> FilePath { folder.path.pushing(FilePath(name)) }

  /// The only entry of a run with that durability, as if written on `thisBoot`.
  private func entry(_ durability: String = "none") throws -> JournalEntry {
    let result = try Process.run(
      Places.triptych,
      ["process", at("in").string, "-o", at("out").string, "--resume"]
        + ["--durability", durability])
    try #require(result.ending == .exit(0), "\(result.errors)")
    var entry = try #require(try Journal.entries(in: at("out")).first)
    if entry.completion?.boot != 0 { entry.completion?.boot = thisBoot }
    return entry
  }

  /// Whether the entry's output is taken for done.
  private func isDone(_ entry: JournalEntry, boot: UInt64) throws -> Bool {
    let history = History([entry], recipe: entry.recipe, boot: boot, byContent: false)
    let input = InputFile(
      path: at("in/a.png"), place: "a.png", origin: .folder, facts: try FileFacts.of(at("in/a.png"))
    )
    let existing = try #require(try FileFacts.of(at("out/a.png")))
    let verdict = history.verdict(
      on: "a.png", at: at("out/a.png"), existing: existing, from: input)
    if case .done(let kept) = verdict {
      // What was found good on this boot is good for the rest of it.
      #expect(kept.completion?.boot == (entry.completion?.boot == 0 ? 0 : boot))
      return true
    }
    #expect(verdict == .unfinished)
    return false
  }

  /// Changes a byte and nothing that a directory shows of it, as a disk may that lost its power.
  private func damage(_ path: FilePath) throws {
    let before = try #require(try FileFacts.of(path)).modified
    var bytes = try Files.read(path)
    bytes[bytes.count / 2] ^= 0xFF
    try Files.write(bytes, to: path)
    try Files.touch(path, before)
  }

  @Test func afterARestartOutputsAreRead() throws {
    let entry = try entry()
    #expect(try isDone(entry, boot: thisBoot))
    #expect(try isDone(entry, boot: thisBoot + 1))
    try damage(at("out/a.png"))
    // On the boot that wrote it, size and time are trusted: that is why another boot must differ.
    #expect(try isDone(entry, boot: thisBoot))
    #expect(try !isDone(entry, boot: thisBoot + 1))
  }

  @Test func whatWasPutOnTheDiskNeedNotBeRead() throws {
    let entry = try entry("file")
    #expect(entry.completion?.boot == 0)
    try damage(at("out/a.png"))
    #expect(try isDone(entry, boot: thisBoot + 1))
  }

  /// Times are compared, not ordered: a clock that jumped back makes no old file of a new one.
  @Test func aClockThatJumpsBackHidesNoChange() throws {
    let entry = try entry()
    let hour = Int64(3_600_000_000_000)
    try Files.touch(at("out/a.png"), try #require(entry.completion).output.modified - hour)
    #expect(try isDone(entry, boot: thisBoot), "the content is what it was")
    try damage(at("out/a.png"))
    #expect(try !isDone(entry, boot: thisBoot))
    Files.remove(at("out/a.png"))
    let fresh = try self.entry()
    #expect(try isDone(fresh, boot: thisBoot))
    try Files.touch(at("in/a.png"), fresh.input.modified - hour)
    #expect(try !isDone(fresh, boot: thisBoot))
  }
}
