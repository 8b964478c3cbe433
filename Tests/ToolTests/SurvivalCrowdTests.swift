import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Very many small files, very many workers, and fewer of these than were asked for.
@Suite(
  .serialized,
  .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct SurvivalCrowdTests {
  let folder: TemporaryFolder
  private var inputs: FilePath { folder.appending("in") }
  private var output: FilePath { folder.appending("out") }

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(inputs)
  }

  private func put(_ copies: Int) throws {
    let bytes = try Files.read(Places.fixtures.pushing("png/one-pixel.png"))
    for copy in 0..<copies { try Files.write(bytes, to: inputs.appending("\(copy).png")) }
  }

  private func run(
    _ shell: String, _ options: [String], within seconds: Double = 120
  ) throws -> Process.Result {
    let words = [Places.triptych.string, "process", inputs.string, "-o", output.string] + options
    let process = try Process("/bin/sh", ["-c", "\(shell) exec " + words.joined(separator: " ")])
    try #require(try process.ends(within: seconds), "hangs under \(shell)")
    return try process.wait()
  }

  /// More orders to fork, and more news of forks, than a socket has room for.
  @Test func manyWorkersDoNotHoldEachOtherUp() throws {
    try put(400)
    let options = ["--mode", "forked", "--workers", "400", "--io", "blocking", "--sandbox", "off"]
    let result = try run("", options)
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(try Files.tree(output).count == 400)
  }

  /// Every input and output that waits in shared memory is a descriptor.
  @Test(arguments: [(256, 4, 64), (64, 8, 8), (512, 8, 64), (64, 1, 200)])
  func sharedMemoryMakesDoWithTheDescriptorsThereAre(
    limit: Int, workers: Int, inFlight: Int
  ) throws {
    try put(600)
    let result = try run(
      "ulimit -n \(limit);",
      ["--mode", "forked", "--handoff", "shm", "--workers", "\(workers)"]
        + ["--in-flight", "\(inFlight)"])
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(try Files.tree(output).count == 600)
  }

  static let shortfalls = [
    (["--mode", "free"], "thread:EAGAIN@3/1", "cannot start a thread"),
    (["--mode", "locked"], "thread:EAGAIN@4/1", "cannot start a thread"),
    (["--mode", "forked"], "fork:EAGAIN@4/1", "cannot fork a worker process"),
  ]

  /// What could not be had is said, on the terminal and in the report, and nothing is left undone.
  @Test(arguments: shortfalls)
  func fewerWorkersThanAskedForAreSaid(mode: [String], fault: String, reason: String) throws {
    try put(20)
    let report = folder.appending("report.json")
    let result = try run(
      "TRIPTYCH_FAULTS=\(fault)",
      mode + ["--workers", "4", "--io", "blocking", "--report", report.string])
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(try Files.tree(output).count == 20)
    let text = String(decoding: try Files.read(report), as: UTF8.self)
    for said in [result.errors, text] {
      #expect(said.contains(" of 4 workers could be started: "), "\(said)")
      #expect(said.contains(reason), "\(said)")
    }
  }
}
