import Advice
import Execution
import FileIO
import Foundation
import Pipeline
import Report
import SystemPackage
import TestSupport
import Testing
import Tool

/// `triptych advise`. Nothing here asserts how fast anything is.
@Suite(.enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct AdviseTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(folder.appending("tmp"))
  }

  private func path(_ name: String) -> String { folder.path.appending(name).string }

  /// All alike, so that what is found of some holds for all, to the byte.
  private func pictures(_ count: Int) throws -> String {
    let place = folder.appending("pictures")
    try Files.createFolder(place)
    for number in 0..<count {
      try PracticePicture(width: 40, height: 30, number: 1)
        .write(to: place.appending("\(number).jpg"))
    }
    return place.string
  }

  private func run(_ command: String, _ arguments: [String]) throws -> TestSupport.Process.Result {
    let result = try TestSupport.Process.run(
      Places.triptych, [command] + arguments,
      environment: ["TMPDIR": path("tmp"), "PATH": "/usr/bin:/bin"])
    #expect(try Files.tree(folder.appending("tmp")).isEmpty, "something was left behind")
    return result
  }

  private func advice(_ arguments: String...) throws -> JSONValue {
    let result = try run("advise", arguments + ["--json", "-"])
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").allSatisfy { $0.count <= 80 })
    try validate(result.output)
    return try JSONValue(parsing: Array(result.output.utf8))
  }

  private func validate(_ report: String) throws {
    guard ReportSchemaTests.hasValidator else { return }
    try Files.write(report.utf8, to: folder.appending("advice.json"))
    let script =
      "import json, sys, jsonschema; "
      + "jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))"
      + ".validate(json.load(open(sys.argv[2])))"
    let schema = Places.root.appending("docs").appending("advice.schema.json").string
    let validated = try TestSupport.Process.run(
      try #require(ReportSchemaTests.python), ["-c", script, schema, path("advice.json")])
    #expect(validated.ending == .exit(0), "\(validated.errors)")
  }

  @Test func whereFilesAreFarManyAreUnderWayAtOnce() throws {
    let found = try advice(pictures(12), "--io-latency", "100ms")
    #expect(found["schema"]?.asString == "triptych.advice/1")
    #expect(found["files"]?.asInt == 12)
    // A read and a write.
    let waiting = try #require(found["job_waiting_ns"]?.asNumber)
    #expect(waiting >= 200e6)
    let driver = try #require(found["driver"]?.asString)
    if driver == "waiting" {
      #expect(try #require(found["in_flight"]?.asInt) > 2)
    } else {
      // Under a sanitizer, on a busy machine, starting or computing can take longer than that.
      let computing = try #require(found["job_computing_ns"]?.asNumber)
      #expect(Places.sanitizer != nil && (driver == "start-up" || computing >= waiting), "\(found)")
    }
  }

  @Test func whereEachWaitsForItselfThereAreManyWorkers() throws {
    let found = try advice(pictures(12), "--io-latency", "20ms", "--io", "blocking")
    #expect(found["in_flight"]?.isNull == true)
    #expect(found["io"]?.asString == "blocking")
    #expect(try #require(found["workers"]?.asInt) > 4)
  }

  @Test func oneSmallPictureIsDoneByOneWorker() throws {
    let found = try advice(pictures(1), "--filters", "gaussian=sigma=2")
    #expect(found["workers"]?.asInt == 1)
    #expect(found["mode"]?.asString == "free")
    #expect(found["wall_interval_ns"]?.isNull == true)
    #expect(found["shared_to_alone"]?.asArray?.isEmpty == true)
  }

  /// Threads share it where nobody says otherwise: the advice must not be worse than that.
  @Test func oneLargePictureIsTriedByThreadsThatShareIt() throws {
    let place = folder.appending("large")
    try Files.createFolder(place)
    try PracticePicture(width: 2048, height: 1040, number: 1).write(to: place.appending("1.jpg"))
    let found = try advice(place.string, "--filters", "median=radius=3")
    let cpus = try #require(found["effective_cpus"]?.asInt)
    let ratios = try #require(found["shared_to_alone"]?.asArray).compactMap(\.asNumber)
    #expect(ratios.isEmpty == (cpus == 1))
    guard let least = ratios.min() else { return }
    #expect(found["mode"]?.asString == "free")
    // How much is gained is the machine's affair.
    #expect(found["workers"]?.asInt == (least > 1 ? 1 : cpus))
  }

  @Test(arguments: [
    ([], 1, "none is known to be large enough"), ([0.6], 2, "take 0.60 times as long"),
    ([0.9, 1.2], 2, "no gain was seen here that could be relied on"),
    ([1.1, 1.2], 1, "took longer than one for each picture"),
  ])
  func whatSharingBringsIsSaid(ratios: [Double], workers: Int, words: String) {
    let job = SampledJob(
      inputBytes: 1 << 20, computing: 300e6, reading: 1e5, writing: 1e5, memory: 1 << 20)
    var findings = Findings(
      jobs: 1, inputBytes: 1 << 20, sample: [job], effectiveCPUs: 2, memoryBudget: 1 << 30,
      startUp: 5e6, fork: 2e6, mayOverlap: true)
    if !ratios.isEmpty { findings.sharing = PairedTrial(ratios: ratios) }
    let advice = findings.advice()
    #expect(advice.way.workers == workers)
    let said = AdvicePage(findings, advice).lines(ClaimPages(width: 80, style: .plain))
    let text = said.joined(separator: " ").split { $0 == " " }.joined(separator: " ")
    #expect(text.contains("fewer pictures than CPUs") && text.contains(words), "\(text)")
  }

  @Test func aBadPictureAmongGoodOnesIsPassedOver() throws {
    let place = try pictures(4)
    try Files.write("no picture".utf8, to: FilePath(place).appending("0-bad.jpg"))
    let found = try advice(place)
    #expect(found["tried"]?.asInt == 5)
    #expect(found["failed"]?.asInt == 1)
    let said = try run("advise", [place]).output.split { $0.isWhitespace }.joined(separator: " ")
    #expect(said.contains("5 of them tried, of which 1 could not be done"), "\(said)")
  }

  @Test func adviceIsGivenInWords() throws {
    let result = try run("advise", [pictures(8), "-f", "median=radius=3"])
    #expect(result.ending == .exit(0), "\(result.errors)")
    for word in [
      "advice", "--workers", "--io", "files", "expect", "because", "--memory-budget", "locked",
    ] {
      #expect(result.output.contains(word), "\(word)")
    }
  }

  /// Threads and processes are tried side by side where there are CPUs and pictures for it: three
  /// times, or fewer where that would take too long, as under a sanitizer.
  @Test func modesAreMeasured() throws {
    let place = try pictures(8)
    var (ratios, cpus, engine): ([Double], Int, String) = ([], 0, "")
    var isTried: Bool { cpus > 1 && 8 >= 2 * cpus }
    var least: Int { isTried ? (Places.sanitizer == nil ? 3 : 1) : 0 }
    // A pair in which whole runs took less than the forks of the first trial says nothing and is
    // left out. Other tests come and go beside this one, so that it may have to be asked again.
    _ = try wait(times: 30) {
      let found = try advice(place, "--filters", "gaussian=sigma=1")
      ratios = try #require(found["forked_to_free"]?.asArray).compactMap(\.asNumber)
      cpus = try #require(found["effective_cpus"]?.asInt)
      engine = try #require(found["io"]?.asString)
      return ratios.count >= least
    }
    if Places.sanitizer == nil { #expect(ratios.count == least) }
    #expect(ratios.isEmpty == !isTried && ratios.count <= 3)
    // What auto came to is named only where it was seen.
    #expect(ratios.isEmpty ? engine == "auto" : ["pool", "uring"].contains(engine))
  }

  @Test func mistakesAreNamed() throws {
    let bad = folder.appending("bad.jpg")
    try Files.write("no picture".utf8, to: bad)
    let wrong: [([String], Int32, String)] = [
      ([], 2, "name files or folders"),
      ([path("tmp")], 2, "no picture among the inputs"),
      ([path("tmp"), "-f", "gausian"], 2, "gaussian"),
      ([path("nosuch")], 2, "nosuch: No such file or directory"),
      ([bad.string], 1, "none of the pictures that were tried could be done"),
      ([path("tmp"), "--json", path("gone/a.json")], 2, "is no folder"),
    ]
    for (arguments, code, message) in wrong {
      let result = try run("advise", arguments)
      #expect(result.ending == .exit(code), "\(arguments)")
      #expect(result.errors.contains(message), "\(result.errors)")
    }
  }

  @Test func whatIsChosenByItselfWritesTheSameFiles() throws {
    let place = try pictures(9)
    let plain = try run("process", [place, "-o", path("plain"), "--workers", "1", "--quiet"])
    #expect(plain.ending == .exit(0), "\(plain.errors)")
    let chosen = try run(
      "process",
      [
        place, "-o", path("chosen"), "--mode", "auto", "--workers", "auto", "--io-latency", "5ms",
        "--report", path("report.json"), "--quiet",
      ])
    #expect(chosen.ending == .exit(0), "\(chosen.errors)")
    for number in 0..<9 {
      let name = "\(number).jpg"
      #expect(
        try Files.read(folder.appending("plain").appending(name))
          == Files.read(folder.appending("chosen").appending(name)))
    }
    let report = try JSONValue(parsing: try Files.read(folder.appending("report.json")))
    let setup = try #require(report["runs"]?.asArray?.first)
    #expect(setup["mode"]?.asString == "free")
    #expect(try #require(setup["in_flight"]?.asInt) > 2)
  }
}

/// What `process` chooses by itself, with planted times.
@Suite struct AutomaticChoiceTests {
  private func jobs(_ count: Int, bytes: Int = 100_000) -> [Job] {
    (0..<count).map {
      Job(
        id: $0, input: FilePath("in/\($0).jpg"), output: FilePath("out/\($0).jpg"), replace: false,
        inputBytes: bytes)
    }
  }

  private let all = AutomaticChoice(mode: true, workers: true, inFlight: true, effectiveCPUs: 4)

  @Test func whereNothingIsAskedNothingIsChosen() {
    var settings = ExecutionSettings()
    settings.workers = 7
    #expect(
      AutomaticChoice(effectiveCPUs: 4).settled(settings, for: jobs(5), reading: 1e9) == settings)
    settings.mode = .inline
    #expect(all.settled(settings, for: jobs(5), reading: 1e9) == settings)
    settings.mode = .free
    #expect(all.settled(settings, for: [], reading: 1e9) == settings)
  }

  @Test(arguments: [(1, 1), (3, 3), (4, 4), (400, 4)])
  func noMoreWorkersThanJobsOrCPUs(count: Int, workers: Int) {
    let settled = all.settled(ExecutionSettings(), for: jobs(count), reading: 50_000)
    #expect(settled.workers == workers)
    #expect(settled.mode == .free)
    #expect(settled.inFlight == 2)
  }

  /// What nobody chooses is a thread for each CPU, and those without a picture help.
  @Test(arguments: [(1, 4), (3, 4), (4, 4), (400, 4)])
  func threadsThatCanHelpAreNotLeftOut(count: Int, workers: Int) {
    var settings = ExecutionSettings()
    settings.split = .auto
    #expect(all.settled(settings, for: jobs(count), reading: 50_000).workers == workers)
    settings.mode = .locked
    let locked = AutomaticChoice(workers: true, effectiveCPUs: 4)
    #expect(locked.settled(settings, for: jobs(1), reading: 50_000).workers == 1)
    settings.mode = .free
    settings.timeLimit = 1_000_000_000
    #expect(all.settled(settings, for: jobs(1), reading: 50_000).workers == 1)
  }

  @Test func slowStorageIsReadAheadOf() {
    #expect(all.settled(ExecutionSettings(), for: jobs(400), reading: 50e6).inFlight > 2)
    var settings = ExecutionSettings()
    settings.throttle = Throttle(latency: 50_000_000)
    #expect(all.settled(settings, for: jobs(400), reading: 50_000).inFlight > 2)
    settings.io = .blocking
    let blocking = all.settled(settings, for: jobs(400), reading: 50_000)
    #expect(blocking.workers > 16 && blocking.inFlight == 2)
  }

  @Test func whatTheUserSaidStays() {
    var settings = ExecutionSettings()
    (settings.mode, settings.workers, settings.inFlight) = (.locked, 3, 5)
    let onlyWorkers = AutomaticChoice(mode: false, workers: true, inFlight: false, effectiveCPUs: 4)
    let settled = onlyWorkers.settled(settings, for: jobs(400), reading: 50e6)
    #expect(settled.mode == .locked && settled.inFlight == 5)
    let onlyMode = AutomaticChoice(mode: true, workers: false, inFlight: true, effectiveCPUs: 4)
    #expect(onlyMode.settled(settings, for: jobs(400), reading: 50e6).workers == 3)
  }

  @Test(arguments: [(1, 1), (2, 2), (6, 6), (10, 10), (48, 40)])
  func samplesHoldTheLargestAndAreSpread(asked: Int, found: Int) {
    let all = (0..<40).map {
      Job(
        id: $0, input: "a", output: "b", replace: false, inputBytes: ($0 * 17 % 40) * 1000)
    }
    let sizes = JobSampling.choose(asked, of: all).map(\.inputBytes)
    #expect(sizes.count == found)
    #expect(sizes == sizes.sorted())
    #expect(Set(sizes).count == found)
    if asked > 1 { #expect(sizes.first == 0 && sizes.last == 39_000) }
  }
}
