import Execution
import Platform

/// A thread beside a batch that keeps the progress line moving and turns signals into requests: the
/// first lets work in flight finish, the second drops it.
///
/// It looks ten times a second instead of waiting for either: that costs nothing worth measuring,
/// and a person who presses ^C does not notice a tenth of a second.
final class BatchWatch {
  private static let interval: UInt64 = 100_000_000

  private let ending = Ending()
  private let thread: Thread?

  /// - Parameter tick: called on the new thread, ten times a second.
  init(stop: StopRequest, tick: @escaping @Sendable () -> Void) {
    let ending = ending
    // Without the thread, the bar stands still between files and signals wait for the end.
    thread = try? Thread(name: "watch") {
      while !ending.comes(within: BatchWatch.interval) {
        BatchWatch.obeySignals(stop)
        tick()
      }
    }
  }

  /// Ends the thread, at once, and waits for it.
  func finish() {
    ending.announce()
    thread?.join()
  }

  private static func obeySignals(_ stop: StopRequest) {
    let count = StopSignals.Signal.allCases.reduce(0) { $0 + StopSignals.count(of: $1) }
    if count >= 2 {
      stop.cancel()
    } else if count == 1 {
      stop.stop()
    }
  }
}

/// The end of something, which another thread waits for while it does other things.
private final class Ending: @unchecked Sendable {
  private let mutex = PThreadMutex()
  private let announced = PThreadCondition()
  /// Guarded by `mutex`.
  private var isHere = false

  func announce() {
    mutex.lock()
    isHere = true
    announced.signal()
    mutex.unlock()
  }

  /// Waits for the end, for so many nanoseconds at most; whether it has come.
  func comes(within nanoseconds: UInt64) -> Bool {
    mutex.lock()
    defer { mutex.unlock() }
    if !isHere { _ = announced.wait(mutex, nanoseconds: nanoseconds) }
    return isHere
  }
}
