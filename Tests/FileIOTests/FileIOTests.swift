import FileIO
import Memory
import Platform
import Synchronization
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var random = SeededRandom(seed: seed)
  return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
}

/// What every engine must do alike.
@Suite("Reading and writing whole files")
struct EngineTests {
  @Test(arguments: EngineUnderTest.available, [0, 1, 4095, 4096, 65_537, 3_000_001])
  func `what is written is read again`(engine: EngineUnderTest, size: Int) throws {
    try withTemporaryDirectory { folder in
      try engine.run { engine in
        let bytes = noise(size)
        for durability in Durability.allCases {
          let path = folder.appending("\(durability)")
          #expect(engine.writeNow(path, bytes, durability: durability) == nil)
          try #expect(engine.readNow(path).array == bytes)
        }
      }
      try #expect(names(in: folder) == ["batch", "file", "none"])
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `reads into memory that can be shared`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      try engine.run { engine in
        let bytes = noise(100_000)
        let path = folder.appending("file")
        try makeFile(path, bytes)
        let block = try engine.readNow(path, shared: true)
        #expect(block.array == bytes)
        let descriptor = try #require(block.descriptor)
        try #expect(Sys.status(descriptor).size >= bytes.count)
      }
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `refuses what is no regular file, without waiting for it`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let fifo = folder.appending("fifo")
      #expect(unsafe fifo.withPointer { unsafe mkfifo($0, 0o600) } == 0)
      try engine.run { engine in
        let onFIFO = #expect(throws: FileError.self) { try engine.readNow(fifo) }
        #expect(onFIFO?.description == "cannot read \(fifo): it is a FIFO, not a regular file")
        let onFolder = #expect(throws: FileError.self) { try engine.readNow(folder) }
        #expect(onFolder?.errno == .isDirectory)
        #expect(throws: FileError.self) { try engine.readNow("/dev/null") }
        let missing = #expect(throws: FileError.self) { try engine.readNow("/nowhere/at/all") }
        #expect(missing?.errno == .noSuchFileOrDirectory)
        #expect(missing?.action == .open)
      }
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `refuses files above the limit and takes those at it`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending("file")
      try makeFile(path, noise(1000))
      try engine.run { engine in
        try #expect(engine.readNow(path, limit: 1000).count == 1000)
        let error = #expect(throws: FileError.self) { try engine.readNow(path, limit: 999) }
        #expect(error?.errno == .fileTooLarge)
      }
    }
  }

  /// Files of /proc say that they have 0 bytes, as one that grows while it is read would.
  @Test(arguments: EngineUnderTest.available)
  func `reads on beyond the size seen at the start`(engine: EngineUnderTest) throws {
    try engine.run { engine in
      let block = try engine.readNow("/proc/self/smaps", limit: 1 << 28)
      #expect(block.count > 4096)
      let error = #expect(throws: FileError.self) {
        try engine.readNow("/proc/self/smaps", limit: 1000)
      }
      #expect(error?.errno == .fileTooLarge)
    }
  }

  @Test(arguments: EngineUnderTest.available, [Durability.none, .file])
  func `replaces only when told to`(engine: EngineUnderTest, durability: Durability) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending("file")
      try engine.run { engine in
        #expect(engine.writeNow(path, [1], replace: true, durability: durability) == nil)
        let error = engine.writeNow(path, [2], durability: durability)
        #expect(error?.errno == .fileExists)
        #expect(error?.action == .publish)
        try #expect(engine.readNow(path).array == [1])
        #expect(engine.writeNow(path, [3], replace: true, durability: durability) == nil)
        try #expect(engine.readNow(path).array == [3])
      }
      try #expect(names(in: folder) == ["file"])
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `writes the longest names, also over an older file`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(String(repeating: "n", count: 255))
      let errors: [Errno: String] = [.notSupportedOnSocket: "unnamed files unsupported"]
      for plan in [nil] + errors.keys.map({ FaultPlan(.open, .fail($0)) }) {
        try under(plan) {
          try engine.run { engine in
            #expect(engine.writeNow(path, [1], replace: true) == nil)
            #expect(engine.writeNow(path, [2], replace: true) == nil)
            try #expect(engine.readNow(path).array == [2])
          }
        }
      }
      try #expect(names(in: folder).count == 1)
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `a directory is not written over`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending("sub")
      try Sys.makeDirectory(path)
      try engine.run { engine in
        #expect(engine.writeNow(path, [1], replace: true) != nil)
        #expect(engine.writeNow(path, [1]) != nil)
        #expect(engine.writeNow(folder.appending("none/x"), [1])?.action == .create)
      }
      try #expect(names(in: folder) == ["sub"])
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `permissions are those that umask leaves`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let reference = folder.appending("reference")
      let path = folder.appending("file")
      // Made by the plainest way there is, so that the test need not change the process's umask.
      try makeFile(reference, [])
      try engine.run { #expect($0.writeNow(path, [1]) == nil) }
      #expect(mode(path) == mode(reference))
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `ten thousand small files`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let engine = try engine.make(depth: 64)
      let written = Atomic<Int>(0)
      let count = 10_000
      for number in 0..<count {
        guard let block = ByteBlock(noise(number % 50, seed: UInt64(number))) else { continue }
        let request = WriteRequest(
          path: folder.appending("\(number)"), bytes: block, replace: false, durability: .none)
        engine.write(request) { result in
          if result.error == nil { written.add(1, ordering: .relaxed) }
        }
      }
      // Shutting down waits for everything that was handed in.
      engine.shutdown()
      #expect(written.load(ordering: .relaxed) == count)
      try #expect(names(in: folder).count == count)
      for number in stride(from: 0, to: count, by: 997) {
        let bytes = try BlockingEngine().readNow(folder.appending("\(number)")).array
        #expect(bytes == noise(number % 50, seed: UInt64(number)))
      }
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `shutting down waits for reads and may be done twice`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending("file")
      let bytes = noise(10_000)
      try makeFile(path, bytes)
      let engine = try engine.make(depth: 3)
      let right = Atomic<Int>(0)
      for _ in 0..<500 {
        engine.read(ReadRequest(path: path, limit: 1 << 20)) { result in
          if case .success(let block) = result.bytes, block.array == bytes {
            right.add(1, ordering: .relaxed)
          }
        }
      }
      engine.shutdown()
      #expect(right.load(ordering: .relaxed) == 500)
      engine.shutdown()
    }
  }

  /// Only the lower bound is certain on a busy machine.
  @Test(arguments: EngineUnderTest.available)
  func `a throttled operation is not over too early`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let throttle = Throttle(latency: 2_000_000, bandwidth: 10_000_000)
      let bytes = noise(50_000)
      let least = throttle.duration(bytes: bytes.count)
      #expect(least == 7_000_000)
      let engine = try engine.make(depth: 4, pace: Pace(throttle))
      let early = Atomic<Int>(0)
      for number in 0..<20 {
        guard let block = ByteBlock(bytes) else { continue }
        let request = WriteRequest(
          path: folder.appending("\(number)"), bytes: block, replace: false, durability: .none)
        engine.write(request) { result in
          let isLate = result.error == nil && result.span.nanoseconds >= least
          if !isLate { early.add(1, ordering: .relaxed) }
        }
      }
      engine.shutdown()
      #expect(early.load(ordering: .relaxed) == 0)
      try #expect(names(in: folder).count == 20)
    }
  }

  /// Operations that wait, and those that come later; it would take days otherwise.
  @Test(arguments: EngineUnderTest.available)
  func `nobody waits for a pace that is called off`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let pace = Pace(Throttle(latency: 1_000_000_000_000_000))
      let engine = try engine.make(depth: 4, pace: pace)
      let done = Atomic<Int>(0)
      @Sendable func write(_ number: Int) {
        guard let block = ByteBlock(noise(100)) else { return }
        let request = WriteRequest(
          path: folder.appending("\(number)"), bytes: block, replace: false, durability: .none)
        engine.write(request) { if $0.error == nil { done.add(1, ordering: .relaxed) } }
      }
      let caller = try Thread(name: "caller") { for number in 0..<6 { write(number) } }
      while try names(in: folder).isEmpty { usleep(1000) }
      pace.callOff()
      caller.join()
      write(6)
      engine.shutdown()
      #expect(done.load(ordering: .relaxed) == 7)
    }
  }

  private func mode(_ path: FilePath) -> mode_t? {
    var found = stat()
    return unsafe path.withPointer { unsafe stat($0, &found) } == 0 ? found.st_mode : nil
  }
}

/// Runs `body` under the plan, if there is one.
func under<Result>(_ plan: FaultPlan?, _ body: () throws -> Result) throws -> Result {
  guard let plan else { return try body() }
  return try Faults.with(plan, body)
}

@Suite("Choosing an engine")
struct ChoiceTests {
  @Test(arguments: [Errno.notPermitted, .noFunction, .noMemory])
  func `auto falls back to the pool and says why`(errno: Errno) throws {
    try Faults.with(FaultPlan(.ringSetup, .fail(errno))) {
      let (engine, note) = try makeEngine(.auto, depth: 2)
      defer { engine.shutdown() }
      #expect(engine.name == "pool")
      #expect(note?.contains(errno.description) == true)
    }
  }

  @Test func `a ring asked for by name must be had`() throws {
    let plan = FaultPlan(.ringSetup, .fail(.notPermitted))
    let error = Faults.with(plan) {
      #expect(throws: FileError.self) { try makeEngine(.uring, depth: 2) }
    }
    #expect(error?.description.hasPrefix("cannot start io_uring: ") == true)
    #expect(error?.description.contains("--io pool") == true)
  }

  @Test(arguments: EngineChoice.allCases)
  func `each is made`(choice: EngineChoice) throws {
    guard choice != .uring || EngineUnderTest.available.contains(.uring) else { return }
    let (engine, _) = try makeEngine(choice, depth: 2)
    defer { engine.shutdown() }
    #expect(choice == .auto || engine.name == choice.rawValue)
  }

  @Test func `the null engine reads but does not write`() throws {
    try withTemporaryDirectory { folder in
      try makeFile(folder.appending("file"), [1, 2, 3])
      let engine = NullEngine()
      try #expect(engine.readNow(folder.appending("file")).array == [1, 2, 3])
      #expect(engine.writeNow(folder.appending("other"), [1]) == nil)
      try #expect(names(in: folder) == ["file"])
    }
  }

  @Test func `file systems are synced once each`() throws {
    try withTemporaryDirectory { folder in
      let plan = FaultPlan([])
      try Faults.with(plan) { try syncAll(directories: [folder, folder, "/tmp"]) }
      #expect(plan.calls(of: .open) == 3)
      #expect(plan.calls(of: .syncfs) <= 2)
      let error = Faults.with(FaultPlan(.syncfs, .fail(.ioError))) {
        #expect(throws: FileError.self) { try syncAll(directories: [folder]) }
      }
      #expect(error?.isEnvironmental == true)
    }
  }
}
