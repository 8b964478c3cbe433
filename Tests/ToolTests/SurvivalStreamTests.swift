import SystemPackage
import TestSupport
import Testing

/// Standard streams that are closed, or whose reader goes away.
@Suite struct SurvivalStreamTests {
  static let modes =
    ["inline", "free", "locked"].map { ["--mode", $0] }
    + ["path", "pipe", "shm"].map { ["--mode", "forked", "--handoff", $0] }
  /// What a shell does with the streams; the numbers would otherwise go to files of the run.
  static let redirections = [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-", "| head -n 1"]

  @Test(arguments: modes, redirections)
  func closedStreamCostsNothing(mode: [String], redirection: String) throws {
    let folder = try TemporaryFolder()
    let input = Places.fixtures.appending("png").string
    func output(_ name: String) -> FilePath { folder.appending(name) }
    let oracle = try Process.run(
      Places.triptych, ["process", input, "-o", output("oracle").string, "--mode", "inline"])
    try #require(oracle.ending == .exit(0))
    let words =
      ["timeout", "20", Places.triptych.string, "process", input, "--workers", "2", "--json"]
      + ["-o", output("out").string] + mode
    let script = "{ \(words.joined(separator: " ")); echo $? >\(output("code")); } \(redirection)"
    _ = try Process.run("/bin/sh", ["-c", script])
    #expect(try Files.lines(output("code")) == ["0"])
    let expected = try SurvivalBatch.contents(of: output("oracle"))
    #expect(try SurvivalBatch.contents(of: output("out")) == expected)
  }
}
