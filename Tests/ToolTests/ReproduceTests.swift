import Claims
import Codecs
import Foundation
import Memory
import Pixels
import Report
import SystemPackage
import TestSupport
import Testing
import Tool

/// `triptych reproduce`. Nothing here asserts what the machine can do, nor how fast.
@Suite(.enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct ReproduceTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(folder.appending("tmp"))
  }

  private func path(_ name: String) -> String { folder.path.appending(name).string }

  /// With a scratch place of its own, which must be empty afterwards.
  private var environment: [String: String] {
    ["TMPDIR": path("tmp"), "PATH": "/usr/bin:/bin"]
  }

  private func reproduce(_ arguments: String...) throws -> TestSupport.Process.Result {
    let result = try TestSupport.Process.run(
      Places.triptych, ["reproduce"] + arguments, environment: environment)
    #expect(try Files.tree(folder.appending("tmp")).isEmpty)
    return result
  }

  @Test func everyClaimIsJudgedAndWrittenDown() throws {
    let result = try reproduce(
      "--quick", "--runs", "6", "--seed", "5", "--json", path("r.json"), "--quiet",
      "--html", path("r.html"), "--python", "\(try fakePython()),no-python-of-this-name")
    let lines = result.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(result.output.contains("Convoy"))
    #expect(result.output.contains("9.9.9 without a lock"))
    #expect(result.output.contains("there is no 'no-python-of-this-name' on PATH"))
    let page = String(decoding: try Files.read(folder.appending("r.html")), as: UTF8.self)
    for part in ["c1-locked", "c3-tally", "convoy-0", "python-0-threads"] {
      #expect(page.contains("id=\"\(part)\""), "\(part)")
    }
    for id in ClaimID.allCases { #expect(lines.contains { $0.hasPrefix(id.rawValue + "  ") }) }
    let report = try JSONValue(parsing: try Files.read(folder.appending("r.json")))
    #expect(report["seed"]?.asInt == 5)
    let claims = try #require(report["claims"]?.asArray)
    // Whether all hold is the machine's affair, but the exit code must say so.
    let fails = claims.contains { $0["verdict"]?.asString == "fails" }
    #expect(result.ending == .exit(fails ? 1 : 0), "\(result.errors)")
    #expect(report["evidence"]?["own_pictures"]?.asBool == false)
    #expect(claims.compactMap { $0["id"]?.asString } == ClaimID.allCases.map(\.rawValue))
    // Whatever this machine can do, the lock protects, and nobody shares by accident.
    for tally in try #require(report["evidence"]?["tallies"]?.asArray) {
      let way = [tally["mode"]?.asString, tally["kept"]?.asString]
      for run in try #require(tally["runs"]?.asArray) {
        let lost = try #require(run["lost"]?.asCount)
        if way == ["forked", "racy"] {
          #expect(run["counted"]?.asCount == 0)
        } else if way != ["free", "racy"] {
          #expect(lost == 0, "\(way)")
        }
      }
    }
    try validate()
  }

  /// That what was written to r.json is as the schemas say.
  private func validate() throws {
    guard ReportSchemaTests.hasValidator else { return }
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      report = json.load(open(sys.argv[3]))
      jsonschema.Draft202012Validator(schema).validate(report)
      comparison = jsonschema.Draft202012Validator(json.load(open(sys.argv[2])))
      for part in ["computing", "waiting"]:
        if report["evidence"][part]: comparison.validate(report["evidence"][part])
      """
    let schemas = ["docs/reproduce.schema.json", "docs/comparison.schema.json"]
      .map { Places.root.pushing(FilePath($0)).string }
    let validated = try TestSupport.Process.run(
      try #require(ReportSchemaTests.python), ["-c", script] + schemas + [path("r.json")])
    #expect(validated.ending == .exit(0), "\(validated.errors)")
  }

  @Test func theUsersPicturesAreCountedAllOfThem() throws {
    let own = folder.appending("own")
    try Files.createFolder(own)
    for number in 0..<5 {
      try PracticePicture(width: 90 + number, height: 60, number: number)
        .write(to: own.appending("\(number).jpg"))
    }
    let result = try reproduce(
      own.string, "--quick", "--runs", "6", "--json", path("r.json"), "--quiet")
    let said = result.output.split { $0.isWhitespace }.joined(separator: " ")
    #expect(said.contains("on the pictures that were named"), "\(said) \(result.errors)")
    let evidence = try JSONValue(parsing: try Files.read(folder.appending("r.json")))["evidence"]
    #expect(evidence?["own_pictures"]?.asBool == true)
    #expect(evidence?["computing"]?["workload"]?["files"]?.asInt == 5)
    let pixels = UInt64((0..<5).reduce(0) { $0 + (90 + $1) * 60 })
    for tally in try #require(evidence?["tallies"]?.asArray) {
      for run in try #require(tally["runs"]?.asArray) {
        #expect(run["expected"]?.asCount == pixels)
      }
    }
  }

  @Test func theConvoyIsAnExperimentOfItsOwn() throws {
    let result = try reproduce(
      "--convoy", "--quick", "--json", path("r.json"), "--html", path("r.html"), "--quiet",
      "--python", try fakePython())
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(!result.output.contains("C1") && result.output.contains("beside it"))
    let report = try JSONValue(parsing: try Files.read(folder.appending("r.json")))
    #expect(report["claims"]?.asArray?.isEmpty == true)
    #expect(report["evidence"]?["computing"]?.isNull == true)
    let convoys = try #require(report["evidence"]?["convoys"]?.asArray)
    let found: [[Int?]] = convoys.map {
      [$0["computing"]?.asInt, $0["switch_interval_ns"]?.asInt]
    }
    let intervals: [Int?] = [nil, 500_000, 5_000_000, 50_000_000]
    let wanted: [[Int?]] = [1, 2, 4].flatMap { computing in intervals.map { [computing, $0] } }
    #expect(found == wanted)
    #expect(convoys.allSatisfy { $0["lateness_ms"]?.asArray?.isEmpty == false })
    try validate()
  }

  /// A name that nobody has is told first, and is no failure.
  @Test func aMissingInterpreterIsToldBeforeAnythingRuns() throws {
    let result = try reproduce(
      "--convoy", "--quick", "--python", "\(try fakePython()),no-python-of-this-name")
    #expect(result.ending == .exit(0), "\(result.errors)")
    let lines = result.errors.split(separator: "\n")
    #expect(lines.first?.contains("there is no 'no-python-of-this-name' on PATH") == true)
    #expect(lines.count { $0.contains("there is no ") } == 1)
    #expect(result.output.contains("9.9.9 without a lock"))
  }

  /// An interpreter without a lock, whatever this machine has: it answers as the example would.
  private func fakePython() throws -> String {
    let script = """
      #!/bin/sh
      test -r "$1" || exit 9
      case "$2" in
      facts) echo '{"version": "9.9.9", "lock": false, "pillow": "1.0"}' ;;
      convoy) echo '{"lateness_ms": [0.1, 0.2, 0.3]}' ;;
      *) echo '{"wall_s": 0.5, "cpu_s": 0.5, "voluntary_switches": 5, "involuntary_switches": 1}' ;;
      esac
      """
    let file = folder.appending("python-fake")
    try Files.write(script.utf8, to: file)
    #expect(unsafe chmod(file.string, 0o755) == 0)
    return file.string
  }

  @Test(arguments: ClaimID.allCases) func everyClaimIsExplained(id: ClaimID) throws {
    let result = try reproduce("--explain", id.rawValue)
    #expect(result.ending == .exit(0))
    // As a shell reads it: a backslash at the end of a line goes on in the next.
    let text = result.output.replacingOccurrences(of: "\\\n", with: "")
      .split { $0.isWhitespace }.joined(separator: " ")
    let claim = Claim.named(id)
    for part in [claim.sentence, claim.experiment, claim.rule, claim.because, id.commandsNote]
      + id.commands
    {
      #expect(text.contains(part))
    }
  }

  @Test func mistakesAreFoundBeforeAnythingRuns() throws {
    let wrong: [([String], String)] = [
      (["--explain", "C10"], "choose from C1 to C9"),
      (["--runs", "0"], "whole number"),
      (["--runs", "5"], "6 rounds or more"),
      (["--convoy", path("tmp")], "works on no pictures"),
      ([path("nosuch")], "nosuch: No such file or directory"),
      (["--json", path("gone/r.json")], "is no folder"),
      (["--html", path("gone/r.html")], "is no folder"),
      ([path("tmp")], "no picture among the inputs"),
      (["--json", path("r"), "--html", path("./r")], "would both write to"),
    ]
    for (arguments, message) in wrong {
      let result = try TestSupport.Process.run(
        Places.triptych, ["reproduce", "--quick", "--quiet"] + arguments, environment: environment)
      #expect(result.ending == .exit(2), "\(arguments)")
      #expect(result.errors.contains(message), "\(result.errors)")
    }
    #expect(try Files.tree(folder.appending("tmp")).isEmpty)
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsItAndLeavesNothing(signal: CInt) throws {
    let process = try TestSupport.Process(
      Places.triptych, ["reproduce", "--runs", "1000", "--quiet"], environment: environment)
    // As soon as pictures are drawn, runs are under way.
    var waited = 0
    while try Files.tree(folder.appending("tmp")).count < 10, waited < 1000 {
      usleep(10_000)
      waited += 1
    }
    process.signal(signal)
    let result = try process.wait()
    #expect(result.ending == .exit(128 + signal))
    #expect(result.errors.contains("stopped"))
    #expect(result.output.isEmpty)
    #expect(try Files.tree(folder.appending("tmp")).isEmpty)
  }

  @Test func drawnPicturesAreTheSameEachTime() throws {
    let picture = PracticePicture(width: 61, height: 33, number: 3)
    let bytes = try picture.encoded().array
    #expect(try picture.encoded().array == bytes)
    #expect(try PracticePicture(width: 61, height: 33, number: 4).encoded().array != bytes)
    let decoder = try openDecoder(try picture.encoded(), DecodeOptions(), .never)
    #expect(decoder.shape == ImageShape(width: 61, height: 33, format: .rgb8))
  }

  @Test(arguments: [1, 100, 4_800, 1_000_000, 8_000_000])
  func drawnPicturesHaveTheSizeAskedFor(pixels: Int) {
    let picture = PracticePicture(pixels: pixels, number: 0)
    let found = picture.width * picture.height
    #expect(abs(found - pixels) <= max(pixels / 20, 16 * 12))
  }

  @Test(arguments: [1, 2, 3, 4, 8, 64], [true, false])
  func plansFitTheMachine(cpus: Int, quick: Bool) {
    let plan = ReproducePlan(effectiveCPUs: cpus, isQuick: quick)
    #expect(plan.lockedWorkers.first == 1 && plan.otherWorkers.first == 1)
    #expect(plan.lockedWorkers == plan.lockedWorkers.sorted())
    // The widest of one mode is the widest of all: they are compared.
    #expect(plan.otherWorkers.last == plan.most && plan.lockedWorkers.contains(plan.most))
    #expect(plan.most >= 2 && plan.most <= max(cpus, 2))
    #expect(plan.computedPictures >= 2 * plan.most)
    #expect(plan.waitedPictures >= 2 * ReproducePlan.waitingWorkers)
    #expect(plan.rounds >= 6)
  }

  @Test(arguments: [40, 80, 100, 300]) func findingsFitTheTerminal(width: Int) {
    let report = ClaimsReport(
      version: "0", command: [], evidence: Evidence(effectiveCPUs: 2, seed: 1))
    let pages = ClaimPages(width: width, style: .plain)
    let lines = pages.findings(report) + pages.explanation(of: Claim.named(.c4))
    #expect(lines.allSatisfy { $0.count <= min(width, 100) })
    // Nothing was measured, so nothing is refuted.
    #expect(report.isSound)
    #expect(lines.count { $0.contains("CANNOT BE SHOWN HERE") } == 9)
  }
}
