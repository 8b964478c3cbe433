import Execution
import Platform
import SystemPackage

/// Threads that mostly wait, with the lock released meanwhile.
package enum Waiting {
  /// Waits finished a second, all threads together.
  ///
  /// - Parameter leaving: how a thread lets go of the lock for good; by dropping it, if nothing is
  ///   said.
  /// - Throws: EAGAIN, when there are too many threads.
  package static func perSecond(
    threads count: Int, wait: UInt64, under lock: any GlobalLocking, seconds: Double,
    leaving: (@Sendable (LockSeat) -> Void)? = nil
  ) throws(Errno) -> Double {
    // Counted here and not by the seats, which believe what the lock tells them.
    let waiters = (0..<count).map { _ in Waiter() }
    let begun = Clock.wall()
    let until = begun + UInt64(seconds * 1e9)
    var threads: [Thread] = []
    defer { for thread in threads { thread.join() } }
    for waiter in waiters {
      threads.append(
        try Thread(name: "wait") {
          let seat = waiter.seat
          lock.take(seat)
          while Clock.wall() < until {
            lock.blocking(seat) { pause(wait) }
            waiter.waits += 1
          }
          if let leaving { leaving(seat) } else { lock.drop(seat) }
        })
    }
    while let thread = threads.popLast() { thread.join() }
    let waits = waiters.reduce(0) { $0 + $1.waits }
    return Double(waits) / (Double(Clock.wall() - begun) / 1e9)
  }

  /// Of one thread, and read when that has ended.
  private final class Waiter: @unchecked Sendable {
    let seat = LockSeat()
    var waits = 0
  }
}
