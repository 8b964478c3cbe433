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
        guard let one = SchedulerFigures.of(thread: thread, in: Sys.processID) else { return nil }
        sum += one.waiting
      }
      return sum
    }
  }

  static func threadBegins() {
    state.withLock { _ = $0.running.insert(platform_thread_id()) }
  }

  static func threadEnds() {
    let thread = platform_thread_id()
    let own = SchedulerFigures.of(thread: thread, in: Sys.processID)
    state.withLock { state in
      state.running.remove(thread)
      state.ended = own.flatMap { own in state.ended.map { $0 + own.waiting } }
    }
  }
}

/// What the kernel's scheduler knows of one thread, in nanoseconds.
package struct SchedulerFigures: Sendable, Hashable {
  package var running: UInt64
  package var waiting: UInt64

  /// - Returns: nil when there is no such thread, or the kernel keeps no account.
  package static func of(thread: CInt, in process: CInt) -> SchedulerFigures? {
    let path = FilePath("/proc/\(process)/task/\(thread)/schedstat")
    guard let text = try? Sys.contents(of: path) else { return nil }
    return SchedulerFigures(text)
  }

  /// A line of three numbers: time on a CPU, time waiting for one, and how often it got one.
  package init?(_ text: [UInt8]) {
    let words = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    let numbers = words.compactMap { UInt64(String(decoding: $0, as: UTF8.self)) }
    // Whoever reads its own figures has run: zeros come from kernels that do not count.
    guard words.count == 3, numbers.count == 3, numbers[0] > 0 || numbers[2] > 0 else {
      return nil
    }
    (running, waiting) = (numbers[0], numbers[1])
  }
}
