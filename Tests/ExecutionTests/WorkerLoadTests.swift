import Execution
import TestSupport
import Testing

/// Who gets the next job.
@Suite struct WorkerLoadTests {
  private func load(_ toCompute: Int, ready isReady: Bool = true) -> WorkerLoad {
    WorkerLoad(toCompute: toCompute, isReady: isReady)
  }

  @Test func theFirstOfThoseWithTheFewestIsNext() {
    #expect(WorkerLoad.next([load(2), load(1), load(1)], readAhead: 2) == 1)
    #expect(WorkerLoad.next([nil, load(0)], readAhead: 0) == 1)
  }

  @Test func nobodyGetsMoreThanIsReadAhead() {
    #expect(WorkerLoad.next([load(3), load(3)], readAhead: 2) == nil)
    #expect(WorkerLoad.next([load(3), load(2)], readAhead: 2) == 1)
    #expect(WorkerLoad.next([load(1)], readAhead: 0) == nil)
  }

  @Test func whoIsNotReadyGetsOneJob() {
    #expect(WorkerLoad.next([load(1), load(0, ready: false)], readAhead: 2) == 1)
    #expect(WorkerLoad.next([load(2), load(1, ready: false)], readAhead: 2) == 0)
    #expect(WorkerLoad.next([load(0, ready: false), load(0)], readAhead: 2) == 1)
    #expect(WorkerLoad.next([load(1, ready: false)], readAhead: 2) == nil)
  }

  @Test func whomNoJobCanBeSentToGetsNone() {
    #expect(WorkerLoad.next([nil, nil], readAhead: 2) == nil)
    #expect(WorkerLoad.next([], readAhead: 2) == nil)
  }

  /// However much they have at first: in the end everybody is full, and nobody got a job while
  /// another had fewer.
  @Test(arguments: 0..<50)
  func jobsAreSpreadEvenly(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let readAhead = Int.random(in: 0...4, using: &random)
    var loads: [WorkerLoad?] = (0..<Int.random(in: 1...9, using: &random)).map { _ in
      if Int.random(in: 0..<4, using: &random) == 0 { return nil }
      return load(
        Int.random(in: 0...5, using: &random), ready: Bool.random(using: &random))
    }
    func isHungry(_ load: WorkerLoad) -> Bool {
      load.toCompute == 0 || (load.isReady && load.toCompute <= readAhead)
    }
    while let next = WorkerLoad.next(loads, readAhead: readAhead) {
      let chosen = try #require(loads[next])
      #expect(isHungry(chosen))
      let hungry = loads.compactMap(\.self).filter(isHungry)
      #expect(hungry.allSatisfy { $0.toCompute >= chosen.toCompute })
      loads[next]?.toCompute += 1
    }
    #expect(loads.allSatisfy { $0.map { !isHungry($0) } ?? true })
  }
}
