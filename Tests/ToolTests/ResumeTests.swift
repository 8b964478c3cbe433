import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// `--resume` and `--retry-failed`, on a few pictures.
@Suite struct ResumeTests {
  private let folder: TemporaryFolder
  private let names = ["a.png", "b.png", "c.png"]

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(at("in"))
    for name in names { try write(name, "png/one-pixel.png") }
  }

  private func at(_ name: String) -> FilePath { folder.appending(name) }

  private func write(_ name: String, _ fixture: String) throws {
    try Files.write(
      try Files.read(Places.fixtures.appending(fixture)), to: at("in").appending(name))
  }

  /// - Returns: names of the inputs that were done.
  @discardableResult
  private func run(
    _ options: [String], _ ending: Process.Ending = .exit(0)
  ) throws -> Set<String> {
    let result = try Process.run(
      Places.triptych,
      ["process", at("in").string, "-o", at("out").string, "--json"] + options)
    #expect(result.ending == ending, "\(result.errors)")
    guard result.ending != .exit(2) else { return [] }
    return try Set(
      JobRecord.all(in: result.output).filter { $0.status == "done" }.map { lastName($0.input) })
  }

  private func contents() throws -> [String: [UInt8]] {
    try SurvivalBatch.contents(of: at("out"))
  }

  @Test func whatIsDoneIsNotDoneAgain() throws {
    try #expect(run(["--resume"]).count == 3)
    try #expect(run(["--resume"]).isEmpty)
    try #expect(run(["--resume", "--check-content"]).isEmpty)
  }

  @Test func aChangedRecipeIsDoneAgain() throws {
    try run(["--resume"])
    try #expect(run(["--resume", "--png-level", "1"]).count == 3)
    try #expect(run(["--resume", "-f", "invert"]).count == 3)
    try #expect(run(["--resume", "-f", "invert", "--workers", "3", "--mode", "forked"]).isEmpty)
  }

  /// What lies over the pictures is the recipe's, though the chain has only its name.
  @Test func anotherOverlayOfThatNameIsDoneAgain() throws {
    func lay(_ fixture: String) throws {
      try Files.write(try Files.read(Places.fixtures.appending(fixture)), to: at("logo.png"))
    }
    let words = ["--resume", "-f", "overlay=\(at("logo.png").string)"]
    try lay("png/one-pixel.png")
    try run(words)
    try #expect(run(words).isEmpty)
    try lay("png/one-row-interlaced.png")
    try #expect(run(words).count == 3)
    // The same bytes at another time are the same picture.
    try lay("png/one-row-interlaced.png")
    try #expect(run(words).isEmpty)
  }

  @Test func aChangedInputIsDoneAgain() throws {
    try run(["--resume"])
    try write("b.png", "png/one-row-interlaced.png")
    try #expect(run(["--resume"]) == ["b.png"])
    // The same bytes at another time: changed, unless content is all that counts.
    try write("b.png", "png/one-row-interlaced.png")
    try #expect(run(["--resume", "--check-content"]).isEmpty)
    try write("b.png", "png/one-row-interlaced.png")
    try #expect(run(["--resume"]) == ["b.png"])
  }

  @Test func aDamagedOutputIsDoneAgain() throws {
    try run(["--resume"])
    let whole = try contents()
    let damages: [(String, (FilePath, [UInt8]) throws -> Void)] = [
      ("gone", { path, _ in Files.remove(path) }),
      ("cut", { path, bytes in try Files.write(bytes.dropLast(), to: path) }),
      ("empty", { path, _ in try Files.write([], to: path) }),
      ("zeros", { path, bytes in try Files.write(bytes.map { _ in 0 }, to: path) }),
    ]
    for (name, damage) in damages {
      let path = at("out").appending("b.png")
      try damage(path, try #require(whole["b.png"]))
      try #expect(run(["--resume"]) == ["b.png"], "\(name)")
      #expect(try contents() == whole, "\(name)")
    }
    // Another time, but the same bytes: it was copied, say.
    try Files.write(try #require(whole["b.png"]), to: at("out").appending("b.png"))
    try #expect(run(["--resume"]).isEmpty)
  }

  /// A file that no run of the tool made is nobody's to replace.
  @Test func otherPeoplesFilesAreRefused() throws {
    try Files.createFolder(at("out"))
    try Files.write([1], to: at("out").appending("c.png"))
    let result = try Process.run(
      Places.triptych, ["process", at("in").string, "-o", at("out").string, "--resume"])
    #expect(result.ending == .exit(2))
    // What was given already is no advice.
    #expect(result.errors.contains("no journal"), "\(result.errors)")
    #expect(!result.errors.contains("--resume"), "\(result.errors)")
    #expect(try contents() == ["c.png": [1]])
  }

  @Test func aRunThatDidAllLeavesNoJournalUnlessAskedTo() throws {
    try run([])
    #expect(!Places.exists(at("out").appending(".triptych-journal")))
    try run(["--if-exists", "overwrite", "--resume"])
    #expect(Places.exists(at("out").appending(".triptych-journal")))
  }

  /// What a run leaves that was killed as it wrote its journal, whole, torn or not begun.
  @Test(arguments: ["", "junk", "torn"])
  func aDraftOfAJournalIsTakenOver(left: String) throws {
    let (journal, draft) = (at("out/.triptych-journal"), at("out/.triptych-journal.new"))
    try run(["--resume"])
    let kept = try Files.read(journal)
    let bytes = left == "torn" ? Array(kept.dropLast(kept.count / 2)) : Array(left.utf8)
    try Files.write(bytes, to: draft)
    try #expect(run(["--resume"]).isEmpty)
    try #expect(run(["--resume", "-f", "invert"]).count == 3)
    #expect(!Places.exists(draft))
    try #expect(run(["--resume", "-f", "invert"]).isEmpty)
  }

  @Test func aMendedInputIsAllThatIsLeft() throws {
    try Files.write(Array("no picture".utf8), to: at("in").appending("b.png"))
    try #expect(run([], .exit(1)) == ["a.png", "c.png"])
    try run([], .exit(2))
    try write("b.png", "png/one-pixel.png")
    try #expect(run(["--resume"]) == ["b.png"])
    #expect(try contents().keys.sorted() == names)
  }

  @Test func failedJobsAreRetried() throws {
    try Files.write(Array("no picture".utf8), to: at("in").appending("b.png"))
    let report = at("report.json").string
    try run(["--report", report], .exit(1))
    try run(["--retry-failed", report], .exit(1))
    try write("b.png", "png/one-pixel.png")
    try #expect(run(["--retry-failed", report]) == ["b.png"])
    #expect(try contents().keys.sorted() == names)
  }

  /// However their names are spelt, then and now.
  @Test func failedJobsAreKnownByOtherSpellings() throws {
    try Files.write(Array("no picture".utf8), to: at("in").appending("b.png"))
    let report = at("report.json").string
    try run(["--report", report], .exit(1))
    for spelling in ["in/.", "out/../in", "./in/"] {
      let result = try Process.run(
        Places.triptych,
        ["process", at(spelling).string, "-o", at("out").string, "--retry-failed", report])
      #expect(result.ending == .exit(1), "\(spelling): \(result.errors)")
    }
  }

  /// A folder that cannot be listed is reported like a file that failed, and tried again.
  @Test(arguments: [("EACCES", "file", 1), ("EIO", "environment", 75)] as [(String, String, CInt)])
  func aFolderThatCannotBeListedIsAccountedFor(errno: String, kind: String, code: CInt) throws {
    try Files.createFolder(at("in/deep"))
    try write("deep/d.png", "png/one-pixel.png")
    let report = at("report.json")
    let words = ["process", at("in").string, "-r", "-o", at("out").string, "--json"]
    // The folder has seven entries to read: `.`, `..`, four names and the end. Then comes the one
    // that is in it.
    let first = try Process.run(
      Places.triptych, words + ["--report", report.string],
      environment: ["PATH": "/usr/bin:/bin", "TRIPTYCH_FAULTS": "list:\(errno)@8"])
    #expect(first.ending == .exit(code), "\(first.errors)")
    let failed = try JobRecord.all(in: first.output).filter { $0.status == "failed" }
    #expect(failed.map(\.input) == [at("in/deep").string])
    #expect(failed.first?.failure?.kind == kind)
    let record = try ReportRecord(try Files.read(report))
    #expect(record.failures.count == 1)
    #expect(record.sum("files_failed") == 1)
    // It is there, and still cannot be listed.
    let still = try Process.run(
      Places.triptych, words + ["--retry-failed", report.string],
      environment: ["PATH": "/usr/bin:/bin", "TRIPTYCH_FAULTS": "list:\(errno)@8"])
    #expect(
      still.ending == .exit(code) && !still.errors.contains("is not among"), "\(still.errors)")
    let second = try Process.run(Places.triptych, words + ["--retry-failed", report.string])
    #expect(second.ending == .exit(0), "\(second.errors)")
    #expect(try JobRecord.all(in: second.output).map(\.input) == [at("in/deep/d.png").string])
  }

  /// Where none of them is there, nothing can be retried, whatever else is there.
  @Test func failedJobsThatAreElsewhereAreMissed() throws {
    try Files.write(Array("no picture".utf8), to: at("in").appending("b.png"))
    let report = at("report.json").string
    try run(["--report", report], .exit(1))
    Files.remove(at("in").appending("b.png"))
    try run(["--retry-failed", report], .exit(2))
  }

  @Test func aFileThatIsNoReportIsRefused() throws {
    try Files.write(Array("{}".utf8), to: at("no.json"))
    try run(["--retry-failed", at("no.json").string], .exit(2))
    try run(["--retry-failed", at("none.json").string], .exit(2))
  }

  /// Another name for the output folder, or the folder moved, makes no difference.
  @Test func aFolderMayBeMoved() throws {
    try run(["--resume"])
    try Files.createFolder(at("new"))
    let moved = unsafe rename(at("out").string, at("new/out").string)
    #expect(moved == 0)
    let result = try Process.run(
      Places.triptych,
      ["process", at("in").string, "-o", at("new/out").string, "--resume", "--dry-run"])
    #expect(result.output.contains("0 to process") || result.output.contains("3 to skip"))
  }
}
