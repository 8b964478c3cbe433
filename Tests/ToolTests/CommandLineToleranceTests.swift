import Platform
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The built program when some of what it was given cannot be done, or was not meant so.
@Suite(
  .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct CommandLineToleranceTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["in", "in/sub", "in/sub/deep"] { try Files.createFolder(at(name)) }
    let bytes = try Files.read(Places.fixtures.pushing("png/gradients-rgb8.png"))
    for name in ["in/a.png", "in/sub/b.png", "in/sub/deep/c.png"] {
      try Files.write(bytes, to: at(name))
    }
  }

  private func at(_ name: String) -> FilePath { folder.path.pushing(FilePath(name)) }
  private func path(_ name: String) -> String { at(name).string }

  private func run(_ arguments: String..., faults: String? = nil) throws -> Process.Result {
    let environment = faults.map { ["PATH": "/usr/bin:/bin", "TRIPTYCH_FAULTS": $0] }
    return try Process.run(Places.triptych, arguments, environment: environment)
  }

  private func statuses(_ result: Process.Result) throws -> [String: String] {
    Dictionary(
      try JobRecord.all(in: result.output).map { (lastName($0.input), $0.status) },
      uniquingKeysWith: { "\($0), \($1)" })
  }

  @Test(arguments: ["free", "forked"])
  func aNamedPipeOrDeviceIsOneFailedFile(mode: String) throws {
    try #require(unsafe mkfifo(path("pipe.png"), 0o600) == 0)
    let process = try Process(
      Places.triptych,
      ["process", path("in/a.png"), path("pipe.png"), "/dev/null", path("gone.png")]
        + ["-o", path("out"), "--json", "--mode", mode])
    try #require(try process.ends(within: 20), "waits for somebody to write into the pipe")
    let result = try process.wait()
    #expect(result.ending == .exit(1), "\(result.errors)")
    #expect(
      try statuses(result) == [
        "a.png": "done", "pipe.png": "failed", "null": "failed", "gone.png": "failed",
      ])
  }

  @Test func inputsThatAreAllMissingAreFailedFilesToo() throws {
    let result = try run("process", path("gone.png"), "-o", path("out"))
    #expect(result.ending == .exit(1))
    #expect(result.errors.contains("gone.png"))
    let plan = try run("process", path("gone.png"), path("in"), "-o", path("out"), "--dry-run")
    #expect(plan.ending == .exit(1))
    #expect(plan.output.contains("1 file to process"))
    #expect(plan.output.contains("1 to fail"))
    #expect(plan.output.contains("cannot open \(path("gone.png")): No such file"))
  }

  /// The parser suggests what looks similar; what means the same is better.
  @Test(arguments: [
    ("--force", "--if-exists overwrite"), ("-j", "--workers"), ("-j4", "--workers"),
    ("--resize", "--filters resize="),
  ])
  func optionsOfOtherToolsAreUnderstood(option: String, counterpart: String) throws {
    let result = try run("process", path("in"), "-o", path("out"), option)
    #expect(result.ending == .exit(2))
    #expect(result.errors.contains("Unknown option '\(option)'. Use '\(counterpart)"))
    #expect(!result.errors.contains("Did you mean"), "\(result.errors)")
  }

  @Test(arguments: [";", "|"]) func separatorsOfOtherToolsAreUnderstood(separator: String) throws {
    let result = try run(
      "process", path("in"), "-o", path("out"), "-f", "gaussian=sigma=3\(separator)median")
    #expect(result.ending == .exit(2))
    #expect(result.errors.contains("Filters are separated by commas."), "\(result.errors)")
  }

  @Test func aFolderInAnOutputsPlaceCostsThatFile() throws {
    try Files.createFolder(at("out"))
    try Files.createFolder(at("out/a.png"))
    let plan = try run("process", path("in"), "-r", "-o", path("out"), "--dry-run")
    #expect(plan.ending == .exit(1))
    #expect(plan.output.contains("2 files to process"))
    #expect(plan.output.contains("1 to fail"))
    let result = try run("process", path("in"), "-r", "-o", path("out"), "--json")
    #expect(result.ending == .exit(1))
    #expect(try statuses(result) == ["a.png": "failed", "b.png": "done", "c.png": "done"])
  }

  @Test(
    .enabled(if: SmallDisk.isPossible, "a small file system can be mounted by root only"),
    arguments: ["inline", "free", "forked"])
  func aReadOnlyFolderCostsWhatWouldGoThere(mode: String) throws {
    try Files.createFolder(at("out"))
    let disk = try SmallDisk(kilobytes: 64, at: at("out/sub"), isReadOnly: true)
    let result = try run(
      "process", path("in"), "-r", "-o", path("out"), "--json", "--mode", mode)
    #expect(result.ending == .exit(1), "\(result.errors)")
    #expect(try statuses(result) == ["a.png": "done", "b.png": "failed", "c.png": "failed"])
    withExtendedLifetime(disk) {}
  }

  /// Whether the folder is there already or would have to be made: the same code, one message, and
  /// no table of nothing.
  @Test(
    .enabled(if: SmallDisk.isPossible, "a small file system can be mounted by root only"),
    arguments: ["", "/new"], ["inline", "free", "forked"])
  func aReadOnlyDiskIsTheMachinesTrouble(below: String, mode: String) throws {
    let disk = try SmallDisk(kilobytes: 64, at: at("ro"), isReadOnly: true)
    let result = try run(
      "process", path("in"), "-r", "-o", path("ro") + below, "--mode", mode)
    #expect(result.ending == .exit(75), "\(result.errors)")
    #expect(result.errors.contains("choose another output folder"), "\(result.errors)")
    #expect(!result.errors.contains("files   "), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").filter { $0.hasPrefix("triptych:") }.count == 1)
    withExtendedLifetime(disk) {}
  }

  /// Root may write anywhere, unless it gives that up.
  private static let meekly = ["/usr/bin/setpriv", "--bounding-set=-all", "--inh-caps=-all"]

  private static let canBeMeek = geteuid() != 0 || Places.exists(FilePath(meekly[0]))

  private func runMeekly(_ arguments: String...) throws -> Process.Result {
    let words = (geteuid() == 0 ? Self.meekly : []) + [Places.triptych.string] + arguments
    return try Process.run(FilePath(words[0]), Array(words.dropFirst()))
  }

  /// It is known before anything is computed, and there is one message.
  @Test(
    .enabled(if: canBeMeek, "without setpriv, root may write anywhere"),
    arguments: ["inline", "free", "forked"])
  func aForbiddenFolderIsAWrongPlace(mode: String) throws {
    try Files.createFolder(at("mine"))
    try #require(unsafe chmod(path("mine"), 0o555) == 0)
    for place in ["mine", "mine/new"] {
      let result = try runMeekly(
        "process", path("in"), "-r", "-o", path(place), "--mode", mode)
      #expect(result.ending == .exit(2), "\(result.errors)")
      #expect(result.errors.contains("Permission denied; choose another output folder"))
      #expect(!result.errors.contains("failed"), "\(result.errors)")
    }
    let unwritten = try runMeekly(
      "process", path("in"), "-o", path("mine"), "--io", "null", "-q", "--mode", mode)
    #expect(unwritten.ending == .exit(0), "\(unwritten.errors)")
    // Of one folder among several, it costs what would go there.
    try Files.createFolder(at("out"))
    try Files.createFolder(at("out/sub"))
    try #require(unsafe chmod(path("out/sub"), 0o555) == 0)
    let some = try runMeekly(
      "process", path("in"), "-r", "-o", path("out"), "--json", "--mode", mode)
    #expect(some.ending == .exit(1), "\(some.errors)")
    #expect(try statuses(some) == ["a.png": "done", "b.png": "failed", "c.png": "failed"])
    // Also if it is all that is left.
    let rest = try runMeekly(
      "process", path("in"), "-r", "-o", path("out"), "--resume", "--mode", mode)
    #expect(rest.ending == .exit(1), "\(rest.errors)")
  }

  @Test(
    .enabled(if: canBeMeek, "without setpriv, root may write anywhere"),
    arguments: ["mine", "mine/new"])
  func aDryRunForeseesAForbiddenFolder(place: String) throws {
    try Files.createFolder(at("mine"))
    try #require(unsafe chmod(path("mine"), 0o555) == 0)
    let plan = try runMeekly("process", path("in"), "-r", "-o", path(place), "--dry-run")
    #expect(plan.ending == .exit(1), "\(plan.errors)")
    #expect(plan.output.contains("0 files to process"), "\(plan.output)")
    #expect(plan.output.contains("cannot write \(path("mine")): Permission denied"))
    #expect(!Places.exists(at("mine/new")))
  }

  /// What a run says of its engine is the same in every mode.
  @Test(
    arguments: [["--mode", "free"], ["--mode", "locked"]]
      + SurvivalTests.handoffs.map(SurvivalTests.forked))
  func anEngineThatCannotBeHadIsSaid(mode: [String]) throws {
    func run(_ options: [String]) throws -> Process.Result {
      try Process.run(
        Places.triptych,
        ["process", path("in"), "-o", path("out"), "--if-exists", "overwrite"] + mode + options,
        environment: ["PATH": "/usr/bin:/bin", "TRIPTYCH_FAULTS": "io_uring_setup:EPERM"])
    }
    let automatic = try run([])
    #expect(automatic.ending == .exit(0), "\(automatic.errors)")
    #expect(automatic.errors.contains("I/O by pool (no io_uring:"), "\(automatic.errors)")
    let named = try run(["--io", "uring"])
    #expect(named.ending == .exit(75))
    #expect(named.errors.contains("cannot start io_uring"), "\(named.errors)")
    #expect(named.errors.contains("--io pool or --io auto"), "\(named.errors)")
  }

  @Test(
    arguments: [
      (["proces", "x"], "'process'"), (["filter"], "'filters'"), (["holiday"], "--help"),
      (["process", "x", "-o", "y", "-f", ""], "leave -f out"),
      (["process", "x", "-o", "y", "-f", " "], "leave -f out"),
      (["process", "x", "-o", "/nonexistent/y.png"], "--format png"),
      (["process", "x", "-o", "y.JPG"], "--format jpeg"),
      (["process", "x", "-o", "y", "--mode", "locked", "--switch-interval", "0"], "more than 0"),
      (["process", "x", "-o", "y", "--workers", "-1"], "from 1 to 1024"),
      (["compare", "x", "--switch-interval", "5ms,0.1ns"], "more than 0"),
    ] as [([String], String)])
  func mistakesArePointedAt(arguments: [String], hint: String) throws {
    let result = try Process.run(Places.triptych, arguments)
    #expect(result.ending == .exit(2))
    #expect(result.errors.contains(hint), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count <= 4)
  }

  @Test func aFolderMayHaveAPicturesName() throws {
    #expect(try run("process", path("in"), "-o", path("made.png") + "/").ending == .exit(0))
    #expect(try Files.tree(at("made.png")) == ["a.png"])
    // It is there now, so it can be nothing else.
    let again = try run(
      "process", path("in"), "-o", path("made.png"), "--if-exists", "overwrite")
    #expect(again.ending == .exit(0))
  }

  @Test func jpgIsJPEG() throws {
    let result = try run("process", path("in"), "-o", path("out"), "--format", "jpg")
    #expect(result.ending == .exit(0))
    #expect(try Files.tree(at("out")) == ["a.jpg"])
  }

  @Test func optionsOfAFormatThatDoesNotOccurAreNoted() throws {
    let result = try run(
      "process", path("in"), "-o", path("out"), "--quality", "50", "--png-level", "1")
    #expect(result.ending == .exit(0))
    #expect(result.errors.contains("--quality has no effect"))
    #expect(!result.errors.contains("--png-level has no effect"))
  }

  @Test func aBudgetBelowOnePictureIsNoted() throws {
    let options = ["process", path("in"), "-r", "--memory-budget", "1M", "-f", "resize=1000%"]
    let result = try Process.run(Places.triptych, options + ["-o", path("out")])
    #expect(result.ending == .exit(0))
    let notes = result.errors.split(separator: "\n").filter { $0.hasPrefix("note:") }
    #expect(notes.count == 2, "the first, and how many there were: \(notes)")
    #expect(notes.last?.contains("3 pictures took more than half") == true)
    let quiet = try Process.run(Places.triptych, options + ["-o", path("quiet"), "-q"])
    #expect(quiet.errors.isEmpty)
  }

  @Test func aChunkWithoutANameIsToldInWords() throws {
    var bytes = try Files.read(at("in/a.png"))
    // Signature, then the header's chunk of 25 bytes, then the next one's length and name.
    bytes.replaceSubrange(37..<41, with: [0xF4, 0xA8, 0x00, 0x12])
    try Files.write(bytes, to: at("odd.png"))
    let result = try run("process", path("odd.png"), "-o", path("out"))
    #expect(result.ending == .exit(1))
    #expect(result.errors.contains("the data goes astray"), "\(result.errors)")
    #expect(!result.errors.contains("[F4]"))
  }
}
