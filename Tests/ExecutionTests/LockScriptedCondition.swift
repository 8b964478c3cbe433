import Execution
import Platform

/// A condition on which nobody's time passes and nobody wakes unless the test says so.
///
/// The state is guarded by the mutex that waiters bring, as a condition's is.
final class ScriptedCondition: LockCondition, @unchecked Sendable {
  private final class Ticket {
    var woken = false
    var expired = false
  }

  private let inner = PThreadCondition()
  private let mutexSeen = Guarded<PThreadMutex?>(nil)
  private var tickets: [Ticket] = []
  private var signalsHeldBack = 0
  private var holdsBack = false

  func signal() {
    if holdsBack { signalsHeldBack += 1 } else { wakeFirst() }
  }

  func wait(_ mutex: PThreadMutex, nanoseconds: UInt64) -> Bool {
    mutexSeen.withLock { $0 = mutex }
    let ticket = Ticket()
    tickets.append(ticket)
    while !ticket.woken { inner.wait(mutex) }
    tickets.removeAll { $0 === ticket }
    return ticket.expired
  }

  private func wakeFirst() {
    tickets.first { !$0.woken }?.woken = true
    inner.broadcast()
  }
}

/// What a test does to the waiters.
extension ScriptedCondition {
  /// Whether so many threads come to wait, within a time that is ample.
  func eventuallyWaits(_ count: Int) -> Bool {
    eventually { self.locked { self.tickets.count { !$0.woken } == count } ?? false }
  }

  /// Lets the interval of one waiter pass, in the order in which they came.
  func expire(_ index: Int) {
    locked {
      tickets[index].expired = true
      tickets[index].woken = true
      inner.broadcast()
    }
  }

  /// Keeps signals from waking anybody until `releaseSignals`.
  func holdSignals() { locked { holdsBack = true } }

  func releaseSignals() {
    locked {
      holdsBack = false
      for _ in 0..<signalsHeldBack { wakeFirst() }
      signalsHeldBack = 0
    }
  }

  /// Nil as long as nobody has waited, when there is no mutex yet.
  @discardableResult
  private func locked<Result>(_ body: () -> Result) -> Result? {
    guard let mutex = mutexSeen.withLock({ $0 }) else { return nil }
    mutex.lock()
    defer { mutex.unlock() }
    return body()
  }
}

/// Whether something comes true within a time that is ample; only a broken lock uses it up.
func eventually(_ condition: () -> Bool) -> Bool {
  let deadline = Clock.wall() + 2_000_000_000
  while !condition() {
    if Clock.wall() > deadline { return false }
    nap()
  }
  return true
}

/// Lets others run for a moment.
func nap() {
  let mutex = PThreadMutex()
  mutex.lock()
  _ = PThreadCondition().wait(mutex, nanoseconds: 200_000)
  mutex.unlock()
}
