import SystemPackage
import TestSupport
import Testing

/// Very many small files, very many workers, and fewer of these than were asked for.
@Suite(
  .serialized,
  .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct SurvivalCrowdTests {
  private let batch: ShellBatch

  init() throws { batch = try ShellBatch() }

  private func put(_ copies: Int) throws { try batch.put(copies, of: "png/one-pixel.png") }

  private func run(_ shell: String, _ options: [String]) throws -> Process.Result {
    try batch.run(shell, options, within: 120)
  }

  /// More orders to fork, and more news of forks, than a socket has room for.
  @Test func manyWorkersDoNotHoldEachOtherUp() throws {
    try put(400)
    let options = ["--mode", "forked", "--workers", "400", "--io", "blocking", "--sandbox", "off"]
    let result = try run("true", options)
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(try Files.tree(batch.output).count == 400)
  }

  /// Every input and output that waits in shared memory is a descriptor.
  @Test(arguments: [(256, 4, 64), (64, 8, 8), (512, 8, 64), (64, 1, 200)])
  func sharedMemoryMakesDoWithTheDescriptorsThereAre(
    limit: Int, workers: Int, inFlight: Int
  ) throws {
    try put(600)
    let result = try run(
      "ulimit -n \(limit)",
      ["--mode", "forked", "--handoff", "shm", "--workers", "\(workers)"]
        + ["--in-flight", "\(inFlight)"])
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(try Files.tree(batch.output).count == 600)
  }

  static let shortfalls = [
    (["--mode", "free"], "thread:EAGAIN@3/1", "cannot start a thread"),
    (["--mode", "locked"], "thread:EAGAIN@4/1", "cannot start a thread"),
    (["--mode", "forked"], "fork:EAGAIN@2", "cannot start a worker process"),
    (["--mode", "forked"], "fork:EAGAIN@4/1", "cannot start a worker process"),
  ]

  /// What could not be had is said, on the terminal and in the report, and nothing is left undone.
  @Test(arguments: shortfalls)
  func fewerWorkersThanAskedForAreSaid(mode: [String], fault: String, reason: String) throws {
    try put(20)
    let report = batch.folder.appending("report.json")
    let result = try run(
      "export TRIPTYCH_FAULTS=\(fault)",
      mode + ["--workers", "4", "--io", "blocking", "--report", report.string])
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(try Files.tree(batch.output).count == 20)
    let text = String(decoding: try Files.read(report), as: UTF8.self)
    for said in [result.errors, text] {
      #expect(said.contains(" of 4 workers could be started: "), "\(said)")
      #expect(said.contains(reason), "\(said)")
    }
  }

  static let hopeless = [
    ("thread:EAGAIN@2", "could not start a thread"),
    ("fork:EAGAIN@2/1", "cannot start a worker process"),
  ]

  /// Workers are sent a job before they can say that they are unable; it is nobody's failure.
  @Test(arguments: hopeless)
  func jobsOfWorkersThatCannotBeginAreLeftUndone(fault: String, reason: String) throws {
    try put(6)
    let result = try run(
      "export TRIPTYCH_FAULTS=\(fault)",
      ["--mode", "forked", "--workers", "2", "--io", "blocking", "--json"])
    #expect(result.ending == .exit(75), "\(result.errors)")
    #expect(result.errors.contains(reason), "\(result.errors)")
    #expect(try Files.tree(batch.output).isEmpty)
    #expect(result.output.split(separator: "\n").count { $0.contains("not-started") } == 6)
    #expect(!result.output.contains("\"failed\""), "\(result.output)")
  }
}
