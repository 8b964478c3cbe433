import FileIO
import Memory
import Platform
import SystemPackage
import Testing

/// Every call on the way to a file, failing in every likely way, at every time that it is made.
@Suite("When calls fail")
struct FaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var call: Sys.Call
    var errno: Errno
    /// Nil: always.
    var number: Int?
    var testDescription: String {
      "\(call) \(errno.rawValue) at \(number.map(String.init) ?? "all")"
    }

    var plan: FaultPlan {
      FaultPlan(call, .fail(errno), first: number ?? 1, period: number == nil ? 1 : nil)
    }
  }

  static let errnos: [Errno] = [
    .permissionDenied, .noSpace, .ioError, .tooManyOpenFiles, .notPermitted, .invalidArgument,
    .notSupportedOnSocket, .interrupted, .noSuchFileOrDirectory, .diskQuotaExceeded, .noFunction,
    .fileExists,
  ]

  static func cases(_ calls: [Sys.Call]) -> [Case] {
    calls.flatMap { call in
      errnos.flatMap { errno in
        [1, 2, 3, nil].compactMap { number in
          // Interrupted for ever is tried for ever.
          errno == .interrupted && number == nil
            ? nil : Case(call: call, errno: errno, number: number)
        }
      }
    }
  }

  @Test(arguments: EngineUnderTest.available, cases([.open, .stat, .read]))
  func `a read gives all bytes or an error`(engine: EngineUnderTest, fault: Case) throws {
    try withTemporaryDirectory(in: fastDirectory) { folder in
      let path = folder.appending("file")
      let bytes = noise(70_000)
      try makeFile(path, bytes)
      let plan = fault.plan
      try Faults.with(plan) {
        try engine.run { engine in
          do {
            try #expect(engine.readNow(path).array == bytes)
          } catch let error as FileError {
            #expect(error.errno == fault.errno && error.path == path)
          }
        }
      }
      #expect(plan.descriptorsLeftOpen == 0)
    }
  }

  /// Either the file is there and complete, or there is an error and what was there before; and
  /// never anything else in the folder.
  @Test(
    arguments: EngineUnderTest.available, cases([.openat2, .open, .write, .fsync, .link, .rename]))
  func `a write happens whole or not at all`(engine: EngineUnderTest, fault: Case) throws {
    let new = noise(70_000)
    let old: [UInt8] = [1, 2, 3]
    for (hasOld, replace, unnamed) in [
      (false, false, true), (false, true, true), (true, true, true), (true, false, true),
      (false, false, false), (true, true, false),
    ] {
      try withTemporaryDirectory(in: fastDirectory) { folder in
        let path = folder.appending("file")
        if hasOld { try makeFile(path, old) }
        var rules = [
          FaultPlan.Rule(
            fault.call, .fail(fault.errno), first: fault.number ?? 1,
            period: fault.number == nil ? 1 : nil)
        ]
        if !unnamed { rules.insert(.init(.open, .fail(.notSupportedOnSocket)), at: 0) }
        let plan = FaultPlan(rules)
        let error = try Faults.with(plan) {
          try engine.run { $0.writeNow(path, new, replace: replace, durability: .file) }
        }
        #expect(plan.descriptorsLeftOpen == 0)
        let found = try? BlockingEngine().readNow(path).array
        if error == nil {
          #expect(found == new)
        } else if fault.call == .fsync, hasOld {
          // A directory that cannot be synced after an older file was replaced: complete, at least.
          #expect(found == new || found == old)
        } else {
          #expect(found == (hasOld ? old : nil))
        }
        try #expect(names(in: folder) == (found == nil ? [] : ["file"]))
      }
    }
  }

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
}
