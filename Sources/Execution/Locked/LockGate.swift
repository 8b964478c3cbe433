import Pipeline
import Pixels

/// A worker's way through the lock: it has the lock while it keeps its own books and in the CPU
/// stages that need it, and not while it waits or is in a stage that works without.
///
/// Where one stage that needs the lock borders on another, it is kept. A thread of Python does the
/// same: it holds the lock from one release to the next, not once per function.
///
/// Belongs to one worker; everything is called on its thread.
package final class LockGate: StageGate {
  private let lock: any GlobalLocking
  private let scope: StageSet
  private let seat: LockSeat

  /// - Parameters:
  ///   - scope: CPU stages that need the lock. Read and write never do.
  ///   - checkpoints: whether a stage lets go of the lock when asked; false makes each stage one
  ///     opaque call, which can still be stopped.
  ///   - stopping: whether the batch is being stopped. Asked on the worker's thread, and only
  ///     after the worker's checkpoint was raised: whoever stops the batch raises it.
  package convenience init(
    lock: any GlobalLocking, scope: StageSet, checkpoints: Bool = true,
    stopping: @escaping @Sendable () -> Bool = { false }
  ) {
    self.init(
      lock: lock, scope: scope, checkpoints: checkpoints, recorder: nil, stopping: stopping,
      jobClock: nil)
  }

  /// - Parameters:
  ///   - recorder: where holding and waiting are recorded, if anywhere.
  ///   - jobClock: asked whether the worker's job has time left, if that is limited.
  init(
    lock: any GlobalLocking, scope: StageSet, checkpoints: Bool, recorder: SpanRecorder?,
    stopping: @escaping @Sendable () -> Bool, jobClock: JobClock?
  ) {
    self.lock = lock
    self.scope = scope
    // Unowned: the lock remembers its last holder's seat, and the gate keeps the lock.
    seat = LockSeat(interruptible: checkpoints) { [unowned lock] seat in
      if stopping() { return .stop }
      if case .refuse(let error)? = jobClock?.verdict() { return .refuse(error) }
      // A request may come to light late, when the thread has let go already.
      guard checkpoints, seat.holds else { return .goOn }
      lock.checkpoint(seat)
      return stopping() ? .stop : .goOn
    }
    seat.recorder = recorder
    jobClock?.attach(checkpoint)
  }

  /// What the worker's filters and codecs poll. The gate must outlive it.
  package var checkpoint: Checkpoint { seat.bell ?? .never }

  /// What the worker has seen of the lock. Read it on the worker's thread, or after joining it.
  package var figures: LockFigures { seat.figures }

  /// The worker begins its life.
  package func begin() { lock.take(seat) }

  /// The worker ends its life.
  package func end() {
    if seat.holds { lock.drop(seat) }
  }

  package func move(from old: Stage?, to new: Stage?) {
    switch (seat.holds, needsLock(new)) {
    case (true, false): lock.drop(seat)
    case (false, true): lock.take(seat, after: old?.isIO == true ? .blocking : .other)
    default: break
    }
  }

  /// Runs something that waits for others: for memory, for a place in a queue, for a job.
  package func waiting<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard seat.holds else { return try body() }
    return try lock.blocking(seat, body)
  }

  private func needsLock(_ stage: Stage?) -> Bool {
    guard let stage else { return true }
    return !stage.isIO && scope.contains(stage)
  }
}
