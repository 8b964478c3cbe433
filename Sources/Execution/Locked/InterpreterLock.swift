import Platform
import Synchronization

// A lock that behaves as CPython's global interpreter lock does since version 3.2.
//
// The lock proper is a flag, `held`, guarded by the mutex `gate`. The mutex is held for no longer
// than it takes to look at the flag, or for a holder to answer, so the flag can stay up for as long
// as a thread computes.
//
// Asking. A thread that finds the flag up waits on the condition `freed` for one switch interval.
// When the interval has passed, the flag is still up and nobody else was switched in meanwhile, it
// raises `asked` in the seat of the holder, and goes on waiting. Each wake-up, for whatever reason,
// starts a whole new interval. The count of switches is what keeps K waiters from asking K times an
// interval: whoever has seen a switch while it slept gives the new holder a full interval first.
//
// Answering. The holder looks at its own `asked` at checkpoints: one relaxed load. Seeing it
// raised, it drops the lock and takes it again. A holder that never looks is never interrupted.
//
// Forced switching. On a machine with several cores the holder, being awake, would usually have the
// lock back long before the thread that it has just signalled is awake. So whoever drops after
// having been asked waits on the condition `switched` until another thread has really taken the
// lock. That wait has no time limit, so whoever asks must take the lock in the end; no waiter gives
// up.
//
// No fairness. `freed` is signalled, not broadcast, and nobody queues: the flag belongs to
// whichever thread next finds it down, which often is one that was awake anyway and not the one
// just woken. CPython's convoy effect, a thread that comes back from a short wait for I/O and waits
// for many intervals, is this rule's doing, and a queue would hide it.
//
// How soon the holder looks decides who wins. CPython looks every 0.2 µs, so the requester has not
// gone to sleep again when the holder answers, and often beats the waiter that is signalled.
// Filters look every 10 to 20 µs. By then a requester that slept would be one more sleeper, and the
// lock would go round almost as if there were a queue. So the requester stays awake until the
// holder answers, for `alertness` at most, and only then goes back to wait. The holder, too, stays
// awake until it has the mutex: if it slept there, it would be so late with its signal that the
// requester slept as well. Both come to the mutex at about the same moment, as they do in CPython,
// the holder by chance up to `lateness` behind. What it costs is that many microseconds of a second
// core, once an interval.
//
// Two mutexes. `held` is guarded by `gate`. `last` and `switches` change with both mutexes held, so
// either suffices for reading. `switching` nests inside `gate`, never the other way round. It is
// apart so that the dropper's wait for a switch does not compete with the waiters for the lock.
//
// The clock is monotonic throughout. The protocol is that of `Python/ceval_gil.c`, told anew.

/// CPython's kind of lock: one thread computes at a time, and is asked to let go after an interval.
package final class InterpreterLock: GlobalLocking, @unchecked Sendable {
  /// Nanoseconds that a waiter waits before it asks.
  private let interval: UInt64

  /// Nanoseconds that a requester stays awake for an answer: more than lies between two checkpoints
  /// of the filters.
  private static let alertness: UInt64 = 50_000

  /// Nanoseconds that lie, at most, between being asked and answering: CPython's checkpoint, and
  /// what it does there.
  private static let lateness: UInt64 = 768

  /// Nanoseconds below which a take was no wait, but the mutex's and the clock's own time.
  private static let shortestWait: UInt64 = 1000

  private let gate = PThreadMutex()
  private let freed: any LockCondition
  private var held = false
  /// The holder has begun to drop the lock. A hint for one that stays awake for it, and no more.
  private let leaving = Atomic<Bool>(false)

  private let switching = PThreadMutex()
  private let switched = PThreadCondition()
  private var last: LockSeat?
  private var switches: UInt64 = 0

  /// - Parameters:
  ///   - switchInterval: nanoseconds, more than 0; CPython's default is 5 ms.
  ///   - freed: what waiters wait on; a test's own, to choose who wakes and when.
  package init(switchInterval: UInt64 = 5_000_000, freed: any LockCondition = PThreadCondition()) {
    precondition(switchInterval > 0, "the switch interval must be positive")
    interval = switchInterval
    self.freed = freed
  }

  package func take(_ me: LockSeat, after absence: LockAbsence) {
    let start = Clock.wall()
    gate.lock()
    waitForFlag()
    // Read with the gate held, so that the times of two holders never overlap.
    let now = Clock.wall()
    let isSwitch = raise(me)
    me.asked.store(false, ordering: .relaxed)
    gate.unlock()
    let waited = now - start >= InterpreterLock.shortestWait
    me.took(since: waited ? start : now, at: now, after: absence, switched: isSwitch)
  }

  package func drop(_ me: LockSeat) {
    me.dropping(at: Clock.wall(), asked: me.asked.load(ordering: .relaxed))
    leaving.store(true, ordering: .relaxed)
    enter(me)
    held = false
    freed.signal()
    gate.unlock()
    if me.asked.load(ordering: .relaxed) { awaitSwitch(me) }
  }
}

extension InterpreterLock {
  /// Waits until the flag is down, with `gate` held on entry and on return.
  private func waitForFlag() {
    while held {
      let seen = switches
      let expired = freed.wait(gate, nanoseconds: interval)
      if expired, held, switches == seen, let last {
        last.ask()
        awaitAnswer()
      }
    }
  }

  /// Stays awake until the holder is about to drop the lock or takes too long over it, with `gate`
  /// held throughout: the holder finds it closed, as CPython's does, until the requester waits
  /// again.
  private func awaitAnswer() {
    let end = Clock.wall() + InterpreterLock.alertness
    while !leaving.load(ordering: .relaxed), Clock.wall() < end {}
  }

  /// Locks the gate, staying awake for it where a requester does, and coming there as late as
  /// chance will have it: the clock's last bits.
  private func enter(_ me: LockSeat) {
    if me.asked.load(ordering: .relaxed) {
      let now = Clock.wall()
      let start = now + now % InterpreterLock.lateness
      let end = now + InterpreterLock.alertness
      while Clock.wall() < start {}
      repeat {
        if gate.tryLock() { return }
      } while Clock.wall() < end
    }
    gate.lock()
  }

  /// Raises the flag for a thread, with `gate` held; says whether that was a switch.
  private func raise(_ me: LockSeat) -> Bool {
    switching.lock()
    defer { switching.unlock() }
    held = true
    leaving.store(false, ordering: .relaxed)
    let isSwitch = last !== me
    if isSwitch {
      last = me
      switches += 1
    }
    switched.signal()
    return isSwitch
  }

  /// Forced switching: the thread has dropped and does not go on before another has taken the lock.
  private func awaitSwitch(_ me: LockSeat) {
    switching.lock()
    defer { switching.unlock() }
    // Another might have been quicker.
    guard last === me, me.asked.exchange(false, ordering: .relaxed) else { return }
    let start = Clock.wall()
    while last === me { switched.wait(switching) }
    me.waited(Clock.wall() - start)
  }
}
