import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Files that cannot be read, decoded or written, and disks that are full.
@Suite(.serialized) struct SurvivalFaultTests {
  static let modes = SurvivalStreamTests.modes
  static let engines = ["blocking", "pool", "uring"]

  /// Names of inputs that are in order.
  static let good = ["png/landscape-rgb8.png", "jpeg/landscape-444.jpg", "png/writing-gray1.png"]

  @Test(arguments: modes, engines)
  func badFilesDoNotStopTheOthers(mode: [String], engine: String) throws {
    let folder = try TemporaryFolder()
    let output = folder.appending("out")
    var inputs: [String] = []
    for name in Self.good {
      let path = folder.appending(FilePath(name).lastComponent?.string ?? "")
      try Files.write(try Files.read(Places.fixtures.appending(name)), to: path)
      inputs.append(path.string)
    }
    let whole = try Files.read(Places.fixtures.appending(Self.good[0]))
    let bad: [(String, (FilePath) throws -> Void)] = [
      ("missing.png", { _ in }),
      ("empty.png", { try Files.write([], to: $0) }),
      ("text.png", { try Files.write(Array("no picture".utf8), to: $0) }),
      ("cut.png", { try Files.write(whole.prefix(whole.count / 2), to: $0) }),
      (
        "loop.png",
        { path in
          _ = unsafe path.withPlatformString { unsafe symlink("loop.png", $0) }
        }
      ),
    ]
    for (name, make) in bad {
      try make(folder.appending(name))
      inputs.append(folder.appending(name).string)
    }
    let names = inputs.map { FilePath($0).lastComponent?.string ?? "" }
    try Files.write((names.joined(separator: "\n") + "\n").utf8, to: folder.appending("list"))
    // Names in a list keep their folders below the output: run where they have none.
    let words =
      ["cd \(folder.path) && timeout 20 \(Places.triptych) process --files-from list --json"]
      + ["--workers 2", "-o", output.string, "--io", engine] + mode
    let result = try Process.run("/bin/sh", ["-c", words.joined(separator: " ")])
    #expect(result.ending == .exit(1), "\(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    #expect(Set(jobs.filter { $0.status == "failed" }.map(\.input)) == Set(bad.map(\.0)))
    #expect(Set(jobs.filter { $0.status == "done" }.map(\.input)).count == Self.good.count)
    #expect(try Files.tree(output).count == Self.good.count)
  }

  /// Names would end at the first zero byte, and the others be lost.
  @Test func listWithZeroBytesIsRefused() throws {
    let folder = try TemporaryFolder()
    let names = Self.good.map { Places.fixtures.appending($0).string }
    let list = folder.appending("list")
    try Files.write(names.joined(separator: "\0").utf8, to: list)
    let words = ["process", "--files-from", list.string, "-o", folder.appending("out").string]
    let refused = try Process.run(Places.triptych, words)
    #expect(refused.ending == .exit(2))
    #expect(refused.errors.contains(list.string) && refused.errors.contains("--null"))
    #expect(!Places.exists(folder.appending("out")))
    let taken = try Process.run(Places.triptych, words + ["--null", "--json"])
    #expect(taken.ending == .exit(0), "\(taken.errors)")
    #expect(try JobRecord.all(in: taken.output).count == names.count)
  }

  @Test func resumingSaysWhatIsMadeAgain() throws {
    let folder = try TemporaryFolder()
    let words = [
      "process", Places.fixtures.appending(Self.good[0]).string, "--resume",
      "-o", folder.appending("out").string,
    ]
    // A journal is kept where something was left to do: one picture fails.
    let missing = [folder.appending("missing.png").string]
    let first = try Process.run(Places.triptych, words + missing)
    #expect(first.ending == .exit(1) && !first.errors.contains("made again"))
    let second = try Process.run(Places.triptych, words + missing + ["-f", "invert"])
    #expect(second.ending == .exit(1), "\(second.errors)")
    #expect(second.errors.contains("1 output made again"), "\(second.errors)")
  }

  /// The engine's name alone would say that the ring had done the work.
  @Test(.enabled(if: SurvivalCase.hasRing, "no ring to be had"), arguments: modes)
  func ringThatIsGivenUpIsSaid(mode: [String]) throws {
    let folder = try TemporaryFolder()
    let report = folder.appending("report.json")
    let process = try Process(
      Places.triptych,
      ["process", Places.fixtures.appending("jpeg").string, "--io", "uring"]
        + ["-o", folder.appending("out").string, "--report", report.string] + mode,
      environment: ["PATH": "/usr/bin:/bin", "TRIPTYCH_FAULTS": "io_uring_enter:EIO@2"])
    try #require(try process.ends(within: 30), "hangs")
    let result = try process.wait()
    #expect(result.ending == .exit(0))
    #expect(result.errors.contains("io_uring failed"), "\(result)")
    let run = try #require(try ReportRecord(try Files.read(report)).runs.first)
    #expect(run.ioRan == "uring")
    #expect(run.ioNote?.contains("io_uring failed") == true)
  }

  /// The plan's own faults: which call fails, and whether it is the machine's fault.
  static let plans = [
    ("open:EACCES@20", 1), ("read:EIO@5", 75), ("write:EIO@3", 75), ("link:EACCES@2", 1),
    ("write:ENOSPC@4", 75), ("write:short@1/2,read:short@1/2", 0), ("poll:EINTR@1/2", 0),
    ("send:short@1/3,receive:short@1/3", 0), ("mmap:ENOMEM@3", 75), ("memfd:EMFILE@3", 75),
  ]

  /// A failing call costs the file it was made for, or ends the run with a message. What is seen is
  /// whole either way, and each job has its line.
  @Test(arguments: modes, plans)
  func failingCallCostsNoOtherFile(mode: [String], plan: (String, Int)) throws {
    let folder = try TemporaryFolder()
    let input = Places.fixtures.appending("png")
    let options = ["process", input.string, "--json", "--workers", "2"]
    let oracle = folder.appending("oracle")
    _ = try Process.run(Places.triptych, options + ["-o", oracle.string, "--mode", "inline"])
    let expected = try SurvivalBatch.contents(of: oracle)
    let output = folder.appending("out")
    let process = try Process(
      Places.triptych, options + ["-o", output.string] + mode,
      environment: ["PATH": "/usr/bin:/bin", "TRIPTYCH_FAULTS": plan.0])
    try #require(try process.ends(within: 20), "hangs")
    let result = try process.wait()
    guard case .exit(let code) = result.ending else {
      Issue.record("crashed: \(result)")
      return
    }
    // A mode that makes no such call, or makes it less often, has nothing to suffer.
    #expect([0, Int32(plan.1), 75].contains(code), "\(result.errors)")
    let seen = try SurvivalBatch.contents(of: output)
    for (name, bytes) in seen { #expect(bytes == expected[name], "\(name) is not whole") }
    let jobs = try JobRecord.all(in: result.output)
    let done = Set(jobs.filter { $0.status == "done" }.map { lastName($0.output) })
    #expect(done == Set(seen.keys))
    if code == 0 { #expect(seen.count == expected.count) }
    if code == 1 { #expect(expected.count - seen.count <= 2, "\(result.errors)") }
  }

  @Test(
    .enabled(if: SmallDisk.isPossible, "a small file system can be mounted by root only"),
    arguments: modes, engines)
  func fullDiskIsSaidAndNothingHalfIsLeft(mode: [String], engine: String) throws {
    let folder = try TemporaryFolder()
    let disk = try SmallDisk(kilobytes: 128, at: folder.appending("disk"))
    let input = Places.fixtures.appending("png")
    let oracle = folder.appending("oracle")
    let options = ["process", input.string, "--quiet", "--workers", "2"]
    _ = try Process.run(
      Places.triptych, options + ["-o", oracle.string, "--mode", "inline"])
    let output = disk.path.appending("out")
    let process = try Process(
      Places.triptych, options + ["-o", output.string, "--io", engine] + mode)
    try #require(try process.ends(within: 30), "hangs on a full disk")
    let result = try process.wait()
    #expect(result.ending == .exit(75), "\(result.errors)")
    #expect(result.errors.contains("the machine failed"), "\(result.errors)")
    #expect(result.errors.contains("--resume"), "\(result.errors)")
    let expected = try SurvivalBatch.contents(of: oracle)
    let seen = try SurvivalBatch.contents(of: output)
    #expect(seen.count < expected.count)
    for (name, bytes) in seen { #expect(bytes == expected[name], "\(name) is not whole") }
    withExtendedLifetime(disk) {}
  }
}

/// A file system of a few kilobytes, for as long as this lives.
final class SmallDisk {
  static let isPossible: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    return (try? SmallDisk(kilobytes: 64, at: folder.appending("disk"))) != nil
  }()

  struct Refused: Error {}

  let path: FilePath

  init(kilobytes: Int, at path: FilePath, isReadOnly: Bool = false) throws {
    self.path = path
    try Files.createFolder(path)
    let done = unsafe path.withPlatformString {
      unsafe mount(
        "tmpfs", $0, "tmpfs", isReadOnly ? UInt(MS_RDONLY) : 0, "size=\(kilobytes)k")
    }
    guard done == 0 else { throw Refused() }
  }

  /// From now on.
  func makeReadOnly() throws {
    let flags = UInt(MS_REMOUNT | MS_RDONLY)
    let done = unsafe path.withPlatformString { unsafe mount(nil, $0, nil, flags, nil) }
    guard done == 0 else { throw Refused() }
  }

  deinit { _ = unsafe path.withPlatformString { unsafe umount2($0, CInt(MNT_DETACH)) } }
}
