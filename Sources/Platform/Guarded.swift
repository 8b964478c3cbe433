/// A value that one thread at a time can reach.
///
/// Made of a pthread mutex and not of Synchronization's `Mutex`, whose waiting the thread sanitizer
/// cannot see: it would take every hand-over for a race.
package final class Guarded<Value: ~Copyable>: @unchecked Sendable {
  private let mutex = PThreadMutex()
  private var value: Value

  package init(_ value: consuming sending Value) { self.value = value }

  package func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    mutex.lock()
    defer { mutex.unlock() }
    return try body(&value)
  }

  /// Does nothing where another thread is there.
  package func withLockIfFree(_ body: (inout Value) -> Void) {
    guard mutex.tryLock() else { return }
    defer { mutex.unlock() }
    body(&value)
  }
}
