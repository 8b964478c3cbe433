import Execution
import Figures
import Pipeline
import Pixels
import Synchronization
import TestSupport
import Testing

@Suite struct LockGateTests {
  private static let scopes = (0..<UInt8(32)).map { StageSet(rawValue: $0) }
  private static let places: [Stage?] = [nil] + Stage.allCases.map { $0 }

  /// What must happen on the way, told naively: release on entry, take again on exit.
  private func needs(_ place: Stage?, _ scope: StageSet) -> Bool {
    switch place {
    case nil: true
    case .read, .write: false
    case .decode: scope.contains(.decode)
    case .filter: scope.contains(.filter)
    case .encode: scope.contains(.encode)
    }
  }

  @Test(arguments: scopes)
  func everyBorderIsCrossedAsTheScopeSays(_ scope: StageSet) {
    for old in Self.places {
      for new in Self.places {
        let lock = RecordingLock()
        let gate = LockGate(lock: lock, scope: scope)
        gate.begin()
        gate.move(from: nil, to: old)
        lock.forget()
        gate.move(from: old, to: new)
        let expected: [RecordingLock.Event] =
          switch (needs(old, scope), needs(new, scope)) {
          case (true, false): [.drop]
          case (false, true): [.take(old == .read || old == .write ? .blocking : .other)]
          default: []
          }
        #expect(lock.events == expected, "\(scope) from \(old?.name ?? "-") to \(new?.name ?? "-")")
        gate.end()
        #expect(gate.figures.acquisitions == gate.figures.hold.count)
      }
    }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func longWalksNeverTakeTwice(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let scope = Self.scopes.randomElement(using: &random)!
    let lock = RecordingLock()
    let gate = LockGate(lock: lock, scope: scope)
    gate.begin()
    var place: Stage?
    for _ in 0..<500 {
      let next = Self.places.randomElement(using: &random)!
      gate.move(from: place, to: next)
      place = next
      #expect(lock.seat?.holds == needs(place, scope))
      if Bool.random(using: &random) {
        gate.waiting { #expect(lock.seat?.holds == false) }
        #expect(lock.seat?.holds == needs(place, scope))
      }
    }
    gate.end()
    gate.end()
    #expect(lock.seat?.holds == false)
  }

  @Test func waitingPassesErrorsOnWithTheLockTakenAgain() {
    let lock = RecordingLock()
    let gate = LockGate(lock: lock, scope: .computing)
    gate.begin()
    #expect(throws: ImageError.interrupted) {
      try gate.waiting { () throws(ImageError) in throw .interrupted }
    }
    #expect(lock.events == [.take(.other), .drop, .take(.blocking)])
    gate.end()
  }

  @Test func aWaitWithinAWaitDropsOnce() {
    let lock = RecordingLock()
    let gate = LockGate(lock: lock, scope: .computing)
    gate.begin()
    gate.waiting { gate.waiting {} }
    #expect(lock.events == [.take(.other), .drop, .take(.blocking)])
    gate.end()
  }

  @Test func stagesThroughTheClock() {
    let lock = RecordingLock()
    let gate = LockGate(lock: lock, scope: StageSet(.filter))
    let clock = StageClock(gate: gate)
    gate.begin()
    clock.run(.read) {}
    clock.run(.filter) { clock.run(.decode) {} }
    clock.run(.write) {}
    gate.end()
    let take = RecordingLock.Event.take
    #expect(
      lock.events == [
        take(.other), .drop, take(.blocking),  // read
        .drop, take(.other),  // decode within filter
        .drop, take(.blocking), .drop,  // write, and the end
      ])
  }
}

@Suite struct LockCheckpointTests {
  @Test func pollingAnswersARequest() throws {
    let lock = RecordingLock()
    let gate = LockGate(lock: lock, scope: .computing)
    gate.begin()
    let seat = try #require(lock.seat)
    try gate.checkpoint.poll()
    #expect(lock.events == [.take(.other)], "nobody asked")
    seat.ask()
    try gate.checkpoint.poll()
    try gate.checkpoint.poll()
    #expect(lock.events == [.take(.other), .drop, .take(.other)], "once a request")
    gate.end()
  }

  @Test func withoutCheckpointsAStageIsNotInterrupted() throws {
    let lock = RecordingLock()
    let gate = LockGate(lock: lock, scope: .computing, checkpoints: false)
    gate.begin()
    let seat = try #require(lock.seat)
    seat.ask()
    for _ in 0..<10 { try gate.checkpoint.poll() }
    #expect(lock.events == [.take(.other)])
    #expect(seat.isAsked, "the request stands until the stage ends")
    gate.end()
  }

  @Test(arguments: [true, false])
  func stoppingEndsTheWorkForGood(checkpoints: Bool) throws {
    let stop = Flag()
    let lock = RecordingLock()
    let gate = LockGate(
      lock: lock, scope: .computing, checkpoints: checkpoints, stopping: { stop.isUp })
    gate.begin()
    gate.checkpoint.requested.store(true, ordering: .relaxed)
    try gate.checkpoint.poll()
    stop.raise()
    try gate.checkpoint.poll()  // nobody rang
    gate.checkpoint.requested.store(true, ordering: .relaxed)
    for _ in 0..<3 {
      #expect(throws: ImageError.interrupted) { try gate.checkpoint.poll() }
    }
    gate.end()
  }

  @Test func aLateRequestDoesNotTouchALockThatWasLetGo() throws {
    let lock = RecordingLock()
    let gate = LockGate(lock: lock, scope: StageSet(.filter))
    gate.begin()
    let seat = try #require(lock.seat)
    gate.move(from: nil, to: .decode)
    seat.ask()
    try gate.checkpoint.poll()
    #expect(lock.events == [.take(.other), .drop])
    gate.move(from: .decode, to: .filter)
    #expect(lock.events == [.take(.other), .drop, .take(.other)])
    gate.end()
  }

  private final class Flag: Sendable {
    private let up = Atomic<Bool>(false)
    var isUp: Bool { up.load(ordering: .relaxed) }
    func raise() { up.store(true, ordering: .relaxed) }
  }
}
