import Execution
import Pipeline
import Platform
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite("Memory that is granted before it is used")
struct LedgerTests {
  @Test func oneRequestLargerThanTheBudgetIsGrantedAlone() {
    var ledger = GrantLedger(limit: 100)
    _ = ledger.ask(0, 1000)
    _ = ledger.ask(1, 1)
    #expect(ledger.grant() == [0])
    ledger.giveBack(0, 1000)
    #expect(ledger.grant() == [1])
  }

  @Test func requestsAreServedInTheOrderTheyCame() {
    var ledger = GrantLedger(limit: 100)
    _ = ledger.ask(0, 60)
    _ = ledger.ask(1, 60)
    _ = ledger.ask(2, 10)
    #expect(ledger.grant() == [0])
    ledger.giveBack(0, 60)
    #expect(ledger.grant() == [1, 2])
  }

  @Test func aDeadWorkerHoldsNothing() {
    var ledger = GrantLedger(limit: 100)
    _ = ledger.ask(0, 90)
    _ = ledger.grant()
    _ = ledger.ask(1, 90)
    _ = ledger.ask(0, 50)
    #expect(ledger.grant() == [])
    ledger.forget(0)
    #expect(ledger.grant() == [1])
  }

  /// As a worker may that somebody else has taken over.
  @Test func sumsBeyondAllNumbersAreNoTrap() {
    var ledger = GrantLedger(limit: 100)
    for worker in 0..<3 {
      _ = ledger.exceed(worker, .max)
      _ = ledger.exceed(worker, .max)
      _ = ledger.ask(worker, .max)
    }
    #expect(ledger.grant() == [])
    for worker in 0..<3 { ledger.giveBack(worker, .max) }
    #expect(ledger.grant() == [0])
  }

  /// An honest worker has one request open at most; many would only take the coordinator's memory.
  @Test func whoWaitsAsksForNothingElse() {
    var ledger = GrantLedger(limit: 100)
    let waiting = [ledger.ask(0, 100), ledger.ask(0, 1)]
    #expect(waiting == [true, false])
    #expect(ledger.grant() == [0])
    let granted = [ledger.ask(0, 1), ledger.ask(0, 1), ledger.ask(1, 1)]
    #expect(granted == [true, false, true])
  }

  /// What is asked for may come to anything; what a worker says it holds, and brings, may not.
  @Test func whatAWorkerHoldsIsBelievedUpToABound() {
    var ledger = GrantLedger(limit: 100, bound: 1000)
    #expect(ledger.covers(0, 0) && !ledger.covers(0, 1))
    let asked = ledger.ask(0, 1 << 41)
    #expect(asked)
    #expect(ledger.grant() == [0])
    #expect(ledger.covers(0, 1000) && !ledger.covers(0, 1001))
    let tooMuch = ledger.exceed(0, 1)
    #expect(!tooMuch)
    ledger.giveBack(0, (1 << 41) - 600)
    #expect(ledger.covers(0, 600) && !ledger.covers(0, 601))
    let more = [ledger.exceed(0, 400), ledger.exceed(0, 1), ledger.exceed(1, .max)]
    #expect(more == [true, false, false])
    #expect(ledger.covers(0, 1000))
  }

  @Test("Held bytes never exceed the limit, save for a single request", arguments: 0..<20)
  func limitHolds(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var ledger = GrantLedger(limit: 100)
    var asked: [(Int, Int)] = []
    var held: [Int: Int] = [:]
    for step in 0..<500 {
      let worker = step % 7
      if held[worker] == nil, !asked.contains(where: { $0.0 == worker }) {
        asked.append((worker, Int.random(in: 1...150, using: &random)))
        _ = ledger.ask(asked.last!.0, asked.last!.1)
      } else if let bytes = held[worker], Bool.random(using: &random) {
        ledger.giveBack(worker, bytes)
        held[worker] = nil
      }
      for winner in ledger.grant() {
        #expect(asked.first?.0 == winner)
        held[winner] = asked.removeFirst().1
      }
      #expect(held.values.reduce(0, +) <= 100 || held.count == 1)
    }
  }

  @Test func aBudgetWakesWhoWaitsWhenTheBatchIsCancelled() throws {
    let stop = StopRequest()
    let budget = ByteBudget(limit: 10, stop: stop)
    try budget.reserve(10)
    let refused = Atomic<Bool>(false)
    let waiter = try Thread(name: "waiter") {
      do { try budget.reserve(10) } catch { refused.store(true, ordering: .releasing) }
    }
    stop.cancel()
    waiter.join()
    let wasRefused = refused.load(ordering: .acquiring)
    #expect(wasRefused)
  }

  @Test("Threads that reserve and release never hold more than the limit")
  func budgetUnderThreads() throws {
    let budget = ByteBudget(limit: 100, stop: StopRequest())
    let held = Atomic<Int>(0)
    let worst = Atomic<Int>(0)
    let threads = try (0..<6).map { seed in
      try Thread(name: "reserver") {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<2000 {
          let bytes = Int.random(in: 1...50, using: &random)
          guard (try? budget.reserve(bytes)) != nil else { return }
          let now = held.wrappingAdd(bytes, ordering: .relaxed).newValue
          worst.max(now, ordering: .relaxed)
          held.wrappingSubtract(bytes, ordering: .relaxed)
          budget.release(bytes)
        }
      }
    }
    for thread in threads { thread.join() }
    let most = worst.load(ordering: .relaxed)
    #expect(most <= 100)
    #expect(budget.tryReserve(100))
  }
}

@Suite("The order of jobs")
struct JobOrderTests {
  private static func job(_ id: Int, _ bytes: Int) -> Job {
    Job(id: id, input: "i", output: "o", replace: false, inputBytes: bytes)
  }

  @Test func largestFirstAndStable() {
    let jobs = [3, 9, 3, 1].enumerated().map { JobOrderTests.job($0.offset, $0.element) }
    #expect(JobQueue.balanced(jobs).map(\.id) == [1, 0, 2, 3])
  }

  @Test func aDequeTakesBackWhatItGave() {
    var deque = JobDeque((0..<4).map { JobOrderTests.job($0, 1) })
    let first = deque.removeFirst()
    _ = deque.removeFirst()
    deque.putBack(first)
    #expect(deque.count == 3)
    #expect((0..<3).map { _ in deque.removeFirst().id } == [0, 2, 3])
    #expect(deque.first == nil)
  }

  @Test func everyJobIsClaimedOnceByManyThreads() throws {
    let queue = JobQueue((0..<5000).map { JobOrderTests.job($0, 1) }, stop: StopRequest())
    let seen = Guarded<[Int]>([])
    let threads = try (0..<4).map { _ in
      try Thread(name: "claimer") {
        var mine: [Int] = []
        while let job = queue.claim() { mine.append(job.id) }
        seen.withLock { $0 += mine }
      }
    }
    for thread in threads { thread.join() }
    #expect(seen.withLock { $0.sorted() } == Array(0..<5000))
  }

  @Test func nothingIsClaimedFromAStoppedBatch() {
    let stop = StopRequest()
    let queue = JobQueue([JobOrderTests.job(0, 1)], stop: stop)
    stop.stop()
    #expect(queue.claim() == nil)
  }
}
