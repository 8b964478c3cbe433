import Platform

/// Holds operations to the pace of a throttle until somebody calls that off: nobody should have to
/// sit out slowness that was only played when the batch is to end at once.
package final class Pace: @unchecked Sendable {
  private let throttle: Throttle
  private let mutex = PThreadMutex()
  private let changed = PThreadCondition()
  // Guarded by `mutex`, which makes the `Sendable` sound:
  private var isOff = false
  private var listeners: [@Sendable () -> Void] = []

  package init(_ throttle: Throttle) { self.throttle = throttle }

  /// Lets all operations go, those that wait and those to come.
  package func callOff() {
    let told = mutex.withLock {
      isOff = true
      changed.broadcast()
      defer { listeners = [] }
      return listeners
    }
    for listener in told { listener() }
  }

  var isCalledOff: Bool { mutex.withLock { isOff } }

  /// Calls `listener` once, on the thread that calls the pace off; at once if it already is.
  func onCallOff(_ listener: @escaping @Sendable () -> Void) {
    let isLate = mutex.withLock {
      if !isOff { listeners.append(listener) }
      return isOff
    }
    if isLate { listener() }
  }

  /// When an operation may be over, in nanoseconds of the monotonic clock.
  func due(started: UInt64, bytes: Int) -> UInt64 { started + throttle.duration(bytes: bytes) }

  /// Returns no earlier than that moment, unless called off.
  func wait(until moment: UInt64) {
    mutex.withLock {
      while !isOff {
        let now = Clock.wall()
        if now >= moment { return }
        _ = changed.wait(mutex, nanoseconds: moment - now)
      }
    }
  }
}
