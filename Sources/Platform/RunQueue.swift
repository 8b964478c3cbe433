import CPlatformShims
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// How long threads were ready to run and had no CPU.
///
/// The kernel keeps it by thread, in /proc/…/schedstat, and forgets it with the thread. So each
/// thread of ours leaves what it had behind when it ends. Threads that others start are not counted.
package enum RunQueue {
  private struct State {
    var running: Set<CInt> = []
    /// Of threads that have ended; nil once one of them could not be read.
    var ended: UInt64? = 0
  }

  private static let state = Mutex(State())

  /// Of the main thread and all threads of ours, from their start, in nanoseconds; nil where the
  /// kernel does not say.
  package static func delay() -> UInt64? {
    state.withLock { state in
      guard var sum = state.ended else { return nil }
      for thread in state.running.union([Sys.processID]) {
        let one = Faults.aside { SchedulerFigures.of(thread: thread, in: Sys.processID) }
        guard let one else { return nil }
        sum += one.waiting
      }
      return sum
    }
  }

  /// To be called first of all in a process just forked: what it has heard of are its parent's threads.
  package static func beginAnew() { state.withLock { $0 = State() } }

  static func threadBegins() {
    state.withLock { _ = $0.running.insert(platform_thread_id()) }
  }

  static func threadEnds() {
    let thread = platform_thread_id()
    let own = Faults.aside { SchedulerFigures.of(thread: thread, in: Sys.processID) }
    state.withLock { state in
      state.running.remove(thread)
      state.ended = own.flatMap { own in state.ended.map { $0 + own.waiting } }
    }
  }
}
