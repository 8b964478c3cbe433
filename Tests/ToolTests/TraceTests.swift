import Foundation
import Report
import SystemPackage
import TestSupport
import Testing

/// What `--trace` writes, beside what the same run reports.
@Suite(.enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct TraceTests {
  static let modes = [
    ["--mode", "inline"], ["--mode", "free"], ["--mode", "locked"], ["--mode", "forked"],
    ["--mode", "forked", "--handoff", "pipe"], ["--mode", "forked", "--handoff", "shm"],
    ["--mode", "free", "--io", "blocking"], ["--mode", "locked", "--io", "pool"],
  ]

  struct Run {
    var timeline: Timeline
    var report: RunReport
    var trace: FilePath
    let folder: TemporaryFolder
  }

  private func run(_ options: [String], chain: String = "gaussian=sigma=2") throws -> Run {
    let folder = try TemporaryFolder()
    let trace = folder.appending("trace.json")
    let report = folder.appending("report.json")
    let result = try TestSupport.Process.run(
      Places.triptych,
      ["process", Places.fixtures.appending("png").string, "-o", folder.appending("out").string]
        + ["-f", chain, "--quiet", "--workers", "2", "--trace", trace.string]
        + ["--report", report.string] + options)
    #expect(result.ending == .exit(0), "\(result.errors)")
    return Run(
      timeline: try Timeline(json: JSONValue(parsing: try Files.read(trace))),
      report: try RunReport(json: JSONValue(parsing: try Files.read(report))),
      trace: trace, folder: folder)
  }

  private func spans(_ run: Run, _ kind: Timeline.Kind) -> [Timeline.Span] {
    run.timeline.tracks.filter { $0.kind == kind }.flatMap(\.spans)
  }

  @Test(arguments: modes)
  func traceTellsWhatTheReportSums(mode: [String]) throws {
    let run = try run(mode)
    #expect(run.timeline.problems.isEmpty, "\(run.timeline.problems)")
    #expect(run.timeline.droppedSpans == 0)
    let done = try #require(run.report.sums["files_done"]?.value)
    let workers = spans(run, .worker)
    let jobs = workers.filter { $0.name == "job" }
    #expect(UInt64(jobs.count) == done)
    #expect(Set(jobs.map(\.id)).count == jobs.count)
    // Two ways of adding up the same clock readings.
    for stage in ["decode", "filter", "encode"] {
      let recorded = workers.filter { $0.name == stage }.reduce(0) { $0 + $1.end - $1.start }
      #expect(recorded == run.report.stages[stage]?.wall, "\(stage)")
    }
    let files = spans(run, .io)
    for name in ["read", "write"] {
      #expect(UInt64(files.count { $0.name == name }) == done, "\(name)")
    }
    #expect(run.timeline.counters.map(\.name) == ["memory (PSS)", "CPU"])
    // CPU time is known from the beginning, memory from the first look.
    let beginnings = run.timeline.counters.compactMap(\.samples.first?.time)
    try #require(beginnings.count == 2)
    #expect(beginnings[1] < beginnings[0])
  }

  @Test func lockIsHeldByOneAtATime() throws {
    let run = try run(["--mode", "locked", "--switch-interval", "1ms"], chain: "gaussian=sigma=9")
    let holds = spans(run, .lock).filter { $0.name == "holding the lock" }
      .sorted { $0.start < $1.start }
    #expect(run.report.sums["lock_acquisitions"]?.value == UInt64(holds.count))
    #expect(holds.count > 2)
    for (one, next) in zip(holds, holds.dropFirst()) { #expect(one.end <= next.start) }
    // Whoever computes has it.
    for span in spans(run, .worker) where span.name == "filter" {
      #expect(holds.contains { $0.start <= span.end && span.start <= $0.end })
    }
  }

  @Test func forkedWorkersRecordInTheirOwnNames() throws {
    let run = try run(["--mode", "forked"])
    let tracks = run.timeline.tracks.filter { $0.kind == .worker }
    #expect(Set(tracks.map(\.process)).count == 2)
    #expect(Set(tracks.map(\.processName)) == ["triptych worker 0", "triptych worker 1"])
  }

  @Test func oneWorkerThatDoesItAllOverlapsNothing() throws {
    let report = try run(["--mode", "free", "--workers", "1", "--io", "blocking"]).report
    #expect(report.sums["io_overlap_ns"]?.value == 0)
    let io = try #require(report.sums["io_ns"]?.value)
    let wait = try #require(report.sums["io_wait_ns"]?.value)
    #expect(io > 0 && wait >= io, "what it reads and writes it waits for")
  }

  @Test(arguments: ["pool", "uring"], ["free", "forked"])
  func whatIsReadAheadOverlaps(engine: String, mode: String) throws {
    let report = try run(
      ["--mode", mode, "--io", engine, "--io-latency", "5ms"],
      chain: "resize=900x900:enlarge=yes,gaussian=sigma=3"
    ).report
    let io = try #require(report.sums["io_ns"]?.value)
    let overlap = try #require(report.sums["io_overlap_ns"]?.value)
    #expect(overlap > 0 && overlap <= io)
  }

  /// A Python whose trace processor, a program that its package fetches, is there.
  static let python: FilePath? = {
    let script = """
      import sys
      from perfetto.trace_processor import TraceProcessor
      TraceProcessor(trace=sys.argv[1])
      """
    if let program = Places.program("python3"), let folder = try? TemporaryFolder() {
      let trace = folder.appending("empty.json")
      try? Files.write(#"{"traceEvents":[]}"#.utf8, to: trace)
      let result = try? TestSupport.Process.run(program, ["-c", script, trace.string])
      if result?.ending == .exit(0) { return program }
    }
    print("Perfetto's trace processor is absent: traces are checked by our own checker only")
    return nil
  }()

  @Test(
    .enabled(if: TraceTests.python != nil, "Perfetto's trace processor is absent"), arguments: modes
  )
  func perfettoReadsIt(mode: [String]) throws {
    let run = try run(mode)
    let script = """
      import sys
      from perfetto.trace_processor import TraceProcessor
      trace = TraceProcessor(trace=sys.argv[1])
      count = lambda query: next(iter(trace.query(query))).n
      print(count("select count(*) n from slice"))
      print(count("select ifnull(sum(value), 0) n from stats where severity = 'error'"))
      """
    let result = try TestSupport.Process.run(
      try #require(TraceTests.python), ["-c", script, run.trace.string])
    #expect(result.ending == .exit(0), "\(result.errors)")
    let spans = run.timeline.tracks.reduce(0) { $0 + $1.spans.count }
    #expect(result.output.split(separator: "\n").map(String.init) == ["\(spans)", "0"])
  }

  @Test func onlyOneThingGoesToStandardOutput() throws {
    for other in [["--json"], ["--report", "-"]] {
      let result = try TestSupport.Process.run(
        Places.triptych,
        ["process", Places.fixtures.string, "-o", "out", "--trace", "-"] + other)
      #expect(result.ending == .exit(2))
      #expect(result.errors.contains("standard output"))
    }
  }
}
