import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A folder of pictures, what the oracle (`--mode inline`) makes of it, and runs of the tool over
/// it that something is done to.
final class SurvivalBatch: Sendable {
  /// Takes some milliseconds a file, so that random moments fall into every stage.
  static let chain = "gaussian=sigma=6,median=radius=2"

  let folder: TemporaryFolder
  let inputs: FilePath
  /// Output name → its bytes.
  let oracle: [String: [UInt8]]
  /// Microseconds that a run with two workers takes.
  let duration: UInt64

  /// - Parameter copies: how often each of a few fixtures is in the folder.
  init(copies: Int) throws {
    folder = try TemporaryFolder()
    inputs = folder.appending("in")
    try Files.createFolder(inputs)
    for name in ["png/landscape-rgb8.png", "jpeg/landscape-444.jpg", "png/gradients-rgb16.png"] {
      let path = Places.fixtures.appending(name)
      let bytes = try Files.read(path)
      let last = path.lastComponent?.string ?? ""
      for copy in 0..<copies { try Files.write(bytes, to: inputs.appending("\(copy)-\(last)")) }
    }
    let expected = folder.appending("oracle")
    let arguments = ["process", inputs.string, "-f", Self.chain, "--quiet"]
    let result = try Process.run(
      Places.triptych, arguments + ["-o", expected.string, "--mode", "inline"])
    try #require(result.ending == .exit(0), "\(result.errors)")
    oracle = try Self.contents(of: expected)
    let start = now()
    let timed = try Process.run(
      Places.triptych, arguments + ["-o", folder.appending("timed").string, "--workers", "2"])
    try #require(timed.ending == .exit(0), "\(timed.errors)")
    duration = max(now() - start, 1000)
  }

  /// Starts a run into a new folder.
  func start(_ options: [String], environment: [String: String]? = nil) throws -> SurvivalRun {
    try SurvivalRun(self, options, environment)
  }

  static func contents(of folder: FilePath) throws -> [String: [UInt8]] {
    guard Places.exists(folder) else { return [:] }
    var contents: [String: [UInt8]] = [:]
    for name in try Files.tree(folder) { contents[name] = try Files.read(folder.appending(name)) }
    return contents
  }
}

/// One run of the tool over a `SurvivalBatch`.
final class SurvivalRun {
  let process: Process
  let output: FilePath
  let report: FilePath
  private let batch: SurvivalBatch
  private let folder: TemporaryFolder

  init(_ batch: SurvivalBatch, _ options: [String], _ environment: [String: String]?) throws {
    self.batch = batch
    folder = try TemporaryFolder()
    output = folder.appending("out")
    report = folder.appending("report.json")
    process = try Process(
      Places.triptych,
      ["process", batch.inputs.string, "-f", SurvivalBatch.chain, "--json", "--quiet"]
        + ["-o", output.string, "--report", report.string] + options,
      environment: environment)
  }

  /// Processes of this run that are alive, by what they are to the one that was started.
  var family: Family { Family(of: process.id, mark: output.string) }

  /// Waits for the end, which must come.
  func end() throws -> Process.Result {
    try #require(try process.ends(within: 30), "the run hangs")
    return try process.wait()
  }

  /// Every visible output is one that the oracle made, byte for byte.
  ///
  /// - Returns: their names.
  func checkOutputs() throws -> Set<String> {
    let seen = try SurvivalBatch.contents(of: output)
    for (name, bytes) in seen {
      #expect(bytes == batch.oracle[name], "\(name) is not what it should be")
    }
    return Set(seen.keys)
  }

  /// Every output is there, and none of inputs that were reported as failed.
  ///
  /// - Parameter handoff: with `path`, workers write outputs themselves, and one may be killed when
  ///   it has put its own in place and not yet said so: that may be there, whole.
  func checkComplete(except failed: Set<String> = [], handoff: String? = nil) throws {
    let seen = try checkOutputs()
    let expected = Set(batch.oracle.keys).subtracting(failed)
    #expect((handoff == "path" ? seen.subtracting(failed) : seen) == expected)
  }

  func readReport() throws -> ReportRecord { try ReportRecord(try Files.read(report)) }

  /// No process of this run is left after a while.
  func checkNobodyIsLeft() {
    for _ in 0..<3000 {
      if Family.processes(mark: output.string).isEmpty { return }
      usleep(1000)
    }
    Issue.record("processes are left: \(Family.processes(mark: output.string))")
  }
}

/// Microseconds of a clock that never goes back.
func now() -> UInt64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
}

func lastName(_ path: String) -> String { FilePath(path).lastComponent?.string ?? "" }
