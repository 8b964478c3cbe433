import Execution
import Figures
import LockProbes
import Platform

/// Threads that mostly wait, with the lock released meanwhile.
enum Waiting {
  /// Waits finished a second, all threads together.
  static func perSecond(threads count: Int, wait: UInt64, seconds: Double) -> Double {
    let lock = InterpreterLock()
    let seats = (0..<count).map { _ in LockSeat() }
    let begun = Clock.wall()
    let until = begun + UInt64(seconds * 1e9)
    let threads = seats.map { seat in
      try! Thread(name: "wait") {
        lock.take(seat)
        while Clock.wall() < until { lock.blocking(seat) { pause(wait) } }
        lock.drop(seat)
      }
    }
    for thread in threads { thread.join() }
    let waits = seats.reduce(0) { $0 + $1.figures.reacquire.count }
    return Double(waits) / (Double(Clock.wall() - begun) / 1e9)
  }
}
