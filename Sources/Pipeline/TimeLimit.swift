import Pixels
import Platform
import Synchronization
import SystemPackage

/// Sees to it that no image takes more CPU time than it may.
///
/// A thread's CPU time runs no faster than the clock on the wall. So when a worker begins a job, a
/// thread beside the workers is told when its time could be up at the earliest, and raises the
/// worker's checkpoint then. The worker, which alone can read its own clock, gives the job up, or
/// says how much is left, and the thread comes back. Polls cost what they cost without a limit, and
/// time in which a worker waits, for the lock or for memory, does not count.
package final class TimeLimit: @unchecked Sendable {
  /// CPU nanoseconds that an image may take.
  let nanoseconds: UInt64
  private let mutex = PThreadMutex()
  private let changed = PThreadCondition()
  // Guarded by `mutex`:
  private var clocks: [JobClock] = []
  private var isIdle = true
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
    // They hold the limit, too. Nobody else looks at them any more.
    clocks = []
  }

  /// What a worker keeps its jobs' time with.
  package func clock() -> JobClock {
    let clock = JobClock(self)
    mutex.withLock { clocks.append(clock) }
    return clock
  }

  /// Has the clock's checkpoint raised after so many nanoseconds.
  fileprivate func wake(_ clock: JobClock, after nanoseconds: UInt64) {
    mutex.withLock {
      clock.due = Clock.wall() + nanoseconds
      // A thread that waits for another clock wakes before this one is due, and sees it then: the
      // latest to begin is never the first to be due, unless it was given less.
      if isIdle || nanoseconds < self.nanoseconds { changed.signal() }
    }
  }

  fileprivate func forget(_ clock: JobClock) { mutex.withLock { clock.due = nil } }

  private func watch() {
    mutex.lock()
    defer { mutex.unlock() }
    while !isEnding {
      let now = Clock.wall()
      for clock in clocks {
        if let due = clock.due, due <= now {
          clock.due = nil
          clock.ring()
        }
      }
      let next = clocks.compactMap(\.due).min()
      isIdle = next == nil
      if let next {
        _ = changed.wait(mutex, nanoseconds: next - now)
      } else {
        changed.wait(mutex)
      }
    }
  }
}

/// One worker's time for the job it has. Belongs to the worker's thread, except for what is said
/// below.
package final class JobClock: @unchecked Sendable {
  private let limit: TimeLimit
  /// When the checkpoint is to be raised; guarded by the limit's mutex.
  fileprivate var due: UInt64?
  /// What the worker polls, set before its first job.
  private weak var checkpoint: Checkpoint?
  /// CPU time of the thread when the job was begun; nil between jobs.
  private var begun: UInt64?

  fileprivate init(_ limit: TimeLimit) { self.limit = limit }

  package func attach(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  /// Runs a job on the clock.
  func run<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    begun = Clock.threadCPU()
    limit.wake(self, after: limit.nanoseconds)
    defer {
      begun = nil
      limit.forget(self)
    }
    return try body()
  }

  /// What the worker's checkpoint is to answer, as far as time goes.
  package func verdict() -> Checkpoint.Verdict {
    guard let begun else { return .goOn }
    let used = Clock.threadCPU() - begun
    if used >= limit.nanoseconds { return .refuse(.tookTooLong(limit.nanoseconds)) }
    limit.wake(self, after: limit.nanoseconds - used)
    return .goOn
  }

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
