import Platform

/// What waiters for the lock wait on. Both are called with the mutex held.
package protocol LockCondition: AnyObject, Sendable {
  /// Wakes one waiter at least, if there is any.
  func signal()

  /// Lets go of the mutex, sleeps, and has the mutex again; true when the time has passed.
  func wait(_ mutex: PThreadMutex, nanoseconds: UInt64) -> Bool
}

extension PThreadCondition: LockCondition {}
