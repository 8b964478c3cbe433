import Execution
import Pipeline
import Platform
import Report
import SystemPackage
import TestSupport
import Testing
import Tool

@Suite struct ReportSchemaTests {
  /// One that has the validator: the first python3 on the path may well lack what the system's has.
  static let python: FilePath? = {
    let found = [Places.program("python3"), "/usr/bin/python3"].compactMap { $0 }.first { python in
      (try? Process.run(python, ["-c", "import jsonschema"]))?.ending == .exit(0)
    }
    if found == nil { print("python3 with jsonschema is absent: reports are not validated by it") }
    return found
  }()
  static let hasValidator = python != nil

  private func members(_ value: JSONValue?) -> [String] {
    guard case .object(let object)? = value else { return [] }
    return object.members.map(\.name)
  }

  @Test(arguments: Mode.allCases)
  func aReportSaysWhatItsModeMeasured(mode: Mode) throws {
    guard case .object(let report) = MadeUpBatch.result(mode).report.json else {
      throw UsageError("a report is an object")
    }
    #expect(report["schema"] == "triptych.report/1")
    #expect(
      report.members.map(\.name) == [
        "schema", "runs", "sums", "peaks", "stages", "histograms", "failures", "notes",
      ])
    let run = MadeUpBatch.result(mode).report.runs[0]
    #expect(run["recipe"]?["quality"]?.asInt == 90)
    #expect(run["recipe"]?["filters"]?.isNull == true)
    let histograms = members(report["histograms"])
    #expect(histograms.contains("lock_wait_ns") == (mode == .locked))
    #expect(histograms.contains("worker_startup_ns") == (mode == .forked))
    #expect(members(report["sums"]).contains("handoff_ns") == (mode == .forked))
    #expect(members(report["stages"]) == ["decode", "encode", "filter", "read", "write"])
  }

  @Test(
    .enabled(if: ReportSchemaTests.hasValidator, "python3 with jsonschema is absent"),
    arguments: Mode.allCases)
  func reportsAreValid(mode: Mode) throws {
    let folder = try TemporaryFolder()
    let report = MadeUpBatch.result(mode).report
    var died = MadeUpBatch.result(mode)
    died.figures.memory = nil
    died.figures.handoff?.nanoseconds = nil
    died.figures.fork?.threadsAtFork = nil
    (died.figures.workersUser, died.figures.workersRunQueueDelay) = (nil, nil)
    died.usage = ProgramUsage()
    died.figures.engine = "uring"
    var counted = MadeUpBatch.result(mode)
    counted.figures.hardware.cycles = 7
    let merged = report.merged(with: MadeUpBatch.result(.forked).report)
    for (name, report) in [
      ("one", report), ("merged", merged), ("died", died.report), ("counted", counted.report),
    ] {
      try Files.write(report.json.document.utf8, to: folder.appending(name))
      let script = """
        import json, sys, jsonschema
        jsonschema.Draft202012Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2])))
        """
      let schema = Places.root.appending("docs/report.schema.json")
      let result = try Process.run(
        try #require(ReportSchemaTests.python),
        ["-c", script, schema.string, folder.appending(name).string])
      #expect(result.ending == .exit(0), "\(result.errors)")
    }
  }

  @Test func jobLinesAreOneLineAndLossless() {
    let job = Job(
      id: 3, input: FilePath(bytes: [0x61, 0x0A, 0xFF]), output: "out/ü.png", replace: false,
      inputBytes: 7)
    let line = JobLine.ended(job, MadeUpBatch.outcome(3)).line
    #expect(
      line.hasPrefix(
        #"{"schema":"triptych.job/1","status":"done","input":"a\n�","input_hex":"610aff","#
          + #""output":"out/ü.png","job":3,"failure":null,"warnings":[],"input_bytes":1000000,"#))
    #expect(!line.contains("\n"))
    var unread = Outcome(job: 3, failure: JobFailure(.file, .read, "no such \"file\""))
    unread.worker = 1
    let failed = JobLine.ended(job, unread).line
    #expect(
      failed.contains(#""failure":{"kind":"file","stage":"read","reason":"no such \"file\""}"#))
    #expect(failed.contains(#""input_width":null"#))
    #expect(
      JobLine.other(.skipped, input: "a", output: "b").line
        == #"{"schema":"triptych.job/1","status":"skipped","input":"a","output":"b"}"#)
  }
}
