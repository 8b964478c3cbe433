import Pixels
import Platform
import Synchronization
import SystemPackage

/// Sees to it that no image takes more CPU time than it may, on all threads that work on it together.
///
/// A thread's CPU time runs no faster than the clock on the wall. So when work on an image is begun, a
/// thread beside the workers is told when the image's time could be up at the earliest, and reads its
/// threads' clocks then. If something is left, it comes back when that could be used up; if not, it
/// raises the threads' checkpoints, and they give the image up. Polls cost what they cost without a
/// limit, and time in which a thread waits, for the lock or for memory, does not count.
package final class TimeLimit: @unchecked Sendable {
  /// So that the last of a time that several threads share is not asked for without end.
  private static let leastShare: UInt64 = 1_000_000

  /// CPU nanoseconds that an image may take.
  let nanoseconds: UInt64
  private let mutex = PThreadMutex()
  private let changed = PThreadCondition()
  // Guarded by `mutex`:
  /// Of images that somebody works on.
  private var accounts: [JobAccount] = []
  /// When the limit's thread will look next; nil while it has no reason to.
  private var nextLook: UInt64?
  private var isEnding = false
  /// The owner's.
  private var thread: Thread?

  /// Starts the thread, so create it after any fork.
  /// - Throws: EAGAIN, when no thread can be started.
  package init(nanoseconds: UInt64) throws(Errno) {
    self.nanoseconds = nanoseconds
    thread = try Thread(name: "limits") { [self] in watch() }
  }

  /// Ends the thread. Call it when no worker runs any more.
  package func finish() {
    mutex.withLock {
      isEnding = true
      changed.signal()
    }
    thread?.join()
    thread = nil
  }

  /// What a worker keeps its jobs' time with.
  package func clock() -> JobClock { JobClock(self) }

  fileprivate func join(_ clock: JobClock, _ account: JobAccount) {
    mutex.withLock {
      if account.clocks.isEmpty { accounts.append(account) }
      account.clocks.append(clock)
      look(at: account)
      guard let due = account.due else { return }
      if nextLook.map({ due < $0 }) ?? true { changed.signal() }
    }
  }

  fileprivate func leave(_ clock: JobClock, _ account: JobAccount) {
    mutex.withLock {
      account.used += clock.used
      account.clocks.removeAll { $0 === clock }
      if account.clocks.isEmpty { accounts.removeAll { $0 === account } }
    }
  }

  /// Calls those who work on an image whose time is up, or finds out when it could be.
  private func look(at account: JobAccount) {
    let used = account.clocks.reduce(account.used) { $0 + $1.used }
    guard used < nanoseconds else {
      account.due = nil
      account.isOver.store(true, ordering: .releasing)
      for clock in account.clocks { clock.ring() }
      return
    }
    let left = nanoseconds - used
    let threads = account.clocks.count
    account.due =
      Clock.wall() + (threads == 1 ? left : max(left / UInt64(threads), TimeLimit.leastShare))
  }

  private func watch() {
    mutex.lock()
    defer { mutex.unlock() }
    while !isEnding {
      let now = Clock.wall()
      for account in accounts {
        if let due = account.due, due <= now { look(at: account) }
      }
      nextLook = accounts.compactMap(\.due).min()
      if let nextLook {
        _ = changed.wait(mutex, nanoseconds: nextLook > now ? nextLook - now : 0)
      } else {
        changed.wait(mutex)
      }
    }
  }
}

/// What one image has taken so far.
package final class JobAccount: @unchecked Sendable {
  fileprivate let isOver = Atomic(false)
  // Guarded by the limit's mutex:
  /// Of the threads that work on it.
  fileprivate var clocks: [JobClock] = []
  /// CPU nanoseconds of those that no longer do.
  fileprivate var used: UInt64 = 0
  /// When it is to be looked at again.
  fileprivate var due: UInt64?

  package init() {}
}

/// One worker's time for the image it works on. Belongs to the worker's thread, except for what is
/// said below.
package final class JobClock: @unchecked Sendable {
  private let limit: TimeLimit
  /// What the worker polls, set before its first job.
  private weak var checkpoint: Checkpoint?
  /// What the worker's time is charged to; nil while it has no image.
  package private(set) var account: JobAccount?
  /// The thread's, and what it said when the work was begun. Read by the limit's thread, too, in between.
  private var clock = ThreadClock.current
  private var begun: UInt64 = 0

  fileprivate init(_ limit: TimeLimit) { self.limit = limit }

  package func attach(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  /// Runs a job on the clock, or a part of one that others work on, too.
  ///
  /// - Parameter account: the job's; a new one for a job of one's own.
  package func run<Result, Failure: Error>(
    on account: JobAccount = JobAccount(), _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    clock = .current
    begun = clock.cpu()
    self.account = account
    limit.join(self, account)
    defer {
      limit.leave(self, account)
      self.account = nil
    }
    return try body()
  }

  /// What the worker's checkpoint is to answer, as far as time goes. Once it is to refuse it stays
  /// raised, until the job is over. Others may ask, too, who decode in the worker's place.
  package func verdict() -> Checkpoint.Verdict {
    guard let account, account.isOver.load(ordering: .acquiring) else { return .goOn }
    ring()
    return .refuse(.tookTooLong(limit.nanoseconds))
  }

  fileprivate var used: UInt64 { clock.cpu() - begun }
  fileprivate func ring() { checkpoint?.requested.store(true, ordering: .releasing) }
}

extension ImageError {
  fileprivate static func tookTooLong(_ nanoseconds: UInt64) -> ImageError {
    let seconds = Double(nanoseconds) / 1e9
    let text = seconds == seconds.rounded() ? "\(nanoseconds / 1_000_000_000)" : "\(seconds)"
    return ImageError(
      .tooSlow,
      "it takes more CPU time than --max-seconds \(text) allows; a larger one gives it more")
  }
}
