import Figures
import Pixels
import Synchronization

/// A thread's place at the lock: how others ask it to let go, and what it has seen of the lock.
///
/// Others touch `asked` (through `ask`). All the rest belongs to the thread alone, which may
/// therefore count without sharing a cache line with anybody; whoever adds up the figures joins the
/// thread first. That is what makes the unchecked `Sendable` sound.
package final class LockSeat: @unchecked Sendable {
  /// Raised by a waiter that wants the lock, while this thread holds it.
  package let asked = Atomic<Bool>(false)
  /// What the thread polls: rung whenever `asked` is raised, if the seat is interruptible, and by
  /// whoever stops the batch.
  package private(set) var bell: Checkpoint?
  private let interruptible: Bool

  /// Whether the thread has the lock.
  package private(set) var holds = false
  private var since: UInt64 = 0
  private var forcedWait: UInt64 = 0
  /// Set before the first take, by the thread itself.
  var recorder: SpanRecorder?
  /// What the thread has seen. Read it after joining the thread.
  package private(set) var figures = LockFigures()

  /// - Parameters:
  ///   - interruptible: whether a waiter's request rings the bell, too.
  ///   - answer: called on the thread itself when it polled a bell that had been rung; nil for a
  ///     thread that has no bell. The seat must outlive the polling.
  package init(
    interruptible: Bool = true, answer: (@Sendable (LockSeat) -> Checkpoint.Verdict)? = nil
  ) {
    self.interruptible = interruptible
    guard let answer else { return }
    bell = Checkpoint { [unowned self] in respond(answer) }
  }

  /// Called by a waiter: asks the thread to let go at its next checkpoint.
  package func ask() {
    asked.store(true, ordering: .relaxed)
    // In this order, while `respond` lowers the bell before it looks: no request is overlooked.
    if interruptible { bell?.requested.store(true, ordering: .releasing) }
  }

  private func respond(
    _ answer: @Sendable (LockSeat) -> Checkpoint.Verdict
  ) -> Checkpoint.Verdict {
    _ = bell?.requested.exchange(false, ordering: .acquiringAndReleasing)
    let verdict = answer(self)
    // To stop is for good: whatever the thread polls next is to stop as well.
    if case .stop = verdict { bell?.requested.store(true, ordering: .relaxed) }
    return verdict
  }
}

/// What an implementation of the lock tells the seat of the calling thread. Times are nanoseconds
/// of the monotonic clock.
extension LockSeat {
  /// The thread has got the lock.
  ///
  /// - Parameters:
  ///   - start: when it began to want it.
  ///   - switched: whether another thread had it last.
  package func took(
    since start: UInt64, at now: UInt64, after absence: LockAbsence, switched: Bool
  ) {
    precondition(!holds, "the lock is not recursive")
    holds = true
    since = now
    figures.acquisitions += 1
    if switched { figures.switches += 1 }
    figures.wait.record(now - start + forcedWait)
    if absence == .blocking { figures.reacquire.record(now - start) }
    // Of a lock that was free nothing is worth recording.
    if now - start + forcedWait > 0 {
      recorder?.record(.waiting, id: 0, from: start - forcedWait, to: now)
    }
    forcedWait = 0
  }

  /// The thread is about to let go of the lock.
  package func dropping(at now: UInt64, asked: Bool) {
    precondition(holds, "dropped a lock that was not held")
    holds = false
    figures.hold.record(now - since)
    recorder?.record(.holding, id: 0, from: since, to: now)
    if asked { figures.forcedSwitches += 1 }
  }

  /// The thread was kept from going on until another had taken the lock. That time counts as
  /// waiting of the next take.
  package func waited(_ nanoseconds: UInt64) { forcedWait += nanoseconds }
}
