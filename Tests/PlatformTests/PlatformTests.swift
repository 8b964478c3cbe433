import Memory
import Platform
import Synchronization
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

// Nothing here forks: a test process has threads. Forking is tested by driving the built program.

@Suite("Threads and locks")
struct ThreadTests {
  @Test func `a mutex keeps sums exact`() throws {
    final class Sum: @unchecked Sendable { var value = 0 }
    let sum = Sum()
    let mutex = PThreadMutex()
    var threads: [Thread] = []
    for number in 0..<4 {
      threads.append(
        try Thread(name: "adder \(number)") {
          for _ in 0..<20_000 { mutex.withLock { sum.value += 1 } }
        })
    }
    for thread in threads { thread.join() }
    #expect(sum.value == 80_000)
  }

  @Test func `a condition hands over a token`() throws {
    final class Turn: @unchecked Sendable { var value = 0 }
    let turn = Turn()
    let mutex = PThreadMutex()
    let changed = PThreadCondition()
    let other = try Thread(name: "other") {
      for _ in 0..<1000 {
        mutex.withLock {
          while turn.value.isMultiple(of: 2) { changed.wait(mutex) }
          turn.value += 1
          changed.broadcast()
        }
      }
    }
    for _ in 0..<1000 {
      mutex.withLock {
        while !turn.value.isMultiple(of: 2) { changed.wait(mutex) }
        turn.value += 1
        changed.signal()
      }
    }
    other.join()
    #expect(turn.value == 2000)
  }

  @Test func `a timed wait ends, and not too early`() {
    let mutex = PThreadMutex()
    let never = PThreadCondition()
    mutex.withLock {
      let start = Clock.wall()
      // Spurious wake-ups are allowed, so wait until it says that the time is up.
      while !never.wait(mutex, nanoseconds: 3_000_000) {}
      #expect(Clock.wall() - start >= 3_000_000)
    }
  }

  @Test func `a thread that cannot be had is an error`() {
    Faults.with(FaultPlan(.thread, .fail(.resourceTemporarilyUnavailable))) {
      #expect(throws: Errno.resourceTemporarilyUnavailable) { try Thread(name: "none") {} }
    }
  }

  @Test func `sleeping lasts at least as long as asked`() {
    let until = Clock.wall() + 2_000_000
    Clock.sleep(until: until)
    #expect(Clock.wall() >= until)
  }
}

@Suite("Planted faults")
struct FaultPlanTests {
  @Test(arguments: [
    ("write:ENOSPC@3", [false, false, true, false, false]),
    ("write:EIO@2/2", [false, true, false, true, false]),
    ("write:EIO", [true, true, true, true, true]),
    ("read:EIO,write:EIO@1", [true, false, false, false, false]),
    ("read:EIO", [false, false, false, false, false]),
  ])
  func `rules hit the calls they name`(text: String, hits: [Bool]) throws {
    let plan = try FaultPlan(parsing: text)
    let found = Faults.with(plan) { hits.map { _ in Faults.strike(.write) != nil } }
    #expect(found == hits)
    #expect(plan.calls(of: .write) == hits.count)
    #expect(plan.hits(of: .write) == hits.count { $0 })
  }

  @Test func `what moves no bytes is not counted where fewer are to be moved`() throws {
    let plan = try FaultPlan(parsing: "write:short@2,write:EIO@5")
    let abilities: [FaultPlan.Others] = [[], .short, [], .short, [], .short]
    let found = Faults.with(plan) { abilities.map { Faults.strike(.write, $0) } }
    #expect(found == [nil, nil, nil, .short, .fail(.ioError), nil])
    #expect(plan.calls(of: .write) == 6)
    #expect(plan.hits(of: .write) == 2)
  }

  @Test(arguments: [
    "write", "write:", "write:EWHAT", "wrote:EIO", "write:EIO@0", "write:EIO@1/0",
    "write:EIO@x", "write:EIO@1/2/3", "write:EIO@1@2",
  ])
  func `nonsense is refused`(text: String) {
    #expect(throws: FaultPlan.SyntaxError.self) { try FaultPlan(parsing: text) }
  }

  @Test func `a plan holds for threads started under it, and for no others`() throws {
    let seen = Atomic<Int>(0)
    let plan = FaultPlan(.read, .fail(.ioError), first: 1, period: 1)
    try Faults.with(plan) {
      try Thread(name: "inside") {
        if Faults.strike(.read) != nil { seen.add(1, ordering: .relaxed) }
      }.join()
      let inner = FaultPlan([])
      Faults.with(inner) { #expect(Faults.strike(.read) == nil) }
      #expect(Faults.strike(.read) == .fail(.ioError))
    }
    #expect(seen.load(ordering: .relaxed) == 1)
    #expect(Faults.strike(.read) == nil)
  }

  @Test func `interrupted calls are made again`() throws {
    let plan = FaultPlan(.open, .fail(.interrupted), first: 1)
    try Faults.with(plan) { _ = try Sys.open("/", .directory) }
    #expect(plan.calls(of: .open) == 2)
  }
}

@Suite("Sockets and shared memory")
struct SocketTests {
  @Test func `bytes and descriptors cross a socket`() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    let block = try SharedMemory.create(capacity: bytes.count)
    unsafe block.fill { storage in
      unsafe storage.copyBytes(from: bytes)
      return bytes.count
    }
    let shared = try #require(block.descriptor)
    let pair = try Sys.socketPair()
    let near = pair.first.borrowed
    let far = pair.second.borrowed
    let plan = FaultPlan([
      .init(.send, .short, first: 1, period: 3), .init(.receive, .short, first: 1, period: 2),
    ])
    try Faults.with(plan) {
      let sender = try Thread(name: "sender") {
        try? Sys.sendDescriptor(near, shared)
        unsafe bytes.withUnsafeBytes { unsafe try? Sys.sendAll(near, $0) }
      }
      defer { sender.join() }
      if let received = try Sys.receiveDescriptor(far) {
        let mapped = try SharedMemory.map(received, count: bytes.count, capacity: bytes.count)
        #expect(mapped.array == bytes)
      } else {
        Issue.record("no descriptor came")
      }
      let copy = try #require(ByteBlock(capacity: bytes.count))
      try unsafe copy.fill { try unsafe Sys.receiveAll(far, into: $0) }
      #expect(copy.array == bytes)
    }
  }

  @Test func `a mapping smaller than said is refused`() throws {
    let block = try SharedMemory.create(capacity: 10)
    let pair = try Sys.socketPair()
    let shared = try #require(block.descriptor)
    try Sys.sendDescriptor(pair.first.borrowed, shared)
    guard let received = try Sys.receiveDescriptor(pair.second.borrowed) else {
      Issue.record("no descriptor came")
      return
    }
    do {
      _ = try SharedMemory.map(received, count: 5000, capacity: 5000)
      Issue.record("mapped more than there is")
    } catch {
      #expect(error == .invalidArgument)
    }
  }

  /// Whoever maps what somebody else can shrink dies when they do.
  @Test func `memory that the other side can shrink is refused`() throws {
    let folder = try TemporaryFolder()
    try Files.write([UInt8](repeating: 1, count: 5000), to: folder.appending("file"))
    #expect(throws: Errno.invalidArgument) {
      let file = try Sys.open(folder.appending("file"), .reading)
      _ = try SharedMemory.map(file, count: 5000, capacity: 5000)
    }
    let block = try SharedMemory.create(capacity: 5000)
    let shared = try #require(block.descriptor)
    #expect(ftruncate(shared.rawValue, 10) == -1 && errno == EPERM)
  }

  @Test func `a peer that has gone ends the stream`() throws {
    let pair = try Sys.socketPair()
    try pair.split { near, far in
      _ = consume far
      try Self.expectEnd(of: near.borrowed)
    }
  }

  private static func expectEnd(of socket: FileDescriptor) throws {
    let block = try #require(ByteBlock(capacity: 8))
    try unsafe block.fill { try unsafe Sys.receiveAll(socket, into: $0) }
    #expect(block.count == 0)
    var polls = [Sys.Poll(socket)]
    let ready = try Sys.poll(&polls, milliseconds: 0)
    #expect(ready == 1 && polls[0].hungUp && polls[0].canRead)
    #expect(throws: Errno.brokenPipe) {
      try unsafe [1, 2].withUnsafeBytes { try unsafe Sys.sendAll(socket, $0) }
    }
  }

  @Test func `a counter wakes a poll until it is reset`() throws {
    let counter = try Sys.eventCounter()
    var polls = [Sys.Poll(counter.borrowed)]
    var ready = try Sys.poll(&polls, milliseconds: 0)
    #expect(ready == 0)
    Sys.bump(counter.borrowed)
    Sys.bump(counter.borrowed)
    ready = try Sys.poll(&polls, milliseconds: 0)
    #expect(ready == 1)
    Sys.reset(counter.borrowed)
    ready = try Sys.poll(&polls, milliseconds: 0)
    #expect(ready == 0)
  }
}

@Suite("What the machine says of itself")
struct MachineTests {
  @Test(
    arguments: [
      ("max 100000\n", nil), ("150000 100000\n", 1.5), ("50000 100000", 0.5), ("", nil),
      ("0 100000", nil), ("100000", nil), ("a b", nil), ("-1 100000", nil),
    ] as [(String, Double?)])
  func `cpu.max is read`(text: String, quota: Double?) {
    #expect(EffectiveCPUs.quota(cpuMax: text) == quota)
  }

  @Test func `the smallest quota on the way up counts`() {
    let files: [FilePath: String] = [
      "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/cpu.max": "150000 100000",
      "/sys/fs/cgroup/a/b/cpu.max": "max 100000",
    ]
    #expect(EffectiveCPUs.quota { files[$0] } == 1.5)
    let version1: [FilePath: String] = [
      "/proc/self/cgroup": "4:memory:/x\n3:cpu,cpuacct:/x\n0::/",
      "/sys/fs/cgroup/cpu/x/cpu.cfs_quota_us": "250000\n",
      "/sys/fs/cgroup/cpu/x/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    ]
    #expect(EffectiveCPUs.quota { version1[$0] } == 2.5)
    #expect(EffectiveCPUs.quota { _ in nil } == nil)
  }

  @Test(
    arguments: [
      (8, nil, 8), (8, 1.5, 2), (2, 4, 2), (4, 0.1, 1), (4, 3, 3),
    ] as [(Int, Double?, Int)])
  func `effective CPUs are the tighter of the two`(affinity: Int, quota: Double?, result: Int) {
    let cpus = EffectiveCPUs(installed: 16, affinity: affinity, quota: quota)
    #expect(cpus.effective == result)
  }

  @Test func `here and now there is at least one CPU`() {
    let cpus = EffectiveCPUs.now()
    #expect(cpus.installed >= 1 && cpus.affinity >= 1 && cpus.effective >= 1)
  }

  @Test func `usage is differences, except for the peak`() {
    var early = ResourceUsage()
    early.user = 5
    early.peakResident = 100
    var late = early
    late.user = 12
    late.minorFaults = 3
    late.peakResident = 120
    let used = late.since(early)
    #expect(used.user == 7 && used.minorFaults == 3 && used.peakResident == 120)
    #expect(early.adding(late).peakResident == 220)
    #expect(ResourceUsage.ofSelf().peakResident > 0)
  }

  @Test func `threads and descriptors are counted`() throws {
    try #expect(#require(Sys.threadCount()) >= 1)
    try #expect(#require(Sys.descriptorCount()) >= 3)
  }
}

@Suite("File trees")
struct TreeTests {
  @Test func `lists, tells kinds apart and makes directories`() throws {
    let root: FilePath = FilePath("/tmp/triptych-tree-\(Sys.processID)")
    let deep = root.appending("a/b")
    try Sys.makeDirectories(deep)
    try Sys.makeDirectories(deep)
    let file = root.appending("file")
    do {
      let descriptor = try Sys.open(file, .new)
      try unsafe [UInt8](repeating: 7, count: 10).withUnsafeBytes {
        try unsafe Sys.writeAll(descriptor.borrowed, $0)
      }
    }
    defer {
      try? Sys.unlink(root.appending("twin"))
      try? Sys.unlink(file)
      try? Sys.removeDirectory(deep)
      try? Sys.removeDirectory(root.appending("a"))
      try? Sys.removeDirectory(root)
    }
    try Sys.link(file, to: root.appending("twin"))
    let entries = try Sys.listDirectory(root)
    #expect(Set(entries.map(\.name.string)) == ["a", "file", "twin"])
    #expect(entries.first { $0.name == "a" }?.kind == .directory)
    let status = try Sys.status(file)
    #expect(status.kind == .regular && status.size == 10 && status.modified > 0)
    #expect(status.isSameFile(as: try Sys.status(root.appending("twin"))))
    try #expect(Sys.contents(of: file) == [UInt8](repeating: 7, count: 10))
    #expect(throws: Errno.notDirectory) { try Sys.makeDirectories(file) }
    // Where not even the root is to be had, that is all there is to say.
    Faults.with(FaultPlan(.mkdir, .fail(.noSuchFileOrDirectory), period: 1)) {
      #expect(throws: Errno.noSuchFileOrDirectory) { try Sys.makeDirectories(deep) }
    }
    #expect(throws: Errno.noSuchFileOrDirectory) { try Sys.listDirectory("/nowhere") }
    Faults.with(FaultPlan(.list, .fail(.ioError), first: 2)) {
      #expect(throws: Errno.ioError) { try Sys.listDirectory(root) }
    }
  }
}
