import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A batch that is killed at random moments, again and again, and resumed each time.
@Suite(.serialized) struct SurvivalResumeTests {
  /// As a test a few hundred files are killed a few times; as a soak, thousands fifty times.
  static let files = Soak.isOn ? 5000 : 300
  static let kills = Soak.isOn ? 50 : 8
  static let workers = 2
  static let modes: [[String]] = [
    ["--mode", "free"], ["--mode", "locked"], ["--mode", "forked"],
    ["--mode", "forked", "--handoff", "shm"], ["--mode", "free", "--durability", "file"],
  ]

  @Test(arguments: modes)
  func everyKillIsResumed(mode: [String]) throws {
    let folder = try TemporaryFolder()
    let inputs = folder.appending("in")
    try Files.createFolder(inputs)
    let fixtures = ["png/writing-gray4.png", "png/one-row-interlaced.png", "jpeg/one-pixel.jpg"]
    let pictures = try fixtures.map { try Files.read(Places.fixtures.appending($0)) }
    for number in 0..<Self.files {
      let kind = number % fixtures.count
      let suffix = fixtures[kind].suffix(4)
      try Files.write(pictures[kind], to: inputs.appending("\(number)\(suffix)"))
    }
    let arguments =
      ["process", inputs.string, "-f", "gaussian=sigma=2", "--json", "--quiet"]
      + ["--workers", "\(Self.workers)"] + mode
    let oracle = folder.appending("oracle")
    let start = now()
    let undisturbed = try Process.run(Places.triptych, arguments + ["-o", oracle.string])
    try #require(undisturbed.ending == .exit(0), "\(undisturbed.errors)")
    let duration = now() - start
    // What a run takes before its first job.
    let planning = now()
    _ = try Process.run(
      Places.triptych, arguments + ["-o", folder.appending("none").string, "--dry-run"])
    let startUp = now() - planning

    var random = SeededRandom(seed: Soak.seed)
    let output = folder.appending("out")
    let words = arguments + ["-o", output.string, "--resume"]
    var times: [String: Int] = [:]
    var killed = 0
    func count(_ text: String) throws {
      // The last line may be torn.
      let whole = text.split(separator: "\n").filter { $0.hasSuffix("}") }
      for record in try JobRecord.all(in: whole.joined(separator: "\n"))
      where record.status == "done" {
        times[record.input, default: 0] += 1
      }
    }
    while killed < Self.kills {
      let process = try Process(Places.triptych, words)
      // So that all the kills together come before the batch is done.
      let most = duration / UInt64(Self.kills)
      usleep(useconds_t(startUp + UInt64.random(in: 0...most, using: &random)))
      process.signal(SIGKILL)
      let result = try process.wait()
      try count(result.output)
      guard result.ending == .signal(SIGKILL) else { break }
      killed += 1
    }
    let last = try Process.run(Places.triptych, words)
    #expect(last.ending == .exit(0), "\(last.errors)")
    try count(last.output)

    #expect(try SurvivalBatch.contents(of: output) == SurvivalBatch.contents(of: oracle))
    #expect(times.count <= Self.files)
    let again = times.values.reduce(0) { $0 + $1 - 1 }
    // What was in flight: a job for each worker, and those whose outputs were on their way.
    #expect(again <= killed * 2 * Self.workers, "\(again) jobs done twice in \(killed) kills")
    Soak.say("\(mode.joined(separator: " ")): \(killed) kills, \(again) jobs done twice")
  }
}
