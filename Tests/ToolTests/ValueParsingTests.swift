import Pipeline
import SystemPackage
import Testing
import Tool

@Suite struct ValueParsingTests {
  @Test(arguments: [
    ("0", 0), ("4096", 4096), ("64K", 65_536), ("64k", 65_536), ("64KiB", 65_536),
    ("64kB", 64_000), ("1.5GiB", 1_610_612_736), ("2GB", 2_000_000_000), ("3M", 3 << 20),
    ("1T", 1 << 40), ("7B", 7), ("0.5k", 512),
  ])
  func byteSizes(text: String, bytes: Int) throws {
    #expect(try ByteSize.parse(text) == bytes)
  }

  @Test(arguments: [
    "", "K", "-1", "1X", "1 K", "1.2.3", ".5K", "5.", "0x10", "1e3", "nan", "inf", "9999999T", "１",
    "99999999999999999999",
  ])
  func notByteSizes(text: String) {
    #expect(throws: ValueError.self) { try ByteSize.parse(text) }
  }

  @Test(arguments: [("100M", 100_000_000), ("1G", 1_000_000_000), ("1", 1), ("1.5k", 1500)])
  func counts(text: String, count: Int) throws {
    #expect(try CountSize.parse(text) == count)
  }

  @Test(arguments: ["0", "-1", "1KiB", "", "M", "0.1"])
  func notCounts(text: String) {
    #expect(throws: ValueError.self) { try CountSize.parse(text) }
  }

  @Test(
    arguments: [
      ("5ms", 5_000_000), ("0", 0), ("0s", 0), ("250us", 250_000), ("250µs", 250_000),
      ("800ns", 800), ("1.5s", 1_500_000_000), ("0.25ms", 250_000),
    ] as [(String, UInt64)])
  func durations(text: String, nanoseconds: UInt64) throws {
    #expect(try TimeSpan.parse(text) == nanoseconds)
  }

  @Test(arguments: ["5", "ms", "-5ms", "5 ms", "5m", "5MS", "", "1e3s", "99999999999s"])
  func notDurations(text: String) {
    #expect(throws: ValueError.self) { try TimeSpan.parse(text) }
  }

  /// A tenth of a nanosecond is none.
  @Test(arguments: ["0", "0s", "0.1ns", "-5ms", "5"])
  func notPositiveDurations(text: String) {
    #expect(throws: ValueError.self) { try TimeSpan.parsePositive(text) }
  }

  @Test func positiveAmountsAreTaken() throws {
    #expect(try TimeSpan.parsePositive("1ns") == 1)
    #expect(try ByteSize.parsePositive("1") == 1)
    for text in ["0", "0.2", "0K"] {
      #expect(throws: ValueError.self, "\(text)") { try ByteSize.parsePositive(text) }
    }
  }

  /// The parser would take the number for an option; `-0` is one.
  @Test func negativeValuesReachTheirOption() {
    #expect(
      CommandLineTool.joiningNegativeValues(
        [
          "process", "--workers", "-1", "--null", "-0", "-w", "-3", "--a=b", "-4", "--", "--x",
          "-2",
        ])
        == [
          "process", "--workers=-1", "--null", "-0", "-w=-3", "--a=b", "-4", "--", "--x", "-2",
        ])
    let error = #expect(throws: (any Error).self) {
      try CommandLineTool.processOptions(
        ["in", "-o", "out", "--workers", "-1"], on: Machine(effectiveCPUs: 1, memory: 1 << 30))
    }
    #expect(error.map { CommandLineTool.explanation(of: $0) }?.contains("from 1 to") == true)
  }

  @Test func memoryBudgets() throws {
    #expect(try MemoryBudget.parse("512M") == .bytes(512 << 20))
    #expect(try MemoryBudget.parse("12.5%") == .percent(12.5))
    #expect(try MemoryBudget.parse("25%").resolved(available: 4 << 30) == 1 << 30)
    #expect(try MemoryBudget.parse("1%").resolved(available: 1000) == MemoryBudget.minimum)
    #expect(MemoryBudget.bytes(5 << 20).resolved(available: 1 << 20) == 5 << 20)
    for text in ["0%", "101%", "%", "1K", "x", "-5%", "5M%"] {
      #expect(throws: ValueError.self, "\(text)") { try MemoryBudget.parse(text) }
    }
  }

  @Test func workerCounts() throws {
    #expect(try WorkerCount.parse("auto").resolved(effectiveCPUs: 3) == 3)
    #expect(try WorkerCount.parse("7").resolved(effectiveCPUs: 3) == 7)
    for text in ["0", "-1", "1025", "two", "1.5", ""] {
      #expect(throws: ValueError.self, "\(text)") { try WorkerCount.parse(text) }
    }
  }

  @Test func lockScopes() throws {
    #expect(try LockScope.parse("none") == [])
    #expect(try LockScope.parse("decode,filter,encode") == .computing)
    #expect(try LockScope.parse("filter") == [StageSet(Stage.filter)])
    #expect(LockScope.text(try LockScope.parse("encode,decode")) == "decode,encode")
    #expect(LockScope.text([]) == "none")
    for text in ["", "read", "filter,", "filter,none", "Filter"] {
      #expect(throws: ValueError.self, "\(text)") { try LockScope.parse(text) }
    }
  }

  @Test func colors() throws {
    let expected = HexColor(red: 255, green: 128, blue: 0)
    #expect(try HexColor.parse("ff8000") == expected)
    #expect(try HexColor.parse("#FF8000") == expected)
    for text in ["fff", "gg0000", "", "ff80000", "+f8000", "##8000"] {
      #expect(throws: ValueError.self, "\(text)") { try HexColor.parse(text) }
    }
  }

  @Test func limitsOfControlGroups() {
    #expect(MachineMemory.limit("max\n") == nil)
    #expect(MachineMemory.limit("536870912\n") == 512 << 20)
    #expect(MachineMemory.limit("") == nil)
    #expect(MachineMemory.available() > 0)
    let granted = { (files: [FilePath: String]) in MachineMemory.limit(reading: { files[$0] }) }
    #expect(granted([:]) == nil)
    // Version 2: the least of the group and those above it.
    let two: [FilePath: String] = [
      "/proc/self/cgroup": "0::/user.slice/run.scope\n", "/sys/fs/cgroup/memory.max": "max\n",
      "/sys/fs/cgroup/user.slice/memory.max": "3000000\n",
      "/sys/fs/cgroup/user.slice/run.scope/memory.max": "5000000\n",
    ]
    #expect(granted(two) == 3_000_000)
    let one: [FilePath: String] = [
      "/proc/self/cgroup": "4:cpu,cpuacct:/x\n7:memory:/jobs\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      "/sys/fs/cgroup/memory/jobs/memory.limit_in_bytes": "800000\n",
    ]
    #expect(granted(one) == 800_000)
  }
}
