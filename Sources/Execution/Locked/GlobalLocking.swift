import Synchronization

/// One lock that lets a single thread of the process compute at a time.
///
/// The real one is `InterpreterLock`; tests put fakes and deliberately broken ones in its place.
package protocol GlobalLocking: AnyObject, Sendable {
  /// Returns when the calling thread, whose seat this is, holds the lock.
  func take(_ me: LockSeat, after absence: LockAbsence)

  /// Lets go of the lock. When somebody asked for it, returns only after another thread has had it.
  func drop(_ me: LockSeat)
}

/// What a thread did while it did not hold the lock.
package enum LockAbsence: Sendable, Hashable, CaseIterable {
  /// It waited: for storage, for memory, for work.
  case blocking
  /// Anything else: it started, computed without the lock, or dropped it on request.
  case other
}

extension GlobalLocking {
  package func take(_ me: LockSeat) { take(me, after: .other) }

  /// Drops and takes the lock if somebody asked for it; one relaxed load if nobody did.
  @inline(__always)
  package func checkpoint(_ me: LockSeat) {
    if me.asked.load(ordering: .relaxed) {
      drop(me)
      take(me)
    }
  }

  /// Runs something that waits, without the lock.
  package func blocking<Result, Failure: Error>(
    _ me: LockSeat, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    drop(me)
    defer { take(me, after: .blocking) }
    return try body()
  }
}
