import Execution
import Figures
import FileIO
import Memory
import Pipeline
import Pixels
import Platform
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// A grant that remembers what is held.
private final class CountingMemory: MemoryGrant {
  private(set) var held = 0
  private(set) var most = 0

  func reserve(_ bytes: Int) throws(ImageError) { change(0, to: bytes) }
  func tryReserve(_ bytes: Int) -> Bool {
    change(0, to: bytes)
    return true
  }
  func release(_ bytes: Int) { change(bytes, to: 0) }
  func change(_ held: Int, to bytes: Int) {
    self.held += bytes - held
    most = max(most, self.held)
  }
}

/// Jobs from a list, read when they are taken.
private final class ListSource: JobSource {
  private var jobs: [Job]
  private let engine = BlockingEngine()

  init(_ jobs: [Job]) { self.jobs = jobs.reversed() }

  func next() -> LoadedJob? {
    guard let job = jobs.popLast() else { return nil }
    return LoadedJob(
      job: job, read: engine.readNow(ReadRequest(path: job.input, limit: 1 << 20)),
      reservation: nil)
  }
}

/// An engine that overlaps, and counts what it was asked to read.
private final class AskedEngine: FileEngine {
  private let reads = Atomic<Int>(0)
  let name = "asked"
  let isSynchronous = false
  var trouble: String? { nil }
  var asked: Int { reads.load(ordering: .acquiring) }

  func read(_ request: ReadRequest, then completion: @escaping @Sendable (ReadResult) -> Void) {
    reads.add(1, ordering: .acquiringAndReleasing)
    BlockingEngine().read(request, then: completion)
  }

  func write(_ request: WriteRequest, then completion: @escaping @Sendable (WriteResult) -> Void) {
    BlockingEngine().write(request, then: completion)
  }

  func shutdown() {}
}

/// A sink that looks what is held while it has an output.
private final class LookingSink: JobSink {
  private let look: (Delivery) -> Void
  init(_ look: @escaping (Delivery) -> Void) { self.look = look }
  func accept(_ delivery: Delivery) { look(delivery) }
}

/// A gate that remembers where the worker is.
private final class RecordingGate: StageGate {
  private(set) var current: Stage?
  func move(from old: Stage?, to new: Stage?) { current = new }
}

@Suite("Every byte that a batch holds is counted")
struct MemoryCountTests {
  private static func jobs() throws -> [Job] {
    ["png/gradients-rgb8.png", "jpeg/landscape-420.jpg", "MANIFEST.tsv", "png/one-pixel.png"]
      .enumerated().map { index, name in
        Job(
          id: index, input: Places.fixtures.pushing(FilePath(name)), output: "unused",
          replace: false, inputBytes: 1000)
      }
  }

  @Test func anOutputIsHeldUntilItIsTakenAway() throws {
    let memory = CountingMemory()
    let gate = RecordingGate()
    let worker = Worker(index: 0, clock: StageClock(gate: gate), memory: memory)
    var seen = 0
    var began: [Stage?] = []
    work(
      from: ListSource(try Self.jobs()),
      into: LookingSink { delivery in
        seen += 1
        #expect(memory.held == delivery.bytes?.capacity ?? 0)
        #expect(delivery.outcome.workingBytes > 0 || delivery.bytes == nil)
      }, Recipe(), worker, began: { _ in began.append(gate.current) })
    #expect(seen == 4)
    #expect(memory.most > 0 && memory.held == 0)
    // Told while reading: in locked mode that is without the lock.
    #expect(began == [.read, .read, .read, .read])
  }

  @Test func theInputOfAnEngineThatReadsInTurnIsHeld() throws {
    let stop = StopRequest()
    let budget = ByteBudget(limit: 1500, stop: stop)
    let feed = InputFeed(
      JobQueue(try Self.jobs(), stop: stop), BlockingEngine(), budget, window: 2, stop: stop)
    var loaded = feed.next()
    #expect(loaded?.job.id == 0)
    #expect(budget.tryReserve(500))
    #expect(!budget.tryReserve(1))
    budget.release(500)
    loaded = nil
    #expect(loaded == nil && budget.tryReserve(1500))
    // The next input does not fit, and waits until the batch is cancelled.
    let gaveUp = Atomic<Bool>(false)
    let reader = try Thread(name: "reader") {
      gaveUp.store(feed.next() == nil, ordering: .releasing)
    }
    stop.cancel()
    reader.join()
    let isEnd = gaveUp.load(ordering: .acquiring)
    #expect(isEnd)
  }

  @Test(arguments: [1, 2, 3])
  func whileAJobIsWorkedOnTheNextAreBeingRead(window: Int) throws {
    let stop = StopRequest()
    let engine = AskedEngine()
    let feed = InputFeed(
      JobQueue(try Self.jobs(), stop: stop), engine, ByteBudget(limit: 1 << 20, stop: stop),
      window: window, stop: stop)
    for taken in 0..<4 {
      #expect(feed.next()?.job.id == taken)
      // The one taken, and a full window behind it.
      #expect(engine.asked == min(taken + 1 + window, 4))
    }
    #expect(feed.next() == nil)
  }

  @Test func readingAheadNeverWaitsForMemory() throws {
    let stop = StopRequest()
    let engine = AskedEngine()
    let budget = ByteBudget(limit: 1500, stop: stop)
    let feed = InputFeed(
      JobQueue(try Self.jobs(), stop: stop), engine, budget, window: 2, stop: stop)
    var loaded = feed.next()
    #expect(loaded?.job.id == 0 && engine.asked == 1)
    loaded = nil
    #expect(loaded == nil && feed.next()?.job.id == 1)
  }

  @Test func whoeverHoldsMemoryMayTakeMoreWithoutWaiting() throws {
    let budget = ByteBudget(limit: 100, stop: StopRequest())
    try budget.reserve(80)
    budget.change(80, to: 130)
    #expect(!budget.tryReserve(1))
    budget.change(130, to: 60)
    #expect(budget.tryReserve(40))
    var ledger = GrantLedger(limit: 100)
    _ = ledger.ask(0, 80)
    #expect(ledger.grant() == [0])
    _ = ledger.exceed(0, 50)
    _ = ledger.ask(1, 10)
    #expect(ledger.grant() == [])
    ledger.giveBack(0, 130)
    #expect(ledger.grant() == [1])
  }
}
