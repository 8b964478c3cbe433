import Figures
import Foundation
import Report
import SystemPackage
import TestSupport
import Testing

/// `triptych compare`, driven as from a shell. Nothing here asserts how long anything takes.
@Suite(
  .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct CompareCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(folder.appending("in"))
    try Files.createFolder(folder.appending("tmp"))
    for (source, name) in [
      ("png/gradients-rgb8.png", "in/a.png"), ("jpeg/landscape-420.jpg", "in/b.jpg"),
    ] {
      try Files.write(
        try Files.read(Places.fixtures.pushing(FilePath(source))),
        to: folder.path.pushing(FilePath(name)))
    }
  }

  private func path(_ name: String) -> String { folder.path.appending(name).string }

  /// With a scratch place of its own, which must be empty afterwards.
  private var environment: [String: String] {
    ["TMPDIR": path("tmp"), "PATH": "/usr/bin:/bin"]
  }

  private func compare(_ arguments: String...) throws -> TestSupport.Process.Result {
    try compare(arguments)
  }

  private func compare(_ arguments: [String]) throws -> TestSupport.Process.Result {
    let result = try TestSupport.Process.run(
      Places.triptych, ["compare"] + arguments, environment: environment)
    #expect(try Files.tree(folder.appending("tmp")).isEmpty)
    return result
  }

  private func json(_ name: String) throws -> [String: Any] {
    let data = Data(try Files.read(folder.appending(name)))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// Rows of cells, by the names in the first line.
  private func csv(_ name: String) throws -> [[String: String]] {
    let lines = try Files.lines(folder.appending(name))
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test func allExportsSayTheSame() throws {
    let result = try compare(
      path("in"), "-f", "resize=40x40", "--runs", "3", "--modes", "locked,free", "--workers",
      "1,2,3,4", "--seed", "7", "--export-json", path("c.json"), "--export-csv", path("c.csv"),
      "--export-markdown",
      path("c.md"), "--export-html", path("c.html"), "--trace", path("c.trace"))
    #expect(result.ending == .exit(0), "\(result.errors)")
    let timeline = try Timeline(
      json: JSONValue(parsing: try Files.read(folder.appending("c.trace"))))
    #expect(timeline.problems.isEmpty, "\(timeline.problems)")
    let page = try Files.lines(folder.appending("c.html")).joined(separator: "\n")
    let report = try json("c.json")
    let rows = try csv("c.csv")
    let arms = try #require(report["arms"] as? [[String: Any]])
    let labels = arms.compactMap { $0["label"] as? String }
    #expect(
      labels == ["locked", "free"].flatMap { mode in (1...4).map { "\(mode) \($0)" } })
    #expect(rows.count == 24)
    let markdown = try Files.lines(folder.appending("c.md"))
    for arm in arms {
      let label = try #require(arm["label"] as? String)
      let mine = rows.filter { $0["arm"] == label }
      #expect(mine.compactMap { $0["round"] } == ["1", "2", "3"])
      // The median in JSON is the middle one of the raw values in CSV.
      let walls = try mine.map { try #require(Double($0["wall_ns"] ?? "")) }.sorted()
      let figures = try #require(arm["figures"] as? [String: Any])
      let wall = try #require(figures["wall_ns"] as? [String: Any])
      #expect(wall["median"] as? Double == walls[1])
      let runs = try #require(arm["runs"] as? [[String: Any]])
      #expect(
        runs.compactMap { $0["wall_ns"] as? Double }
          == mine.compactMap { Double($0["wall_ns"] ?? "") })
      // The tables in Markdown and on the terminal show the same cells.
      let row = try #require(markdown.first { $0.hasPrefix("| \(label) |") })
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let line = try #require(
        result.output.split(separator: "\n").first { $0.hasPrefix("  \(label) ") })
      for cell in cells { #expect(line.contains(cell)) }
      // One run of it is in the trace.
      let tracks = timeline.tracks.filter { $0.processName.hasPrefix("\(label): ") }
      #expect(tracks.flatMap(\.spans).count { $0.name == "job" } == 2)
      // The page shows the same, for the wall time.
      #expect(page.contains(">\(label)<"))
      #expect(page.contains(cells[1]), "\(cells[1])")
    }
    let design = try #require(report["design"] as? [String: Any])
    #expect(design["seed"] as? Int == 7)
    // Every round has every place once.
    for round in ["1", "2", "3"] {
      let places = rows.filter { $0["round"] == round }.compactMap { $0["place"] }
      #expect(places.sorted() == (1...8).map(String.init))
    }
    try scalingIsTheSame(report, [result.output, markdown.joined(separator: "\n")], page)
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  /// How far off the laws are is a share of what was measured, in sentences as in the page's list.
  private func scalingIsTheSame(
    _ report: [String: Any], _ texts: [String], _ page: String
  ) throws {
    let fits = try #require(report["scaling"] as? [[String: Any]])
      .flatMap { try #require($0["fits"] as? [[String: Any]]) }
    #expect(fits.count == 4)
    for fit in fits {
      let shares = try #require(fit["points"] as? [[String: Any]]).map { point in
        (
          workers: try #require(point["workers"] as? Int),
          share: try #require(point["residual"] as? Double)
            / (try #require(point["measured"] as? Double)) * 100
        )
      }
      let most = Humanised.fixed(shares.map { abs($0.share) }.max() ?? 0, 1)
      for text in texts {
        let words = text.split { $0.isWhitespace }.joined(separator: " ")
        #expect(words.contains("(off by \(most) % at most)"), "\(most)")
      }
      let list = shares.map { "\($0.workers): \(Humanised.fixed($0.share, 1)) %" }
      #expect(page.contains("; off by \(list.joined(separator: ", "))."), "\(list)")
    }
  }

  /// Before all the runs, and with the number that would do.
  @Test func tooFewRoundsForAVerdictAreToldAtOnce() throws {
    let result = try compare(path("in"), "--runs", "1", "--modes", "free", "--workers", "1,2")
    let lines = result.errors.split(separator: "\n")
    #expect(
      lines.first?.hasPrefix("note: 1 round of 2 arms") == true
        && lines.first?.hasSuffix("(--runs 6)") == true, "\(result.errors)")
    #expect(result.output.contains("(--runs 6)"))
  }

  @Test(.enabled(if: ReportSchemaTests.hasValidator, "python3 with jsonschema is absent"))
  func jsonIsValid() throws {
    let result = try compare(
      path("in"), "--runs", "2", "--modes", "locked,forked", "--workers", "1,2,3,4",
      "--handoff", "path,shm", "--export-json", path("c.json"))
    #expect(result.ending == .exit(0), "\(result.errors)")
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      jsonschema.Draft202012Validator(schema).validate(json.load(open(sys.argv[2])))
      """
    let schema = Places.root.appending("docs/comparison.schema.json")
    let validated = try TestSupport.Process.run(
      try #require(ReportSchemaTests.python), ["-c", script, schema.string, path("c.json")])
    #expect(validated.ending == .exit(0), "\(validated.errors)")
  }

  @Test func aRunThatFailsIsNamedWithWhatItSaid() throws {
    try Files.write("no picture".utf8, to: folder.path.pushing("in/bad.png"))
    let result = try compare(path("in"), "--runs", "2", "--modes", "free", "--workers", "2")
    #expect(result.ending == .exit(1))
    #expect(result.errors.contains("1 input cannot be done"), "\(result.errors)")
    #expect(result.errors.contains("bad.png"))
    #expect(!result.errors.contains("runs, seed"), "found before anything was run")
    #expect(result.output.isEmpty)
    let missing = try compare(path("in/a.png"), path("gone.png"), "--runs", "2")
    #expect(missing.ending == .exit(2))
    #expect(missing.errors.contains("gone.png"))
    // Sound at the front, cut off behind: only a run finds out.
    let whole = try Files.read(folder.appending("in/a.png"))
    try Files.write(whole.prefix(whole.count / 2), to: folder.path.pushing("in/bad.png"))
    let cut = try compare(path("in"), "--runs", "2", "--modes", "free", "--workers", "2")
    #expect(cut.ending == .exit(1))
    #expect(cut.errors.contains("a run of free 2 failed (exit code 1)"), "\(cut.errors)")
    #expect(cut.errors.contains("bad.png") && cut.errors.contains("--accept-damaged"))
  }

  /// Whatever was planted or asked for beyond the usual is said in every export for people.
  @Test func whatAllArmsHaveInCommonIsSaid() throws {
    let result = try compare(
      path("in"), "--runs", "2", "--modes", "locked,free", "--workers", "1", "--io-latency", "1ms",
      "--no-checkpoints", "--quality", "70", "--export-markdown", path("c.md"), "--export-html",
      path("c.html"), "--export-json", path("c.json"))
    #expect(result.ending == .exit(0), "\(result.errors)")
    let page = try Files.lines(folder.appending("c.html")).joined(separator: "\n")
    let markdown = try Files.lines(folder.appending("c.md")).joined(separator: "\n")
    for text in [result.output, markdown, page] {
      #expect(text.contains("all arms: --quality 70 --io-latency 1ms"))
      #expect(text.contains("locked: --no-checkpoints"))
      #expect(text.contains("slowed by 1.00 ms"), "the runs' own notes")
    }
    let notes = try #require(try json("c.json")["notes"] as? [String])
    #expect(notes.contains { $0.contains("slowed by 1.00 ms") })
  }

  @Test func longNamesStandAboveTheirCells() throws {
    let result = try compare(
      path("in"), "--runs", "2", "--modes", "free", "--workers", "1,2", "--io", "pool,blocking",
      "--in-flight", "1,12", "--memory-budget", "64M,128M", "--export-markdown", path("c.md"))
    #expect(result.ending == .exit(0), "\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.contains("  free 2 io=blocking in-flight=12 memory-budget=128M"))
    #expect(try Files.lines(folder.appending("c.md")).contains("Scaling:"))
  }

  @Test func whatHasNoEffectIsNoted() throws {
    let result = try compare(
      path("in"), "--runs", "2", "--modes", "free", "--workers", "1", "--handoff", "pipe",
      "--sandbox", "on", "--lock-scope", "filter", "--no-checkpoints")
    #expect(result.ending == .exit(0), "\(result.errors)")
    for option in ["--handoff", "--sandbox", "--lock-scope", "--no-checkpoints"] {
      #expect(result.errors.contains("note: \(option) has no effect without --modes"))
    }
  }

  @Test func mistakesAreFoundBeforeAnythingRuns() throws {
    let wrong: [([String], String)] = [
      ([], "name files or folders"),
      ([path("in"), "--baseline", "free:9"], "there is no arm 'free:9'"),
      ([path("in"), "-f", "blurr"], "in the filter chain"),
      ([path("in"), "--handoff", "letter"], "choose from path, pipe, shm"),
      ([path("in"), "--runs", "0"], "whole number"),
      ([path("tmp")], "there is no picture"),
      ([path("in"), "--keep", path("in")], "would overwrite the input"),
      ([path("in"), "--export-json", path("gone/c.json")], "is no folder"),
      ([path("in"), "--export-json", "-", "--export-csv", "-"], "both write to standard output"),
      ([path("in"), "--export-html", path("c"), "--trace", path("./c")], "both write to"),
      ([path("in"), "--self-check", "--runs", "3"], "leave --runs out"),
      ([path("in"), "--self-check", "--export-csv", path("c")], "leave --export-csv out"),
    ]
    for (arguments, message) in wrong {
      let result = try TestSupport.Process.run(
        Places.triptych, ["compare"] + arguments, environment: environment)
      #expect(result.ending == .exit(2), "\(arguments)")
      #expect(result.errors.contains(message), "\(result.errors)")
    }
    #expect(try Files.tree(folder.appending("tmp")).isEmpty)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func whatWasMeasuredBeforeASignalIsReported(signal: CInt) throws {
    // Each run takes a tenth of a second at least, so that the signal finds one at work.
    let process = try TestSupport.Process(
      Places.triptych,
      [
        "compare", path("in"), "--runs", "1000", "--warmup", "0", "--modes", "free", "--workers",
        "1", "--io-latency", "50ms", "--export-json", path("c.json"),
      ], environment: environment)
    usleep(1_500_000)
    process.signal(signal)
    #expect(try process.ends(within: 20))
    let result = try process.wait()
    #expect(result.ending == .exit(128 + signal))
    #expect(result.output.contains("stopped by"))
    #expect(try json("c.json")["stopped"] as? String != nil)
    #expect(try Files.tree(folder.appending("tmp")).isEmpty)
  }

  @Test func outputsThatDifferAreAnErrorThatNamesTheFileAndTheArms() throws {
    let process = try TestSupport.Process(
      Places.triptych,
      [
        "compare", path("in"), "--runs", "1000", "--warmup", "0", "--modes", "free,forked",
        "--workers", "1", "--io-latency", "50ms",
      ], environment: environment)
    usleep(1_500_000)
    // Same name, another picture: from now on every run's output differs from those before.
    try Files.write(
      try Files.read(Places.fixtures.appending("png/one-pixel.png")),
      to: folder.appending("other.png"))
    // Safe: both strings live as long as the call.
    let isReplaced = unsafe rename(path("other.png"), path("in/a.png")) == 0
    #expect(isReplaced)
    #expect(try process.ends(within: 20))
    let result = try process.wait()
    #expect(result.ending == .exit(1))
    #expect(result.errors.contains("wrote different outputs"), "\(result.errors)")
    #expect(result.errors.contains("a.png"))
    #expect(result.errors.contains("free 1") || result.errors.contains("forked 1"))
    #expect(try Files.tree(folder.appending("tmp")).isEmpty)
  }

  @Test func outputsAreKeptOnRequestAndOnce() throws {
    let result = try compare(
      path("in"), "--runs", "2", "--modes", "free", "--workers", "1,2", "--cache", "cold",
      "--keep", path("kept"), "-f", "invert")
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(try Files.tree(folder.appending("kept")) == ["a.png", "b.jpg"])
    let single = try TestSupport.Process.run(
      Places.triptych, ["process", path("in"), "-o", path("out"), "-f", "invert"])
    #expect(single.ending == .exit(0))
    // What else is in the folder is none of its business; what is in the way is.
    try Files.createFolder(folder.appending("full"))
    try Files.write("hello".utf8, to: folder.appending("full").appending("notes.txt"))
    let beside = try compare(
      path("in"), "--runs", "1", "--modes", "free", "--workers", "1", "--keep", path("full"))
    #expect(beside.ending == .exit(0), "\(beside.errors)")
    #expect(try Files.tree(folder.appending("full")) == ["a.png", "b.jpg", "notes.txt"])
    let again = try compare(path("in"), "--runs", "1", "--keep", path("kept"))
    #expect(again.ending == .exit(2))
    #expect(again.errors.contains("another folder for --keep"), "\(again.errors)")
    #expect(!again.errors.contains("--if-exists"), "compare has no such option")
    let none = try compare(
      path("in"), "--runs", "1", "--modes", "free", "--io", "null", "--keep", path("none"))
    #expect(none.ending == .exit(2))
    #expect(none.errors.contains("writes nothing"), "\(none.errors)")
    #expect(none.output.isEmpty, "refused before anything is measured")
    // Which no other folder would help.
    try Files.createFolder(folder.appending("twin"))
    try Files.write("".utf8, to: folder.appending("twin").appending("a.png"))
    let twins = try compare(path("in/a.png"), path("twin/a.png"), "--runs", "1")
    #expect(twins.ending == .exit(2))
    #expect(twins.errors.contains("wanted by both"), "\(twins.errors)")
    #expect(!twins.errors.contains("--keep"), "\(twins.errors)")
    for name in ["a.png", "b.jpg"] {
      #expect(
        try Files.read(folder.path.appending("kept").appending(name))
          == Files.read(folder.path.appending("out").appending(name)))
    }
  }

  @Test func aListOfInputsReachesEveryRun() throws {
    try Files.write("\(path("in/a.png"))\n".utf8, to: folder.appending("list"))
    let result = try compare(
      "--files-from", path("list"), "--runs", "2", "--modes", "free,forked", "--workers", "1",
      "--export-csv", "-")
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(result.output.hasPrefix("arm,mode,workers"))
    #expect(result.output.split(separator: "\n").count == 5)
  }

  @Test func anEngineThatWritesNothingIsToldOf() throws {
    let result = try compare(
      path("in"), "--runs", "2", "--modes", "free", "--workers", "1", "--io", "null")
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(result.output.contains("Nothing was written (--io null)"))
    // Beside one that does, whichever comes first.
    for engines in ["null,pool", "pool,null"] {
      let result = try compare(
        path("in"), "--runs", "1", "--modes", "free", "--workers", "1", "--io", engines)
      #expect(result.ending == .exit(0), "\(result.errors)")
      #expect(result.output.contains("by free 1 io=null (--io null)"), "\(result.output)")
    }
  }

  /// Which `--self-check` relies on.
  @Test func plantedWorkIsDoneAndCountsAsFiltering() throws {
    func seconds(_ options: String...) throws -> (filter: Double, rest: Double) {
      let result = try compare(
        [path("in"), "--runs", "1", "--warmup", "0", "--modes", "free", "--workers", "1"]
          + ["--export-json", path("c.json")] + options)
      #expect(result.ending == .exit(0), "\(result.errors)")
      let arms = try #require(try json("c.json")["arms"] as? [[String: Any]])
      let run = try #require((arms[0]["runs"] as? [[String: Any]])?.first)
      let times = try ["filter", "decode", "encode"].map {
        try #require(run["\($0)_cpu_ns"] as? Double)
      }
      return (times[0], times[1] + times[2])
    }
    let plain = try seconds()
    #expect(plain.filter < plain.rest)
    let slowed = try seconds("--plant-busy", "200%")
    #expect(slowed.filter > slowed.rest)
  }
}
