import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The built program when what it says waits for a reader who does not read: signals end it all the
/// same.
@Suite(
  .serialized,
  .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct CommandLineStuckTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(folder.appending("in"))
    try #require(unsafe mkfifo(path("fifo"), 0o600) == 0)
  }

  private func path(_ name: String) -> String { folder.path.appending(name).string }

  private func put(_ bytes: [UInt8], _ count: Int) throws {
    for index in 0..<count {
      let name = "\(index)" + String(repeating: "n", count: 200) + ".png"
      try Files.write(bytes, to: folder.appending("in").appending(name))
    }
  }

  /// Takes the place of a shell, so that signals reach the program.
  private func start(
    _ script: String, _ environment: [String: String]? = nil
  ) throws -> Process {
    try Process(
      "/bin/sh",
      ["-c", script, "sh", Places.triptych.string, path("in"), path("out"), path("fifo")],
      environment: environment)
  }

  /// Whether the condition comes about within a minute.
  private func comes(_ condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<6000 {
      if try condition() { return true }
      usleep(10_000)
    }
    return false
  }

  private func outputs() -> Int { ((try? Files.tree(folder.appending("out"))) ?? []).count }

  /// Opening a FIFO for writing waits for somebody to open it for reading.
  @Test(arguments: [SIGINT, SIGTERM])
  func aReportThatNobodyTakesIsNotWaitedForAfterASignal(signal: CInt) throws {
    try put(Files.read(Places.fixtures.pushing("png/one-pixel.png")), 3)
    let process = try start("exec \"$1\" process \"$2\" -o \"$3\" --report \"$4\"")
    try #require(comes { outputs() == 3 })
    // The journal goes when all is done but the report.
    try #require(
      comes { !Places.exists(folder.appending("out").appending(".triptych-journal")) })
    usleep(300_000)
    #expect(try !process.ends(within: 0.1), "it has a report to bring away")
    process.signal(signal)
    #expect(try process.ends(within: 60), "a signal does not end it")
    #expect(try process.wait().ending == .signal(signal))
  }

  /// Job lines, or failures, of which a pipe takes no more.
  @Test(arguments: [
    ("one-pixel.png", "--json -q > \"$4\""), ("", "2> \"$4\""), ("", "--json -q > \"$4\""),
  ])
  func theThirdSignalEndsWhateverIsStuck(fixture: String, ending: String) throws {
    let bytes =
      fixture.isEmpty
      ? [1, 2, 3] : try Files.read(Places.fixtures.pushing(FilePath("png/\(fixture)")))
    try put(bytes, 600)
    let reader = try FileDescriptor.open(
      folder.appending("fifo"), .readOnly, options: [.nonBlocking])
    defer { try? reader.close() }
    let process = try start("exec \"$1\" process \"$2\" -o \"$3\" --workers 2 \(ending)")
    try #require(comes { isFull(reader) }, "the pipe does not fill")
    for signal in [SIGINT, SIGINT, SIGTERM] {
      // Far enough apart to be counted one by one.
      usleep(300_000)
      process.signal(signal)
    }
    #expect(try process.ends(within: 60), "three signals do not end it")
    #expect(try process.wait().ending == .signal(SIGTERM))
    // Outputs are whole or not there.
    #expect(
      try Files.tree(folder.appending("out")).allSatisfy { name in
        !(try Files.read(folder.appending("out").appending(name))).isEmpty
      })
  }

  /// A pipe is full when nothing more comes; how much fits depends on the lengths of the lines.
  private func isFull(_ reader: FileDescriptor) -> Bool {
    let before = count(in: reader)
    if before < 30_000 { return false }
    usleep(300_000)
    return count(in: reader) == before
  }

  private func count(in reader: FileDescriptor) -> CInt {
    var count: CInt = 0
    return unsafe ioctl(reader.rawValue, UInt(FIONREAD), &count) == 0 ? count : 0
  }

  /// Without its thread for signals, the program leaves them as it found them.
  @Test(arguments: [true, false])
  func withoutAWatchNohupStillHolds(ignored: Bool) throws {
    try put(Files.read(Places.fixtures.pushing("png/one-pixel.png")), 12)
    let trap = ignored ? "trap '' HUP; " : ""
    let process = try start(
      trap + "exec \"$1\" process \"$2\" -o \"$3\" --workers 2 --mode free --io-latency 200ms",
      ["TRIPTYCH_FAULTS": "thread:EAGAIN@1"])
    try #require(comes { outputs() > 0 })
    process.signal(SIGHUP)
    #expect(try process.ends(within: 60))
    #expect(try process.wait().ending == (ignored ? .exit(0) : .signal(SIGHUP)))
  }
}
