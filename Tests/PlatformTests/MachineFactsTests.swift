import Platform
import SystemPackage
import TestSupport
import Testing

@Suite("What the machine is and does")
struct MachineFactsTests {
  @Test func `busy time leaves out idling and what a hypervisor took`() {
    let stat = "cpu  10 20 30 1000 2000 4 5 6000 7 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
    #expect(MachineActivity.busyTicks(in: stat) == 10 + 20 + 30 + 4 + 5)
    for broken in ["", "cpu 1 2 3\n", "cpu  0 0 0 0 0 0 0\n", "cpu  a b c d e f g\n"] {
      #expect(MachineActivity.busyTicks(in: broken) == nil)
    }
  }

  @Test func `the processor's name is its model name`() {
    let info = "processor\t: 0\nmodel\t\t: 85\nmodel name\t: Some CPU  @ 2.00GHz\nflags\t: a\n"
    #expect(MachineIdentity.cpuName(in: info) == "Some CPU @ 2.00GHz")
    #expect(MachineIdentity.cpuName(in: "Hardware : board\n") == nil)
  }

  @Test func `stops by quotas are read where groups count them`() {
    let files: [FilePath: String] = [
      "/proc/self/cgroup": "0::/a/b\n",
      "/sys/fs/cgroup/a/cpu.stat": "usage_usec 1\nnr_periods 9\nnr_throttled 4\n",
      "/sys/fs/cgroup/a/b/cpu.stat": "nr_throttled 2\n",
    ]
    #expect(MachineActivity.throttledPeriods { files[$0] } == 4)
    #expect(MachineActivity.throttledPeriods { _ in nil } == nil)
  }

  @Test func `a file that was just written and read is in memory`() throws {
    let folder = try TemporaryFolder()
    let file = folder.appending("file")
    try Files.write([UInt8](repeating: 7, count: 10_000), to: file)
    _ = try Files.read(file)
    let residency = try PageCache.residency(of: file)
    #expect(residency.resident == residency.pages && residency.pages == 3)
    try Files.write([], to: file)
    #expect(try PageCache.residency(of: file) == PageCache.Residency(resident: 0, pages: 0))
    #expect(throws: Errno.noSuchFileOrDirectory) {
      _ = try PageCache.residency(of: folder.appending("gone"))
    }
    // Whether it works depends on the file system; that it does not fail does not.
    try PageCache.drop(file)
  }

  @Test func `a spawned program gets its words, and says how it ends`() throws {
    let folder = try TemporaryFolder()
    let (output, errors) = (folder.appending("out"), folder.appending("err"))
    let words = ["-c", "printf '%s' \"$0\"; echo no >&2; exit 3"].map { Array($0.utf8) }
    let child = try Sys.spawn("/bin/sh", words + [[0x61, 0xFF]], output: output, errors: errors)
    let process = try Sys.descriptor(ofProcess: child)
    var polls = [Sys.Poll(process.borrowed)]
    #expect(try Sys.poll(&polls) == 1)
    let ending = try Sys.wait(for: child)
    #expect(ending?.cause == .exited(code: 3))
    #expect(try Files.read(output) == [0x61, 0xFF])
    #expect(try Files.read(errors) == Array("no\n".utf8))
    #expect(throws: Errno.noSuchFileOrDirectory) {
      _ = try Sys.spawn(folder.appending("none"), [], output: output, errors: errors)
    }
  }

  @Test func `a folder for a while goes with everything in it`() throws {
    let folder = try TemporaryFolder()
    let made = try Sys.makeTemporaryDirectory(in: folder.path, prefix: "x.")
    #expect(made.lastComponent?.string.hasPrefix("x.") == true)
    try Files.createFolder(made.appending("sub"))
    try Files.write([1], to: made.appending("sub").appending("file"))
    try Sys.removeTree(made)
    #expect(!Places.exists(made))
    #expect(throws: Errno.noSuchFileOrDirectory) { try Sys.removeTree(made) }
  }
}
