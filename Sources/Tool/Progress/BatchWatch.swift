import Execution
import Platform
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// A thread beside a batch that keeps the progress line moving and turns signals into requests: the
/// first lets work in flight finish, the second drops it.
///
/// It looks ten times a second instead of waiting for either: that costs nothing worth measuring,
/// and a person who presses ^C does not notice a tenth of a second.
final class BatchWatch {
  private let isOver = Shared(false)
  private let thread: Thread?

  /// - Parameter tick: called on the new thread, ten times a second.
  init(stop: StopRequest, tick: @escaping @Sendable () -> Void) {
    let isOver = isOver
    // Without the thread, the bar stands still between files and signals wait for the end.
    thread = try? Thread(name: "watch") {
      while !isOver.value.load(ordering: .acquiring) {
        BatchWatch.obeySignals(stop)
        tick()
        usleep(100_000)
      }
    }
  }

  /// Ends the thread and waits for it.
  func finish() {
    isOver.value.store(true, ordering: .releasing)
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

/// An atomic that two threads hold on to.
private final class Shared: Sendable {
  let value: Atomic<Bool>
  init(_ value: Bool) { self.value = Atomic(value) }
}
