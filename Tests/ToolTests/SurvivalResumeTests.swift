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
  /// Jobs that a worker may have at once: two that are read ahead and one that is computed, two
  /// outputs that are being written and one that waits to be.
  static let mostInFlight = 6
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
      + ["--workers", "\(Self.workers)", "--io-latency", "4ms"] + mode
    let oracle = folder.appending("oracle")
    let undisturbed = try Process.run(Places.triptych, arguments + ["-o", oracle.string])
    try #require(undisturbed.ending == .exit(0), "\(undisturbed.errors)")

    var random = SeededRandom(seed: Soak.seed)
    let output = folder.appending("out")
    let words = arguments + ["-o", output.string, "--resume"]
    var killed = 0
    var again: [Int] = []
    var before: [String: Stamp] = [:]
    // Outputs are looked at themselves: what a run says of its work may be lost with it.
    func count() throws {
      let after = try stamps(of: output)
      again.append(before.count { name, stamp in after[name] != stamp })
      before = after
    }
    while killed < Self.kills {
      let process = try Process(Places.triptych, words)
      // By what it has done, not by the clock: how far it comes in a time is up to the machine. No
      // kill takes more than its share of what is left, so that there is some for all of them.
      let share = (Self.files - before.count) / (Self.kills - killed + 1)
      let more = Int.random(in: 0...share, using: &random)
      let goal = before.count + more
      while try names(of: output).count < goal, try !process.ends(within: 0.001) {}
      usleep(useconds_t.random(in: 0...5000, using: &random))
      process.signal(SIGKILL)
      guard try process.wait().ending == .signal(SIGKILL) else { break }
      killed += 1
      try count()
    }
    let done = before.count
    let last = try Process.run(Places.triptych, words)
    #expect(last.ending == .exit(0), "\(last.errors)")
    try count()

    #expect(try SurvivalBatch.contents(of: output) == SurvivalBatch.contents(of: oracle))
    // A few hundred files can all be done while the killer waits for a busy machine.
    #expect(
      killed > Self.kills / 4 && (killed == Self.kills || !Soak.isOn),
      "the batch was done before it could be killed")
    #expect(done > Self.files / 10, "the kills came before there was anything to lose")
    // After each kill only what was in flight then.
    let most = again.max() ?? 0
    #expect(most <= Self.workers * Self.mostInFlight, "done twice after each kill: \(again)")
    Soak.say(
      "\(mode.joined(separator: " ")): \(killed) kills, \(done) of \(Self.files) files done by "
        + "killed runs, \(again.reduce(0, +)) jobs done twice, after one kill at most \(most)")
  }

  /// What changes when a file is put in another's place.
  private struct Stamp: Equatable {
    var inode: UInt64
    var seconds: Int
    var nanoseconds: Int
  }

  /// Outputs that are in place.
  private func names(of folder: FilePath) throws -> [String] {
    guard Places.exists(folder) else { return [] }
    return try Files.tree(folder).filter { !$0.hasPrefix(".") }
  }

  private func stamps(of folder: FilePath) throws -> [String: Stamp] {
    var stamps: [String: Stamp] = [:]
    for name in try names(of: folder) {
      var status = stat()
      guard unsafe folder.appending(name).withPlatformString({ unsafe lstat($0, &status) }) == 0
      else { continue }
      stamps[name] = Stamp(
        inode: UInt64(status.st_ino), seconds: status.st_mtim.tv_sec,
        nanoseconds: status.st_mtim.tv_nsec)
    }
    return stamps
  }
}
