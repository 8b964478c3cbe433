#if canImport(Glibc)
  import Glibc
#endif

/// A POSIX condition variable whose timed wait counts on the monotonic clock.
@safe
package final class PThreadCondition: @unchecked Sendable {
  private let handle: UnsafeMutablePointer<pthread_cond_t>

  package init() {
    unsafe handle = .allocate(capacity: 1)
    unsafe handle.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    let clock = unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    let code = unsafe pthread_cond_init(handle, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
    precondition(clock == 0 && code == 0, "pthread_cond_init failed with \(clock), \(code)")
  }

  deinit {
    unsafe pthread_cond_destroy(handle)
    unsafe handle.deallocate()
  }

  /// Wakes one waiter at least, if there is any.
  package func signal() { unsafe pthread_cond_signal(handle) }

  /// Wakes all waiters.
  package func broadcast() { unsafe pthread_cond_broadcast(handle) }

  /// Lets go of the mutex, sleeps until woken, and has the mutex again. May wake for no reason.
  package func wait(_ mutex: PThreadMutex) {
    let code = unsafe pthread_cond_wait(handle, mutex.handle)
    precondition(code == 0, "pthread_cond_wait failed with \(code)")
  }

  /// The same for at most so many nanoseconds from now; true when they have passed.
  package func wait(_ mutex: PThreadMutex, nanoseconds: UInt64) -> Bool {
    let deadline = Clock.wall() + nanoseconds
    var time = timespec(
      tv_sec: time_t(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
    let code = unsafe pthread_cond_timedwait(handle, mutex.handle, &time)
    precondition(code == 0 || code == ETIMEDOUT, "pthread_cond_timedwait failed with \(code)")
    return code == ETIMEDOUT
  }
}
