import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// How long threads were ready to run and had no CPU.
///
/// The kernel keeps it by thread, in /proc/…/schedstat, and forgets it with the thread. So each
/// thread of ours leaves what it had behind when it ends. It opens that file when it begins, since
/// by its end its process may have given up opening files. Threads that others start are not
/// counted.
package enum RunQueue {
  private struct State {
    /// By thread; nil where the file could not be opened.
    var accounts: [CInt: FileDescriptor?] = [:]
    /// Of threads that have ended; nil once one of them could not be read.
    var ended: UInt64? = 0
  }

  private static let state = Guarded(State())

  /// Of the main thread and all threads of ours, from their start, in nanoseconds; nil where the
  /// kernel does not say.
  package static func delay() -> UInt64? {
    state.withLock { state in
      guard var sum = state.ended else { return nil }
      let main = Sys.processID
      var waits = state.accounts.values.map(waiting)
      if state.accounts[main] == nil {
        waits.append(Faults.aside { SchedulerFigures.of(thread: main, in: main)?.waiting })
      }
      for wait in waits {
        guard let wait else { return nil }
        sum += wait
      }
      return sum
    }
  }

  /// To be called by the only thread of a process just forked: what it has heard of are its
  /// parent's threads.
  package static func beginAnew() {
    state.withLock { state in
      for case let account? in state.accounts.values { _ = Glibc.close(account.rawValue) }
      state = State()
    }
    threadBegins()
  }

  static func threadBegins() {
    let thread = platform_thread_id()
    let account = Faults.aside { SchedulerFigures.account(of: thread) }
    state.withLock { $0.accounts[thread] = .some(account) }
  }

  static func threadEnds() {
    state.withLock { state in
      guard let account = state.accounts.removeValue(forKey: platform_thread_id()) else { return }
      let own = waiting(account)
      state.ended = own.flatMap { own in state.ended.map { $0 + own } }
      if let account { _ = Glibc.close(account.rawValue) }
    }
  }

  private static func waiting(_ account: FileDescriptor?) -> UInt64? {
    account.flatMap { account in Faults.aside { SchedulerFigures(reading: account)?.waiting } }
  }
}
