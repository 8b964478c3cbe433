#if canImport(Glibc)
  import Glibc
#endif

/// A POSIX thread, which must be joined.
@safe
package final class Thread: @unchecked Sendable {
  private var handle = pthread_t()
  private var joined = false

  private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// - Parameter name: for whoever reads the code; the system is not told.
  package init(name: String, body: @escaping @Sendable () -> Void) {
    let start = unsafe Unmanaged.passRetained(Start(body))
    let code = unsafe pthread_create(
      &handle, nil,
      { argument in
        let start = unsafe Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue()
        start.body()
        return nil
      }, start.toOpaque())
    precondition(code == 0, "pthread_create failed with \(code)")
  }

  package func join() {
    precondition(!joined, "a thread is joined once")
    joined = true
    let code = pthread_join(handle, nil)
    precondition(code == 0, "pthread_join failed with \(code)")
  }
}
