import Execution
import Figures
import Platform
import SystemPackage

/// Threads that mostly wait, with the lock released meanwhile.
package enum Waiting {
  /// Waits finished a second, all threads together.
  /// - Throws: EAGAIN, when there are too many threads.
  package static func perSecond(
    threads count: Int, wait: UInt64, under lock: any GlobalLocking, seconds: Double
  ) throws(Errno) -> Double {
    let seats = (0..<count).map { _ in LockSeat() }
    let begun = Clock.wall()
    let until = begun + UInt64(seconds * 1e9)
    var threads: [Thread] = []
    defer { for thread in threads { thread.join() } }
    for seat in seats {
      threads.append(
        try Thread(name: "wait") {
          lock.take(seat)
          while Clock.wall() < until { lock.blocking(seat) { pause(wait) } }
          lock.drop(seat)
        })
    }
    while let thread = threads.popLast() { thread.join() }
    let waits = seats.reduce(0) { $0 + $1.figures.reacquire.count }
    return Double(waits) / (Double(Clock.wall() - begun) / 1e9)
  }
}
