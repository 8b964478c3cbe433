#if canImport(Glibc)
  import Glibc
#endif

/// A plain pthread mutex at a stable address: not recursive, not fair, nothing added.
@safe
package final class PThreadMutex: @unchecked Sendable {
  // Heap storage, because a pthread mutex must not move.
  fileprivate let storage: UnsafeMutablePointer<pthread_mutex_t>

  package init() {
    unsafe storage = .allocate(capacity: 1)
    unsafe storage.initialize(to: pthread_mutex_t())
    unsafe must(pthread_mutex_init(storage, nil), "pthread_mutex_init")
  }

  deinit {
    unsafe must(pthread_mutex_destroy(storage), "pthread_mutex_destroy")
    unsafe storage.deallocate()
  }

  package func lock() { unsafe must(pthread_mutex_lock(storage), "pthread_mutex_lock") }
  /// Locks at once or not at all.
  package func tryLock() -> Bool {
    let status = unsafe pthread_mutex_trylock(storage)
    if status != EBUSY { must(status, "pthread_mutex_trylock") }
    return status == 0
  }
  package func unlock() { unsafe must(pthread_mutex_unlock(storage), "pthread_mutex_unlock") }

  package func withLock<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock()
    defer { unlock() }
    return try body()
  }
}

/// A plain pthread condition variable on the monotonic clock. Waits may wake spuriously, so what
/// is waited for is tested in a loop.
@safe
package final class PThreadCondition: @unchecked Sendable {
  private let storage: UnsafeMutablePointer<pthread_cond_t>

  package init() {
    unsafe storage = .allocate(capacity: 1)
    unsafe storage.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    unsafe must(pthread_condattr_init(&attributes), "pthread_condattr_init")
    unsafe must(
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC), "pthread_condattr_setclock")
    unsafe must(pthread_cond_init(storage, &attributes), "pthread_cond_init")
    unsafe must(pthread_condattr_destroy(&attributes), "pthread_condattr_destroy")
  }

  deinit {
    unsafe must(pthread_cond_destroy(storage), "pthread_cond_destroy")
    unsafe storage.deallocate()
  }

  /// Releases the mutex, which the caller holds, waits, and has it again on return.
  package func wait(_ mutex: PThreadMutex) {
    unsafe must(pthread_cond_wait(storage, mutex.storage), "pthread_cond_wait")
  }

  /// Waits no longer than so many nanoseconds from now.
  /// - Returns: true when the time was up, false when woken.
  package func wait(_ mutex: PThreadMutex, nanoseconds: UInt64) -> Bool {
    let (sum, tooLong) = Clock.wall().addingReportingOverflow(nanoseconds)
    var deadline = Clock.timeSpec(tooLong ? UInt64(Int64.max) : sum)
    let status = unsafe pthread_cond_timedwait(storage, mutex.storage, &deadline)
    if status == ETIMEDOUT { return true }
    must(status, "pthread_cond_timedwait")
    return false
  }

  /// Wakes one waiter, if there is one.
  package func signal() { unsafe must(pthread_cond_signal(storage), "pthread_cond_signal") }

  /// Wakes all waiters.
  package func broadcast() {
    unsafe must(pthread_cond_broadcast(storage), "pthread_cond_broadcast")
  }
}

/// These calls fail only when they are misused, and going on would be going on without the lock.
private func must(_ status: CInt, _ call: StaticString) {
  if status != 0 { fatalError("\(call) failed with error \(status)") }
}
