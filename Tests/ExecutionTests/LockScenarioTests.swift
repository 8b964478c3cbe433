import Execution
import LockDoubles
import Platform
import Synchronization
import Testing

// Each scenario plays one rule of the protocol with scripted wake-ups, and says whether the lock
// kept it. The real lock keeps all; each broken one breaks the rule it lacks, or the scenario would
// prove nothing.

private enum Design: CaseIterable {
  case real, restated, plain, unforced, unguarded

  func make(_ freed: ScriptedCondition) -> any GlobalLocking {
    switch self {
    case .real: InterpreterLock(switchInterval: 5_000_000, freed: freed)
    case .restated: AlteredLock(forcesSwitches: true, guardsRequests: true, freed: freed)
    case .plain: PlainLock()
    case .unforced: AlteredLock(forcesSwitches: false, guardsRequests: true, freed: freed)
    case .unguarded: AlteredLock(forcesSwitches: true, guardsRequests: false, freed: freed)
    }
  }
}

/// A thread that takes the lock once, keeps it until told, and drops it.
private final class Visitor: Sendable {
  let seat = LockSeat()
  let visits = Atomic<Int>(0)
  let leave = Atomic<Bool>(false)

  func start(_ lock: any GlobalLocking) -> Thread {
    try! Thread(name: "visitor") {
      lock.take(self.seat)
      self.visits.add(1, ordering: .sequentiallyConsistent)
      while !self.leave.load(ordering: .sequentiallyConsistent) { nap() }
      lock.drop(self.seat)
    }
  }

  var hasBeen: Bool { visits.load(ordering: .sequentiallyConsistent) > 0 }
  func mayLeave() { leave.store(true, ordering: .sequentiallyConsistent) }
}

/// Rule: a waiter whose interval has passed asks the holder.
private func asksAfterAnInterval(_ design: Design) -> Bool {
  let freed = ScriptedCondition()
  let lock = design.make(freed)
  let me = LockSeat()
  let visitor = Visitor()
  visitor.mayLeave()
  lock.take(me)
  let thread = visitor.start(lock)
  var kept = freed.eventuallyWaits(1)
  if kept {
    kept = !me.isAsked
    freed.expire(0)
    kept = eventually { me.isAsked } && kept
  }
  lock.drop(me)
  thread.join()
  return kept && visitor.hasBeen
}

/// Rule: who drops on request goes on only after another has had the lock. The waiter is kept
/// asleep until the dropper either waits or has broken the rule.
private func handsOverWhenAsked(_ design: Design) -> Bool {
  let freed = ScriptedCondition()
  let lock = design.make(freed)
  let me = LockSeat()
  let visitor = Visitor()
  visitor.mayLeave()
  lock.take(me)
  let thread = visitor.start(lock)
  guard freed.eventuallyWaits(1) else {
    lock.drop(me)
    thread.join()
    return false
  }
  freed.expire(0)
  _ = eventually { me.isAsked } && freed.eventuallyWaits(1)
  freed.holdSignals()
  let waker = try! Thread(name: "waker") {
    for _ in 0..<100 { nap() }
    freed.releaseSignals()
  }
  lock.checkpoint(me)
  let kept = visitor.hasBeen
  lock.drop(me)
  waker.join()
  thread.join()
  return kept
}

/// Rule: who has seen a switch while it slept gives the new holder a full interval first.
private func sparesANewHolder(_ design: Design) -> Bool {
  let freed = ScriptedCondition()
  let lock = design.make(freed)
  let me = LockSeat()
  let (first, second) = (Visitor(), Visitor())
  lock.take(me)
  let firstThread = first.start(lock)
  guard freed.eventuallyWaits(1) else {
    lock.drop(me)
    first.mayLeave()
    firstThread.join()
    return false
  }
  let secondThread = second.start(lock)
  var kept = freed.eventuallyWaits(2)
  lock.drop(me)
  kept = eventually { first.hasBeen } && freed.eventuallyWaits(1) && kept
  freed.expire(0)  // the second's, which began before the switch
  kept = freed.eventuallyWaits(1) && kept
  kept = !first.seat.isAsked && kept
  freed.expire(0)  // a whole one since
  kept = eventually { first.seat.isAsked } && kept
  first.mayLeave()
  second.mayLeave()
  firstThread.join()
  secondThread.join()
  return kept && second.hasBeen
}

/// Rule: who waits does so without the lock. The wait ends when another has had the lock, or when
/// that has taken too long.
private func isFreeForOthersWhileItsHolderWaits(_ lock: any GlobalLocking) -> Bool {
  let me = LockSeat()
  let visitor = Visitor()
  visitor.mayLeave()
  lock.take(me)
  let thread = visitor.start(lock)
  let kept = lock.blocking(me) { eventually { visitor.hasBeen } }
  if let clinging = lock as? ClingingLock { clinging.relent(me) } else { lock.drop(me) }
  thread.join()
  return kept
}

@Suite struct LockScenarioTests {
  @Test(arguments: [
    (Design.real, true), (.restated, true), (.plain, false), (.unforced, true), (.unguarded, true),
  ])
  fileprivate func aWaiterAsksAfterAnInterval(_ design: Design, keeps: Bool) {
    #expect(asksAfterAnInterval(design) == keeps)
  }

  @Test func whoeverWaitsLetsGo() {
    #expect(isFreeForOthersWhileItsHolderWaits(InterpreterLock()))
    #expect(isFreeForOthersWhileItsHolderWaits(PlainLock()))
    #expect(!isFreeForOthersWhileItsHolderWaits(ClingingLock()))
  }

  @Test(arguments: [
    (Design.real, true), (.restated, true), (.plain, false), (.unforced, false),
    (.unguarded, true),
  ])
  fileprivate func whoeverIsAskedHandsOver(_ design: Design, keeps: Bool) {
    #expect(handsOverWhenAsked(design) == keeps)
  }

  @Test(arguments: [
    (Design.real, true), (.restated, true), (.plain, false), (.unforced, true),
    (.unguarded, false),
  ])
  fileprivate func aNewHolderIsSpared(_ design: Design, keeps: Bool) {
    #expect(sparesANewHolder(design) == keeps)
  }
}
