import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The built program when it is told twice to stop.
@Suite(
  .serialized,
  .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct CommandLineCancelTests {
  let folder: TemporaryFolder
  private var output: FilePath { folder.appending("out") }

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(folder.appending("in"))
  }

  private func start(_ options: [String]) throws -> Process {
    try Process(
      Places.triptych,
      ["process", folder.appending("in").string, "-o", output.string, "--json"]
        + ["--workers", "2", "--report", folder.appending("r.json").string] + options)
  }

  /// Two signals, when they are watched: which they are before there is a journal. The second comes
  /// when the first was seen, since the kernel makes one of two that wait.
  private func interruptTwice(_ process: Process) throws -> Process.Result {
    wait { Places.exists(output.appending(".triptych-journal")) }
    usleep(300_000)
    process.signal(SIGINT)
    let isSeen = try wait(times: 30_000) {
      try process.errorsSoFar.contains("interrupted: finishing")
    }
    try #require(isSeen, "a first SIGINT is not answered")
    process.signal(SIGINT)
    try #require(try process.ends(within: 30), "a cancelled run hangs")
    return try process.wait()
  }

  @Test(arguments: [["--mode", "free"], ["--mode", "locked"], ["--mode", "forked"]])
  func whatWasDroppedIsInterruptedAndNotFailed(mode: [String]) throws {
    let bytes = try Files.read(Places.fixtures.pushing("png/gradients-rgb8.png"))
    for index in 0..<8 {
      try Files.write(bytes, to: folder.appending("in").appending("\(index).png"))
    }
    // Takes many seconds a file.
    let process = try start(mode + ["-f", "resize=3000%,nlmeans"])
    let result = try interruptTwice(process)
    #expect(result.ending == .exit(130), "\(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    #expect(jobs.count == 8, "each job has one line")
    #expect(Set(jobs.map(\.status)) == ["interrupted", "not-started"])
    #expect(!result.errors.contains("failed"), "\(result.errors)")
    #expect(result.errors.contains("interrupted: finishing"), "\(result.errors)")
    #expect(result.errors.contains("--resume goes on from here"), "\(result.errors)")
    #expect(result.errors.contains("dropping"), "\(result.errors)")
    let report = try ReportRecord(try Files.read(folder.appending("r.json")))
    #expect(report.sum("files_failed") == 0)
    #expect(report.sum("files_interrupted") == UInt64(jobs.count { $0.status == "interrupted" }))
    #expect(try SurvivalBatch.contents(of: output).isEmpty)
  }

  /// A minute of playing slow is not sat out, whoever does the waiting.
  @Test(
    arguments: [["--mode", "free"], ["--mode", "locked"]]
      + SurvivalTests.handoffs.map(SurvivalTests.forked), SurvivalFaultTests.engines)
  func plantedSlownessDoesNotHoldUpACancel(mode: [String], engine: String) throws {
    let bytes = try Files.read(Places.fixtures.pushing("png/gradients-rgb8.png"))
    for index in 0..<4 {
      try Files.write(bytes, to: folder.appending("in").appending("\(index).png"))
    }
    let process = try start(mode + ["--io", engine, "--io-latency", "90s"])
    let result = try interruptTwice(process)
    // Where rings are forbidden there is none to wait in.
    if result.errors.contains("cannot start io_uring") { return }
    #expect(result.ending == .exit(130), "\(result.errors)")
    #expect(try JobRecord.all(in: result.output).count == 4)
    #expect(try SurvivalBatch.contents(of: output).isEmpty)
  }

  /// Workers, and the process that forks them, that take nothing and say nothing: their sockets are
  /// full, and the coordinator is in the middle of a message.
  @Test(arguments: [("path", false), ("pipe", false), ("shm", false), ("pipe", true)])
  func stoppedProcessesDoNotHoldUpACancel(handoff: String, serverToo: Bool) throws {
    // More bytes than a socket holds.
    let bytes = [UInt8](repeating: 7, count: 2 << 20)
    for index in 0..<8 {
      try Files.write(bytes, to: folder.appending("in").appending("\(index).png"))
    }
    let process = try start(SurvivalTests.forked(handoff) + ["--io-latency", "500ms"])
    var family = Family(of: process.id, mark: output.string)
    wait(times: 2000) {
      family = Family(of: process.id, mark: output.string)
      return family.workers.count == 2
    }
    try #require(family.workers.count == 2)
    for worker in family.workers { kill(worker, SIGSTOP) }
    if serverToo, let server = family.server { kill(server, SIGSTOP) }
    usleep(500_000)
    let result = try interruptTwice(process)
    #expect(result.ending == .exit(130), "\(result.errors)")
    #expect(try JobRecord.all(in: result.output).count == 8)
    wait { Family.processes(mark: output.string).isEmpty }
    #expect(Family.processes(mark: output.string).isEmpty)
  }

  /// A worker that is stopped in its first moment holds what its server has open, and so the
  /// server's death is not heard by the socket's end. Python stands for that worker, since no
  /// process can be stopped in its first moment on purpose.
  @Test(.enabled(if: Places.program("python3") != nil, "python3 is absent"))
  func aServerWhoseSocketStaysOpenDoesNotHoldUpACancel() throws {
    let bytes = try Files.read(Places.fixtures.pushing("png/gradients-rgb8.png"))
    for index in 0..<4 {
      try Files.write(bytes, to: folder.appending("in").appending("\(index).png"))
    }
    let process = try start(SurvivalTests.forked("path") + ["--io-latency", "90s"])
    var family = Family(of: process.id, mark: output.string)
    wait(times: 30_000) {
      family = Family(of: process.id, mark: output.string)
      return family.workers.count == 2
    }
    let server = try #require(family.server)
    let holder = try Process(
      try #require(Places.program("python3")), ["-c", Self.holder, "\(server)"])
    defer { holder.signal(SIGKILL) }
    try wait(times: 30_000) { try holder.errorsSoFar.contains("\n") }
    let holding = try holder.errorsSoFar
    if ["Operation not permitted", "Function not implemented"].contains(where: holding.hasPrefix) {
      return print("no descriptor can be taken from another process here (\(holding)): not tested")
    }
    try #require(holding.hasPrefix("held"), "\(holding)")
    kill(server, SIGSTOP)
    let result = try interruptTwice(process)
    #expect(result.ending == .exit(130), "\(result.errors)")
    #expect(try JobRecord.all(in: result.output).count == 4)
    wait { Family.processes(mark: output.string).isEmpty }
    #expect(Family.processes(mark: output.string).isEmpty)
  }

  /// Takes copies of a process's sockets, by pidfd_open and pidfd_getfd, and keeps them.
  private static let holder = """
    import ctypes, os, sys, time
    call, process = ctypes.CDLL(None, use_errno=True).syscall, int(sys.argv[1])
    folder = f"/proc/{process}/fd"
    sockets = [n for n in os.listdir(folder) if "socket" in os.readlink(f"{folder}/{n}")]
    handle = call(434, process, 0)
    held = [call(438, handle, int(n), 0) for n in sockets]
    error = os.strerror(ctypes.get_errno())
    print(f"held {held}" if held and min(held) >= 0 else error, file=sys.stderr, flush=True)
    time.sleep(600)
    """
}
