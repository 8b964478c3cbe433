import FileIO
import Journal
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct JournalTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func entry(_ name: String) -> JournalEntry {
    JournalEntry(
      output: FilePath(name), recipe: 7, input: Fingerprint(bytes: 1, modified: 2))
  }

  private func journal(
    _ names: [String], _ durability: Durability = .none
  ) throws -> Journal {
    try Journal(in: folder.path, names.map(entry), durability: durability, boot: 9)
  }

  private func finish(_ number: Int, _ name: String, in journal: Journal) throws {
    let path = folder.appending(name)
    try Files.write([1, 2, 3], to: path)
    journal.completed(number, at: path, inputSum: 5, outputSum: 6)
  }

  @Test func knowsWhatIsDone() throws {
    let journal = try journal(["a", "b", "c"])
    try finish(1, "b", in: journal)
    #expect(journal.finish(isSettled: false, keeping: true) == nil)
    let read = try Journal.entries(in: folder.path)
    #expect(read.map(\.output) == ["a", "b", "c"])
    #expect(read.map { $0.completion?.outputSum } == [nil, 6, nil])
    #expect(read[1].completion?.output.bytes == 3)
    #expect(read[1].completion?.boot == 9)
  }

  @Test func whatIsOnTheDiskNeedsNoBoot() throws {
    for (durability, isSettled) in [(Durability.file, false), (.batch, true)] {
      let journal = try journal(["a"], durability)
      try finish(0, "a", in: journal)
      #expect(journal.finish(isSettled: isSettled, keeping: true) == nil)
      #expect(try Journal.entries(in: folder.path)[0].completion?.boot == 0)
    }
  }

  @Test func outputsOfOtherRunsAreRemembered() throws {
    let first = try journal(["a", "b"])
    try finish(0, "a", in: first)
    _ = first.finish(isSettled: false, keeping: true)
    let second = try journal(["b", "c"])
    #expect(second.carried == 1)
    _ = second.finish(isSettled: false, keeping: true)
    let read = try Journal.entries(in: folder.path)
    #expect(Set(read.map(\.output)) == ["a", "b", "c"])
    #expect(read.first { $0.output == "a" }?.completion?.inputSum == 5)
  }

  @Test func leavesNothingBehindIfNotKept() throws {
    let journal = try journal(["a"])
    try finish(0, "a", in: journal)
    #expect(journal.finish(isSettled: false, keeping: false) == nil)
    #expect(!Places.exists(folder.appending(Journal.name)))
    #expect(try Journal.entries(in: folder.path).isEmpty)
  }

  /// A file that is no journal is no reason not to work.
  @Test func anythingElseIsNoJournal() throws {
    try Files.write(Array("something else\n".utf8), to: folder.appending(Journal.name))
    #expect(try Journal.entries(in: folder.path).isEmpty)
    let journal = try journal(["a"])
    #expect(journal.carried == 0)
    _ = journal.finish(isSettled: false, keeping: false)
  }

  /// What lies in the output folder may be anybody's: it is neither waited for nor read for ever.
  @Test(arguments: ["fifo", "link", "folder", "large"])
  func whatCannotBeAJournalIsRefused(what: String) throws {
    let path = folder.appending(Journal.name)
    switch what {
    case "fifo": try #require(unsafe mkfifo(path.string, 0o600) == 0)
    case "link": try #require(unsafe symlink("/dev/zero", path.string) == 0)
    case "folder": try Files.createFolder(path)
    default:
      try Files.write([], to: path)
      try #require(unsafe truncate(path.string, 3 << 30) == 0)
    }
    #expect(throws: FileError.self) { try Journal.entries(in: folder.path) }
    #expect(throws: FileError.self) { try journal(["a"]) }
  }

  /// A draft is emptied before it is written to.
  @Test func anotherFilesSecondNameIsNotWrittenTo() throws {
    let precious = folder.appending("precious")
    try Files.write([1, 2, 3], to: precious)
    let draft = folder.appending(Journal.name + ".new")
    try #require(unsafe link(precious.string, draft.string) == 0)
    #expect(throws: FileError.self) { try journal(["a"]) }
    #expect(try Files.read(precious) == [1, 2, 3])
    // The name is gone, and the next run has its journal.
    #expect(try journal(["a"]).carried == 0)
    #expect(try Files.read(precious) == [1, 2, 3])
  }
}
