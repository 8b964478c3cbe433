import Platform
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The built program when it is stopped, cut off, or short of disk.
@Suite(
  .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct CommandLineStopTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(folder.appending("in"))
    let bytes = try Files.read(Places.fixtures.pushing("png/gradients-rgb8.png"))
    for index in 0..<40 {
      try Files.write(bytes, to: folder.path.appending("in").appending("\(index).png"))
    }
  }

  private func path(_ name: String) -> String { folder.path.appending(name).string }

  @Test(
    arguments: ["free", "locked", "forked"], [(SIGINT, 130), (SIGTERM, 143)] as [(CInt, CInt)])
  func signalsEndTheBatchInOrder(mode: String, signal: (CInt, CInt)) throws {
    let (number, code) = signal
    // Slowed, so that it is far from done when the signal comes.
    let process = try Process(
      Places.triptych,
      [
        "process", path("in"), "-o", path("out"), "--mode", mode, "--workers", "2",
        "--io-latency", "100ms", "--report", path("r.json"), "--json",
      ])
    try waitForOutput()
    process.signal(number)
    let result = try process.wait()
    #expect(result.ending == .exit(code), "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 40)
    #expect(lines.contains { $0.contains(#""status":"not-started""#) })
    let report = String(decoding: try Files.read(folder.appending("r.json")), as: UTF8.self)
    #expect(report.contains(#""exit_code": \#(code)"#))
    // Whatever is visible is whole: only names that were asked for.
    let outputs = try Files.tree(folder.appending("out"))
    #expect(outputs.allSatisfy { $0.hasSuffix(".png") || $0.hasSuffix("out") })
  }

  private static let forked = SurvivalTests.handoffs.map(SurvivalTests.forked)

  /// The thread sanitizer makes computing some twenty times as slow.
  private static let slow = Places.sanitizer == "thread" ? "nlmeans" : "resize=400%,nlmeans"

  /// Takes some tenths of a second a file, far longer than to hear of the end.
  private func startSlowly(_ mode: [String], _ options: [String] = []) throws -> Process {
    try Process(
      Places.triptych,
      ["process", path("in"), "-o", path("out"), "--json", "--workers", "2", "--in-flight", "16"]
        + ["-f", Self.slow] + mode + options)
  }

  /// Files that wait with a worker, read or not, are not begun any more.
  @Test(arguments: forked + [["--mode", "free"]])
  func whatNobodyHadBegunIsNotBegunAfterASignal(mode: [String]) throws {
    let process = try startSlowly(mode)
    try waitForOutput()
    let signalled = now() * 1000
    process.signal(SIGINT)
    let result = try process.wait()
    #expect(result.ending == .exit(130), "\(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    #expect(jobs.count == 40)
    // One a worker while it was told.
    #expect(jobs.count { ($0.started ?? 0) > signalled } <= 4, "\(result.errors)")
    #expect(Set(jobs.map(\.status)) == ["done", "not-started"])
    #expect(jobs.count { $0.status == "done" } == (try Files.tree(folder.appending("out")).count))
  }

  @Test(arguments: forked + [["--mode", "free"]])
  func whatNobodyHadBegunIsNotBegunAfterAFailure(mode: [String]) throws {
    // The largest is first.
    try Files.write(
      [UInt8](repeating: 7, count: 200_000), to: folder.appending("in").appending("x.png"))
    let result = try startSlowly(mode, ["--fail-fast"]).wait()
    #expect(result.ending == .exit(1), "\(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    #expect(jobs.count == 41)
    #expect(jobs.count { $0.status == "failed" } == 1)
    #expect(jobs.count { $0.status == "done" } <= 4)
  }

  /// Waits until the first result is there, which shows that the signals are watched.
  private func waitForOutput() throws {
    try #require(
      wait(times: 60_000) { (try? Files.tree(folder.appending("out")).isEmpty) == false },
      "no output appeared within a minute")
  }

  @Test func aReaderThatLeavesDoesNoHarm() throws {
    let script = "\"$1\" process \"$2\" -o \"$3\" --json 2>\"$4\" | head -n 1"
    let result = try Process.run(
      "/bin/sh", ["-c", script, "sh", Places.triptych.string, path("in"), path("out"), path("err")])
    #expect(result.ending == .exit(0))
    #expect(result.output.split(separator: "\n").count == 1)
    let errors = String(decoding: try Files.read(folder.appending("err")), as: UTF8.self)
    #expect(errors.contains("40 done"), "\(errors)")
    #expect(try Files.tree(folder.appending("out")).filter { $0.hasSuffix(".png") }.count == 40)
  }

  @Test(.enabled(if: Places.exists("/dev/full"), "there is no /dev/full"))
  func outputThatCannotBeWrittenIsSaidAndCostsNoPicture() throws {
    for option in ["--json", "--report -", "--trace -"] {
      let out = path(option)
      let script = "\"$1\" process \"$2\" -o \"$3\" \(option) >/dev/full"
      let result = try Process.run(
        "/bin/sh", ["-c", script, "sh", Places.triptych.string, path("in"), out])
      #expect(result.ending == .exit(75), "\(result.errors)")
      #expect(result.errors.contains("cannot write to standard output: No space left"))
      #expect(try Files.tree(FilePath(out)).count == 40)
    }
  }

  @Test(
    .enabled(if: Places.exists("/dev/full"), "there is no /dev/full"),
    arguments: ["filters", "filters median", "inspect \"$2\"", "process \"$2\" -o new --dry-run"]
      + ["process --help", "--version", "reproduce --explain c1"])
  func whatIsLostOnStandardOutputIsSaid(command: String) throws {
    let result = try shell("\"$1\" \(command) >/dev/full")
    #expect(result.ending == .exit(75), "\(result.errors)")
    #expect(result.errors.contains("cannot write to standard output: No space left"))
  }

  /// Standard output by another name, and the file that it goes to.
  @Test(arguments: ["/dev/stdout", "/proc/self/fd/1", "$4/log"])
  func linesAndReportAreNotMixedUnderAnotherName(name: String) throws {
    let script = "\"$1\" process \"$2\" -o \"$3\" --json --report \(name) > \"$4/log\""
    let result = try shell(script)
    #expect(result.ending == .exit(2), "\(result.errors)")
    #expect(
      result.errors.contains("--json and --report would both write to standard output"),
      "\(result.errors)")
  }

  @Test(arguments: ["/dev/stdout >> \"$4/log\"", "/dev/stderr 2>> \"$4/log\""])
  func aReportIsAddedToWhatIsThere(ending: String) throws {
    try Files.write("first\n".utf8, to: folder.appending("log"))
    let result = try shell("\"$1\" process \"$2\" -o \"$3\" -q --report \(ending)")
    #expect(result.ending == .exit(0), "\(result.errors)")
    let log = String(decoding: try Files.read(folder.appending("log")), as: UTF8.self)
    #expect(log.hasPrefix("first\n{"), "\(log.prefix(100))")
  }

  @Test func nothingIsLostWhereNothingIsKept() throws {
    let result = try shell(
      "\"$1\" process \"$2\" -o \"$3\" --json --report /dev/null > /dev/null")
    #expect(result.ending == .exit(0), "\(result.errors)")
  }

  private func shell(_ script: String) throws -> Process.Result {
    try Process.run(
      "/bin/sh",
      ["-c", script, "sh", Places.triptych.string, path("in"), path("out"), folder.path.string])
  }

  @Test func aReportGoesThroughLinksAndDevicesInsteadOfReplacingThem() throws {
    try Files.write("old".utf8, to: folder.appending("real.json"))
    try #require(unsafe symlink(path("real.json"), path("link.json")) == 0)
    let result = try Process.run(
      Places.triptych, ["process", path("in"), "-o", path("out"), "--report", path("link.json")])
    #expect(result.ending == .exit(0))
    #expect(try Files.read(folder.appending("real.json")).first == UInt8(ascii: "{"))
    #expect(
      try Sys.status(folder.appending("link.json"), followingLinks: false).kind == .symbolicLink)
  }
}
