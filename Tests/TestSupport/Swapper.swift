import Platform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// A thread that swaps what two names stand for, and swaps it back, as fast as it can.
package final class Swapper: Sendable {
  private struct State {
    var isOver = false
    var rounds = 0
  }

  private let state = Guarded(State())
  private let thread = Guarded<Thread?>(nil)

  package init(_ first: FilePath, _ second: FilePath) throws {
    let (first, second, hold) = (first.string, second.string, second.string + ".held")
    let thread = try Thread(name: "swapper") { [state] in
      while !state.withLock({ $0.isOver }) {
        for (from, to) in [(first, hold), (second, first), (first, second), (hold, first)] {
          _ = unsafe rename(from, to)
        }
        state.withLock { $0.rounds += 1 }
      }
    }
    self.thread.withLock { $0 = thread }
  }

  /// Ends it, with everything in its own place.
  ///
  /// - Returns: how often it was swapped.
  @discardableResult package func stop() -> Int {
    state.withLock { $0.isOver = true }
    let running = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    running?.join()
    return state.withLock { $0.rounds }
  }

  deinit { stop() }
}
