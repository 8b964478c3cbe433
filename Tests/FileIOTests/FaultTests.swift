import FileIO
import Memory
import Platform
import SystemPackage
import Testing

/// What happens on file systems that lack something, and on full ones; single faults are the
/// matrix's.
@Suite("When calls fail")
struct FaultTests {
  @Test(arguments: EngineUnderTest.available)
  func `short reads and writes go on`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending("file")
      let bytes = noise(70_000)
      let plan = FaultPlan([
        .init(.read, .short, first: 1, period: 1), .init(.write, .short, first: 1, period: 1),
      ])
      try Faults.with(plan) {
        try engine.run { engine in
          #expect(engine.writeNow(path, bytes) == nil)
          try #expect(engine.readNow(path).array == bytes)
        }
      }
      #expect(plan.calls(of: .write) > 10)
      #expect(plan.calls(of: .read) > 10)
    }
  }

  /// Renaming that cannot refuse to replace (EINVAL), as on some network file systems.
  @Test(arguments: EngineUnderTest.available)
  func `without unnamed files and careful renaming nothing is replaced`(
    engine: EngineUnderTest
  ) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending("file")
      let plan = FaultPlan([
        .init(.open, .fail(.notSupportedOnSocket), first: 1, period: 2),
        .init(.rename, .fail(.invalidArgument), first: 1, period: 1),
      ])
      try Faults.with(plan) {
        try engine.run { engine in
          #expect(engine.writeNow(path, [1]) == nil)
          #expect(engine.writeNow(path, [2])?.errno == .fileExists)
        }
      }
      try #expect(BlockingEngine().readNow(path).array == [1])
      try #expect(names(in: folder) == ["file"])
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `a directory that cannot be synced has no new file`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let error = try Faults.with(FaultPlan(.fsync, .fail(.ioError), first: 2)) {
        try engine.run { $0.writeNow(folder.appending("file"), [1], durability: .file) }
      }
      #expect(error?.action == .sync)
      #expect(error?.isEnvironmental == true)
      try #expect(names(in: folder) == [])
    }
  }

  /// What is short is said: descriptors are no memory.
  @Test(
    arguments: EngineUnderTest.available,
    [
      (Errno.tooManyOpenFiles, "ulimit -n"), (.tooManyOpenFilesInSystem, "no descriptor"),
      (.noMemory, "no memory for its 3 bytes"),
    ])
  func `shared memory that cannot be had`(
    engine: EngineUnderTest, shortage: (errno: Errno, words: String)
  ) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending("file")
      #expect(BlockingEngine().writeNow(path, [1, 2, 3]) == nil)
      let error = try Faults.with(FaultPlan(.memfd, .fail(shortage.errno), first: 1)) {
        try engine.run { engine in
          #expect(throws: FileError.self) { try engine.readNow(path, shared: true) }
        }
      }
      #expect(error?.errno == shortage.errno)
      #expect(error?.isEnvironmental == true)
      #expect(error?.description.contains(shortage.words) == true, "\(error as Any)")
      #expect((error?.description.contains("no memory") == true) == (shortage.errno == .noMemory))
    }
  }

  /// Where a small file system of one's own can be had, a full one is the real thing.
  @Test(
    .enabled(if: FullDisk.isAvailable, "no file system of limited size can be mounted here"),
    arguments: EngineUnderTest.available)
  func `a full disk leaves nothing behind`(engine: EngineUnderTest) throws {
    try FullDisk.with(bytes: 256 << 10) { folder in
      try engine.run { engine in
        let small = noise(1000)
        #expect(engine.writeNow(folder.appending("small"), small) == nil)
        let error = engine.writeNow(folder.appending("large"), noise(1 << 20))
        #expect(error?.errno == .noSpace)
        #expect(error?.isEnvironmental == true)
        #expect(engine.writeNow(folder.appending("small"), noise(1 << 20), replace: true) != nil)
        try #expect(engine.readNow(folder.appending("small")).array == small)
      }
      try #expect(names(in: folder) == ["small"])
    }
  }

  @Test(.enabled(if: EngineUnderTest.available.contains(.uring), "no ring to be had"))
  func `a ring that is given up is said to be so`() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending("file")
      let whole = try EngineUnderTest.uring.make()
      #expect(whole.writeNow(path, [1]) == nil)
      whole.shutdown()
      #expect(whole.trouble == nil)
      try Faults.with(FaultPlan(.ringEnter, .fail(.ioError), first: 2)) {
        let lost = try EngineUnderTest.uring.make()
        #expect(lost.writeNow(path, [2], replace: true) == nil)
        lost.shutdown()
        #expect(lost.trouble?.contains("io_uring failed") == true)
      }
      try #expect(BlockingEngine().readNow(path).array == [2])
    }
  }
}
