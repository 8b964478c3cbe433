import Platform
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What the kernel under the tests can do.
private enum Kernel {
  static let isSanitized = Places.sanitizer != nil
  static let hasLandlock: Bool = {
    do {
      _ = try FileRules()
      return true
    } catch {
      print("no Landlock here (\(error)): its tests are skipped")
      return false
    }
  }()
  static let hasFilters = Places.exists("/proc/sys/kernel/seccomp/actions_avail")
  static let canConfine = hasLandlock && hasFilters && !isSanitized
  static let absence =
    "no Landlock or no seccomp here, or a sanitizer that needs more than they allow"
}

/// Which walls stand. One is left out by telling the tool that the kernel lacks it.
enum Walls: String, CaseIterable, Sendable {
  case none, landlock, seccomp, both

  var options: [String] { self == .none ? ["--sandbox", "off"] : ["--sandbox", "auto"] }
  var faults: String? {
    switch self {
    case .none, .both: nil
    case .landlock: "seccomp:ENOSYS"
    case .seccomp: "landlock:ENOSYS"
    }
  }
}

/// Intruders in a real worker process of the built tool try what they would try, and what happens
/// to them, with each wall by itself.
@Suite(
  "Worker processes in a sandbox", .serialized,
  .enabled(if: Kernel.canConfine, Comment(rawValue: Kernel.absence)))
struct SandboxTests {
  /// What becomes of an attempt.
  enum End: Equatable {
    case done
    /// With that errno.
    case refused(CInt)
    case killed
    /// The worker became another program.
    case replaced
    case unclear(String)
  }

  /// A folder of one picture, `a.png`.
  private static func inputs(in folder: TemporaryFolder) throws -> FilePath {
    let inputs = folder.appending("in")
    try Files.createFolder(inputs)
    let picture = try Files.read(Places.fixtures.appending("png/writing-gray1.png"))
    try Files.write(picture, to: inputs.appending("a.png"))
    return inputs
  }

  /// One picture through one worker that tries it.
  private static func attempt(
    _ breach: String, _ handoff: String, _ walls: Walls, io: String = "auto",
    input: FilePath = Places.fixtures.appending("png/writing-gray1.png"), output: FilePath
  ) throws -> End {
    var environment = ["PATH": "/usr/bin:/bin", "TRIPTYCH_BREACH": breach]
    environment["TRIPTYCH_FAULTS"] = walls.faults
    let process = try Process(
      Places.triptych,
      ["process", input.string, "-o", output.string, "--mode", "forked", "--workers", "1"]
        + ["--handoff", handoff, "--io", io, "--if-exists", "overwrite"] + walls.options,
      environment: environment)
    try #require(try process.ends(within: 60), "\(breach) hangs")
    let said = try process.wait()
    if said.errors.contains("breach: done") {
      #expect(said.ending == .exit(0), "the picture suffers: \(said.errors)")
      return .done
    }
    if said.errors.contains("was killed by SIGSYS while it had this job") { return .killed }
    if said.errors.contains("exited with status 0 while it had this job") { return .replaced }
    if let line = said.errors.split(separator: "\n").first(where: { $0.hasPrefix("breach: ") }),
      let number = CInt(line.dropFirst("breach: refused (".count).dropLast())
    {
      // Who is refused and takes it goes on, and so does the picture.
      #expect(said.ending == .exit(0), "\(said.errors)")
      return .refused(number)
    }
    return .unclear(said.errors)
  }

  /// Attempts that do not depend on the hand-off, and their ends behind no wall, Landlock alone,
  /// seccomp alone, and both.
  static let deeds: [(name: String, ends: [End])] = [
    ("connect", [.refused(ECONNREFUSED), .refused(EACCES), .killed, .killed]),
    ("exec", [.replaced, .refused(EACCES), .killed, .killed]),
    ("fork", [.done, .done, .killed, .killed]),
    ("signal", [.done, .refused(EPERM), .killed, .killed]),
    ("ring", [.refused(EFAULT), .refused(EFAULT), .killed, .killed]),
    ("thread", [.done, .done, .refused(ENOSYS), .refused(ENOSYS)]),
    ("executable", [.done, .done, .refused(EPERM), .refused(EPERM)]),
    ("owner", [.done, .done, .refused(ENOSYS), .refused(ENOSYS)]),
    ("memory", [.done, .refused(ENOMEM), .refused(ENOMEM), .refused(ENOMEM)]),
  ]

  @Test(arguments: deeds.indices, ["path", "pipe", "shm"])
  func deedsAreRefused(index: Int, handoff: String) throws {
    let folder = try TemporaryFolder()
    let (name, ends) = Self.deeds[index]
    for (walls, expected) in zip(Walls.allCases, ends) {
      let end = try Self.attempt(name, handoff, walls, output: folder.appending("out"))
      // What Landlock knows depends on its version: TCP from 4, signals from 6.
      if walls == .landlock, end != expected, name == "connect" || name == "signal" { continue }
      #expect(end == expected, "\(name), \(handoff), \(walls)")
    }
  }

  @Test(arguments: ["blocking", "pool", "uring"], [Walls.landlock, .both])
  func filesOutsideAreOutOfReachByPath(engine: String, walls: Walls) throws {
    let folder = try TemporaryFolder()
    let output = folder.appending("out")
    let neighbour = folder.appending("neighbour")
    try Files.write([1], to: neighbour)
    let made = folder.appending("made")
    for breach in [
      "read:/etc/passwd", "read:\(neighbour)", "engine:/etc/passwd", "engine:\(neighbour)",
      "write:\(made)", "unlink:\(neighbour)", "write:\(Places.fixtures.appending("png/made"))",
      // Not even its own outputs can be read.
      "read:\(output.appending("writing-gray1.png"))",
    ] {
      let end = try Self.attempt(breach, "path", walls, io: engine, output: output)
      #expect(end == .refused(EACCES), "\(breach)")
    }
    #expect(Places.exists(neighbour) && !Places.exists(made))
    // The same attempts succeed where nothing stands in their way: they are real.
    for breach in [
      "read:/etc/passwd", "engine:\(neighbour)", "write:\(made)", "unlink:\(neighbour)",
    ] {
      #expect(try Self.attempt(breach, "path", .none, io: engine, output: output) == .done)
    }
    #expect(!Places.exists(neighbour) && Places.exists(made))
  }

  @Test(arguments: ["pipe", "shm"])
  func whereContentsArePassedThereAreNoFilesAtAll(handoff: String) throws {
    let folder = try TemporaryFolder()
    let output = folder.appending("out")
    let input = Places.fixtures.appending("png/writing-gray1.png")
    for breach in ["read:\(input)", "write:\(output.appending("x"))", "read:/proc/self/mem"] {
      let landlock = try Self.attempt(breach, handoff, .landlock, output: output)
      #expect(landlock == .refused(EACCES), "\(breach)")
      for walls in [Walls.seccomp, .both] {
        let end = try Self.attempt(breach, handoff, walls, output: output)
        #expect(end == .refused(ENOSYS), "\(breach), \(walls)")
      }
    }
  }

  /// What was named itself may be read, and what was not, may not: a neighbour of a named file, but
  /// not of one in a named folder.
  @Test func onlyWhatWasNamedCanBeRead() throws {
    let folder = try TemporaryFolder()
    let inputs = try Self.inputs(in: folder)
    try Files.write([1], to: inputs.appending("secret"))
    let breach = "read:\(inputs.appending("secret"))"
    let output = folder.appending("out")
    #expect(
      try Self.attempt(breach, "path", .both, input: inputs.appending("a.png"), output: output)
        == .refused(EACCES))
    #expect(try Self.attempt(breach, "path", .both, input: inputs, output: output) == .done)
  }

  /// Links among the inputs, and names from a list, are read all the same.
  @Test func honestInputsAreReachedWhereverTheyAre() throws {
    let folder = try TemporaryFolder()
    let picture = Places.fixtures.appending("png/writing-gray1.png")
    for name in ["in", "elsewhere"] { try Files.createFolder(folder.appending(name)) }
    try Files.write(try Files.read(picture), to: folder.appending("elsewhere/far.png"))
    try Files.write(try Files.read(picture), to: folder.appending("listed.png"))
    for (name, target) in [("in/near.png", picture.string), ("in/far.png", "../elsewhere/far.png")]
    {
      let made = unsafe folder.appending(name).withPlatformString { unsafe symlink(target, $0) }
      try #require(made == 0)
    }
    let list = folder.appending("list")
    try Files.write("\(folder.appending("listed.png"))\n".utf8, to: list)
    for engine in ["blocking", "pool", "uring"] {
      let output = folder.appending("out-\(engine)")
      let result = try Process.run(
        Places.triptych,
        [
          "process", folder.appending("in").string, "--files-from", list.string, "-o",
          output.string,
        ]
          + ["--mode", "forked", "--sandbox", "on", "--io", engine])
      #expect(result.ending == .exit(0), "\(result.errors)")
      #expect(try Files.tree(output).count == 3)
    }
  }

  @Test(arguments: ["path", "pipe", "shm"], ["blocking", "pool", "uring"])
  func outputsAreTheSameWithAndWithout(handoff: String, engine: String) throws {
    let folder = try TemporaryFolder()
    func run(_ sandbox: String) throws -> [String: [UInt8]] {
      let output = folder.appending(sandbox)
      // The second time, outputs are replaced, which is done by other calls.
      for ifExists in ["error", "overwrite"] {
        let result = try Process.run(
          Places.triptych,
          ["process", Places.fixtures.string, "--recursive", "-o", output.string, "--workers", "3"]
            + ["-f", "resize=70%,gaussian=sigma=1.5,rotate=90", "--durability", "file"]
            + ["--if-exists", ifExists]
            + ["--mode", "forked", "--handoff", handoff, "--io", engine, "--sandbox", sandbox])
        #expect(result.ending == .exit(0), "\(result.errors)")
      }
      return try SurvivalBatch.contents(of: output)
    }
    let (on, off) = (try run("on"), try run("off"))
    #expect(on.count == 50)
    #expect(on == off)
  }

  /// The bound on address space does not meet honest work, not even the largest picture that
  /// --max-pixels lets in, many times over the budget, stored by each filter.
  @Test(arguments: ["path", "shm"])
  func honestWorkNeverMeetsTheLimits(handoff: String) throws {
    let folder = try TemporaryFolder()
    let input = folder.appending("large.png")
    let size = "4000x4000"
    let options = ["--max-pixels", "16000000", "--memory-budget", "1M", "--quiet"]
    let made = try Process.run(
      Places.triptych,
      ["process", Places.fixtures.appending("png/gradients-rgba16.png").string, "-f"]
        + ["resize=\(size):fit=exact:enlarge=yes", "-o", folder.path.string, "--png-level", "1"]
        + options)
    try #require(made.ending == .exit(0), "\(made.errors)")
    try #require(unsafe rename(folder.appending("gradients-rgba16.png").string, input.string) == 0)
    let result = try Process.run(
      Places.triptych,
      ["process", input.string, "-f", "rotate=90,equalise,rotate=90", "-o"]
        + [folder.appending("out").string, "--mode", "forked", "--handoff", handoff, "--png-level"]
        + ["1", "--sandbox", "on", "--workers", "1"] + options)
    #expect(result.ending == .exit(0), "\(result.errors)")
  }

  /// As the kernel tells them of a worker at work: its memory, with somebody's picture in it, is
  /// never dumped; each of the others is there, and cannot be raised again.
  @Test(arguments: ["path", "pipe", "shm"])
  func limitsHold(handoff: String) throws {
    let folder = try TemporaryFolder()
    let mark = folder.appending("out").string
    let process = try Process(
      Places.triptych,
      ["process", Places.fixtures.appending("png/one-pixel.png").string, "-o", mark]
        + SurvivalTests.forked(handoff)
        + ["--workers", "1", "--sandbox", "on", "--io-latency", "60s", "--quiet"])
    defer { process.signal(SIGKILL) }
    func limits() -> [Substring: [Substring]] {
      guard let worker = Family(of: process.id, mark: mark).workers.first,
        let lines = try? Files.lines(FilePath("/proc/\(worker)/limits"))
      else { return [:] }
      let rows = lines.dropFirst().map { line in
        // Words of a name have one space between them, columns have more.
        line.split(separator: "  ").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
      }
      return Dictionary(rows.map { ($0[0], Array($0.dropFirst())) }) { first, _ in first }
    }
    // That of open files comes last; the worker waits for its picture by then.
    var found = limits()
    wait(times: 10_000) {
      found = limits()
      guard let files = found["Max open files"], files.count > 1 else { return false }
      return files[0] == files[1] && (Int(files[0]) ?? .max) < 1024
    }
    let core = try #require(found["Max core file size"])
    #expect(core.prefix(2) == ["0", "0"], "soft and hard")
    for (name, most) in [
      ("Max address space", 1 << 40), ("Max file size", 1 << 40), ("Max open files", 1024),
    ] {
      let limit = try #require(found[Substring(name)])
      let soft = try #require(Int(limit[0]), "\(name) is \(limit[0])")
      #expect(soft > 0 && soft < most, "\(name) is \(soft)")
      #expect(limit[1] == limit[0], "\(name) can be raised again")
    }
  }

  @Test(arguments: ["landlock", "seccomp", "prctl", "setrlimit"])
  func whatIsMissingIsRefusedWhereAskedForAndSaidOtherwise(call: String) throws {
    let folder = try TemporaryFolder()
    func run(_ sandbox: String) throws -> Process.Result {
      try Process.run(
        Places.triptych,
        ["process", Places.fixtures.appending("png/writing-gray1.png").string, "-o"]
          + [folder.appending(sandbox).string, "--mode", "forked", "--sandbox", sandbox],
        environment: ["PATH": "/usr/bin:/bin", "TRIPTYCH_FAULTS": "\(call):ENOSYS"])
    }
    let on = try run("on")
    #expect(on.ending == .exit(75))
    #expect(on.errors.contains("as --sandbox on asks"), "\(on.errors)")
    #expect(try Files.tree(folder.appending("on")) == [])
    let auto = try run("auto")
    #expect(auto.ending == .exit(0), "\(auto.errors)")
    #expect(auto.errors.contains("(missing: "), "\(auto.errors)")
  }

  /// What the kernel has no rules for would take the wall away from all, were it to.
  @Test func aNameWithoutARuleCostsNobodyElseTheirs() throws {
    let folder = try TemporaryFolder()
    let inputs = try Self.inputs(in: folder)
    for (name, target) in [("namespace.png", "/proc/self/ns/net"), ("lost.png", "nowhere")] {
      try #require(unsafe symlink(target, inputs.appending(name).string) == 0)
    }
    let result = try Process.run(
      Places.triptych,
      ["process", inputs.string, "-o", folder.appending("out").string, "--json"]
        + ["--mode", "forked", "--handoff", "path", "--sandbox", "on"])
    #expect(result.ending == .exit(1), "\(result.errors)")
    let done = try JobRecord.all(in: result.output).filter { $0.status == "done" }
    #expect(done.map { lastName($0.input) } == ["a.png"])
    #expect(result.errors.contains("sandbox landlock, "), "\(result.errors)")
  }

  @Test func threadsCannotBeConfined() throws {
    let folder = try TemporaryFolder()
    let result = try Process.run(
      Places.triptych,
      ["process", Places.fixtures.string, "-o", folder.appending("out").string]
        + ["--sandbox", "on"])
    #expect(result.ending == .exit(2))
    #expect(result.errors.contains("--mode forked"))
  }
}
