import Execution
import Platform
import Synchronization

/// A plain mutex: nobody is ever asked for it.
package final class PlainLock: GlobalLocking {
  private let mutex = PThreadMutex()

  package init() {}

  package func take(_ me: LockSeat, after absence: LockAbsence) {
    mutex.lock()
    me.took(since: 0, at: 0, after: absence, switched: false)
  }

  package func drop(_ me: LockSeat) {
    me.dropping(at: 0, asked: false)
    mutex.unlock()
  }
}

/// The protocol in its shortest form, with parts that can be left out.
package final class AlteredLock: GlobalLocking, @unchecked Sendable {
  private let forcesSwitches: Bool
  private let guardsRequests: Bool
  private let freed: any LockCondition
  private let mutex = PThreadMutex()
  private let switched = PThreadCondition()
  private var held = false
  private var last: LockSeat?
  private var switches = 0

  package init(
    forcesSwitches: Bool, guardsRequests: Bool, freed: any LockCondition = PThreadCondition()
  ) {
    self.forcesSwitches = forcesSwitches
    self.guardsRequests = guardsRequests
    self.freed = freed
  }

  package func take(_ me: LockSeat, after absence: LockAbsence) {
    mutex.lock()
    defer { mutex.unlock() }
    while held {
      let seen = switches
      let expired = freed.wait(mutex, nanoseconds: 5_000_000)
      if expired, held, !guardsRequests || seen == switches { last?.ask() }
    }
    held = true
    if last !== me { switches += 1 }
    last = me
    me.asked.store(false, ordering: .relaxed)
    switched.broadcast()
    me.took(since: 0, at: 0, after: absence, switched: false)
  }

  package func drop(_ me: LockSeat) {
    mutex.lock()
    defer { mutex.unlock() }
    me.dropping(at: 0, asked: false)
    held = false
    freed.signal()
    guard forcesSwitches, me.asked.exchange(false, ordering: .relaxed) else { return }
    while last === me { switched.wait(mutex) }
  }
}

/// Never let go of by a thread that waits: what asks for it is answered at checkpoints only.
package final class ClingingLock: GlobalLocking, @unchecked Sendable {
  /// Nobody is asked for it before any test has ended.
  private let lock = InterpreterLock(switchInterval: 60_000_000_000)
  private let mutex = PThreadMutex()
  /// Who has the lock and was to let go of it.
  private var clinging: LockSeat?

  package init() {}

  package func take(_ me: LockSeat, after absence: LockAbsence) {
    let isMine = mutex.withLock {
      defer { if clinging === me { clinging = nil } }
      return clinging === me
    }
    if !isMine { lock.take(me, after: absence) }
  }

  package func drop(_ me: LockSeat) {
    if me.asked.load(ordering: .relaxed) {
      lock.drop(me)
    } else {
      mutex.withLock { clinging = me }
    }
  }

  /// Lets go at last, for the test's end.
  package func relent(_ me: LockSeat) {
    mutex.withLock { clinging = nil }
    lock.drop(me)
  }
}
