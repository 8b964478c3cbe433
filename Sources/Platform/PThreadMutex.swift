#if canImport(Glibc)
  import Glibc
#endif

/// A POSIX mutex at a fixed address, for the places where a condition variable is needed too.
@safe
package final class PThreadMutex: @unchecked Sendable {
  let handle: UnsafeMutablePointer<pthread_mutex_t>

  package init() {
    unsafe handle = .allocate(capacity: 1)
    unsafe handle.initialize(to: pthread_mutex_t())
    let code = unsafe pthread_mutex_init(handle, nil)
    precondition(code == 0, "pthread_mutex_init failed with \(code)")
  }

  deinit {
    unsafe pthread_mutex_destroy(handle)
    unsafe handle.deallocate()
  }

  package func lock() {
    let code = unsafe pthread_mutex_lock(handle)
    precondition(code == 0, "pthread_mutex_lock failed with \(code)")
  }

  package func unlock() {
    let code = unsafe pthread_mutex_unlock(handle)
    precondition(code == 0, "pthread_mutex_unlock failed with \(code)")
  }
}
