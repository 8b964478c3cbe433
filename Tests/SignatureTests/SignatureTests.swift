import Execution
import LockDoubles
import LockProbes
import SystemPackage
import TestSupport
import Testing

/// What a faithful lock shows, held against a real CPython in the same run. Bands are those within
/// which CPython itself was seen to stay, from run to run, on a quiet machine; on another they
/// fail.
@Suite(
  .serialized, .enabled(if: Reference.isWanted, "not asked for: make signatures"),
  .enabled(if: Reference.program != nil, "\(Reference.absence)"))
struct SignatureTests {
  private static let loop = Computing.Work.loop(steps: Computing.fine)
  private let reference: Reference

  init() throws { reference = try Reference() }

  private func ours(
    _ threads: Int, interval: Double = 5, seconds: Double = 2, work: Computing.Work = loop
  ) throws -> Switching {
    try Switching.measure(
      work, threads: threads, under: InterpreterLock(switchInterval: UInt64(interval * 1e6)),
      seconds: seconds)
  }

  @Test(arguments: [2, 4]) func computingGainsNothingAndUsesOneCore(threads: Int) throws {
    let single = try ours(1, seconds: 1)
    let several = try ours(threads, seconds: 1)
    let slower = single.turnsPerSecond / several.turnsPerSecond
    let python = try reference.switching(threads: threads, interval: 5, seconds: 1)
    compared("S1 wall to serial, K=\(threads)", ours: slower, reference: nil)
    compared(
      "S2 cores, K=\(threads)", ours: several.effectiveCores, reference: python.effectiveCores)
    #expect(0.95...1.15 ~= slower)
    #expect(0.98...1.03 ~= several.effectiveCores)
  }

  @Test(arguments: [(2, 5.0), (3, 5), (4, 5), (2, 0.5), (2, 50)])
  func theLockChangesHandsAsOften(threads: Int, interval: Double) throws {
    let seconds = interval > 10 ? 4.0 : 2
    let mine = try ours(threads, interval: interval, seconds: seconds)
    let python = try reference.switching(
      threads: threads, interval: interval, seconds: seconds)
    let name = "K=\(threads), \(interval) ms"
    let ratio = mine.switchesPerSecond / python.switchesPerSecond
    compared(
      "S4 switches, \(name)", ours: mine.switchesPerSecond, reference: python.switchesPerSecond,
      "a second")
    #expect((interval == 5 ? 0.95...1.05 : 0.9...1.1) ~= ratio)
    let held = quantile(mine.holds, 0.5)
    compared("S6 held, \(name)", ours: held, reference: quantile(python.holds, 0.5), "ms")
    #expect(interval...interval + 0.2 ~= held)
  }

  /// Who of several waiters wins is decided by how soon each is awake, and so by what else the
  /// machine does: CPython's own figures move with it, and what they are in this run counts.
  @Test(arguments: [3, 4]) func threadsGoWithoutTheLockAsLong(threads: Int) throws {
    let mine = try ours(threads, seconds: 6)
    let python = try reference.switching(threads: threads, interval: 5, seconds: 6)
    let returns = try (ours: #require(mine.returns), theirs: #require(python.returns))
    compared("S7 returns, K=\(threads)", ours: returns.ours, reference: returns.theirs)
    #expect(abs(returns.ours - returns.theirs) <= 0.15)
    // No fairer than CPython was ever seen, and no less fair unless it is so here.
    #expect(0.35...max(0.65, returns.theirs + 0.1) ~= returns.ours)
    let absent = (ours: quantile(mine.absences, 0.99), theirs: quantile(python.absences, 0.99))
    compared(
      "S8 absent at 99 %, K=\(threads)", ours: absent.ours, reference: absent.theirs, "ms")
    #expect(0.65...1.5 ~= absent.ours / absent.theirs)
  }

  @Test(arguments: [0.5, 5, 50]) func aThreadIsBackAsLate(interval: Double) throws {
    let samples = interval > 10 ? 40 : 150
    let mine = try lateness(1, interval, samples)
    let python = try reference.lateness(
      computing: 1, interval: interval, samples: samples, seconds: 6)
    let ratio = quantile(mine, 0.5) / quantile(python, 0.5)
    compared(
      "S9 lateness, K=1, \(interval) ms", ours: quantile(mine, 0.5),
      reference: quantile(python, 0.5), "ms")
    #expect(0.9...1.1 ~= ratio)
    guard interval == 5 else { return }
    #expect(1...1.1 ~= quantile(mine, 0.5) / interval)
    let late = (ours: quantile(mine, 0.99), theirs: quantile(python, 0.99))
    compared("S9 lateness at 99 %, K=1", ours: late.ours, reference: late.theirs, "ms")
    #expect(0.8...1.25 ~= late.ours / late.theirs)
  }

  /// The convoy: a fair queue would have everybody back within K intervals.
  @Test(arguments: [2, 4]) func aFewComeBackMuchLater(computing: Int) throws {
    let mine = try lateness(computing, 5, 400)
    let python = try reference.lateness(
      computing: computing, interval: 5, samples: 400, seconds: 10)
    // The tail rests on a few samples, so that even CPython is twice itself now and then.
    for share in [0.5, 0.9, 0.99] {
      let late = (ours: quantile(mine, share), theirs: quantile(python, share))
      compared(
        "S10 lateness at \(share * 100) %, K=\(computing)", ours: late.ours, reference: late.theirs,
        "ms")
      #expect(0.4...2.5 ~= late.ours / late.theirs)
    }
    #expect(quantile(mine, 0.99) >= 8 * 5)
  }

  private func lateness(_ computing: Int, _ interval: Double, _ samples: Int) throws -> [Double] {
    try Convoy.lateness(
      computing: computing, under: InterpreterLock(switchInterval: UInt64(interval * 1e6)),
      samples: samples, seconds: samples > 200 ? 10 : 6)
  }

  /// Alone, what is called and what runs between the calls decides, which is not the same for both.
  @Test(arguments: [0, 1, 2, 4])
  func requestsAreAnsweredAsSeldom(computing: Int) throws {
    let found = try Convoy.pairs(computing: computing, under: InterpreterLock(), seconds: 3)
    let python = try reference.requests(computing: computing, seconds: 3)
    compared("S12 requests, K=\(computing)", ours: found, reference: python, "a second")
    #expect((computing == 0 ? 0.1...10 : 0.3...3) ~= found / python)
  }

  /// Each call drops and takes the lock, and two threads spend more on handing it over than they
  /// gain.
  @Test(arguments: [2, 4]) func tinyCallsSuffer(threads: Int) throws {
    let null = try FileDescriptor.open(FilePath("/dev/null"), .writeOnly)
    defer { try? null.close() }
    let work = Computing.Work.tiny(descriptor: null.rawValue)
    let slower =
      try ours(threads, seconds: 1, work: work).turnsPerSecond
      / ours(1, seconds: 1, work: work).turnsPerSecond
    let python =
      try reference.tinyCalls(threads: threads, seconds: 1)
      / reference.tinyCalls(threads: 1, seconds: 1)
    compared("S14 tiny calls to one thread's, K=\(threads)", ours: slower, reference: python)
    #expect(slower <= 0.85)
  }

  @Test(
    .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"),
    arguments: [2, 4])
  func processesWorkAroundTheLock(processes: Int) throws {
    let pictures = try SignaturePictures(reference, pixels: 100_000, times: 20)
    let filter = ["-f", "bilateral=radius=4:range=30:spatial=3"]
    let ours = try pictures.ratio(
      filter + ["--mode", "forked", "--workers", "\(processes)"], to: filter + ["--mode", "inline"])
    let python = try pictures.reference("filter", "processes", processes)
    compared("S3 wall to serial, K=\(processes) processes", ours: ours, reference: python)
    #expect(ours <= 0.57)
  }

  /// A library that releases the lock for what it computes, and one that keeps it.
  @Test(
    .enabled(if: Reference.hasPillow, "python3 has no Pillow: there is nothing to hold it against"),
    .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"),
    arguments: [
      (
        "pillow", ["--lock-scope", "none", "-f", "gaussian=sigma=3", "--format", "png"],
        0.45...0.68
      ),
      ("median", ["--lock-scope", "filter,encode", "-f", "median=radius=3"], 0.85...1.15),
    ] as [(String, [String], ClosedRange<Double>)])
  func whatReleasesTheLockGains(
    work: String, options: [String], band: ClosedRange<Double>
  ) throws {
    let pictures = try SignaturePictures(reference, pixels: 800_000)
    let locked = options + ["--mode", "locked"]
    let ours = try pictures.ratio(
      locked + ["--workers", "2"], to: locked + ["--workers", "1"])
    let python = try pictures.reference(work, "threads", 2)
    compared("S16 \(work), 2 threads, wall to serial", ours: ours, reference: python)
    #expect(band ~= ours)
    #expect(abs(ours - python) <= 0.2)
  }

  @Test func aCallThatNeverLooksUpIsNeverInterrupted() throws {
    let found = try ours(2, work: .block(20_000_000))
    let calls = found.turnsPerSecond / found.switchesPerSecond
    compared("S13 calls per hold, K=2", ours: calls, reference: nil)
    #expect(calls >= 0.95)
  }

  @Test(arguments: [2, 4]) func waitsOverlap(threads: Int) throws {
    let single = try Waiting.perSecond(
      threads: 1, wait: 20_000_000, under: InterpreterLock(), seconds: 1)
    let several = try Waiting.perSecond(
      threads: threads, wait: 20_000_000, under: InterpreterLock(), seconds: 1)
    compared("S15 speed-up of waits, K=\(threads)", ours: several / single, reference: nil)
    #expect(several / single >= 0.9 * Double(threads))
  }
}

/// Locks that lack a part of the protocol show other figures, or these signatures would prove
/// nothing.
@Suite(.serialized, .enabled(if: Reference.isWanted, "not asked for: make signatures"))
struct BrokenLockTests {
  private func switches(_ threads: Int, _ lock: any GlobalLocking) throws -> Double {
    let found = try Switching.measure(
      .loop(steps: Computing.fine), threads: threads, under: lock, seconds: 2)
    compared("switches of \(type(of: lock))", ours: found.switchesPerSecond, reference: nil)
    return found.switchesPerSecond
  }

  /// What the real one shows on any machine, as far as the band is wide.
  private let band = 150.0...215.0

  @Test(arguments: [2, 4]) func theRealOneIsWithinTheBand(threads: Int) throws {
    #expect(band ~= (try switches(threads, InterpreterLock())))
  }

  @Test func aPlainMutexIsNot() throws {
    #expect(!(band ~= (try switches(2, PlainLock()))))
  }

  /// Kept while its holder waits, waits do not overlap (S15).
  @Test func oneThatIsKeptAroundWaitsIsNot() throws {
    func speedUp(
      _ make: () -> any GlobalLocking
    ) throws -> Double {
      func perSecond(_ threads: Int) throws -> Double {
        let lock = make()
        return try Waiting.perSecond(
          threads: threads, wait: 20_000_000, under: lock, seconds: 0.5
        ) { seat in
          if let clinging = lock as? ClingingLock { clinging.relent(seat) } else { lock.drop(seat) }
        }
      }
      let single = try perSecond(1)
      try #require(single > 0)
      return try perSecond(2) / single
    }
    #expect(try speedUp { InterpreterLock() } >= 0.9 * 2)
    #expect(try speedUp { ClingingLock() } < 1.2)
  }

  @Test func oneThatForcesNoSwitchIsNot() throws {
    let lock = AlteredLock(forcesSwitches: false, guardsRequests: true)
    #expect(!(band ~= (try switches(2, lock))))
  }

  @Test func oneThatDoesNotCountSwitchesIsNot() throws {
    let lock = AlteredLock(forcesSwitches: true, guardsRequests: false)
    #expect(!(band ~= (try switches(4, lock))))
  }
}
