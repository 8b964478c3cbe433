import Pipeline
import Pixels
import Platform
import Synchronization

/// Threads that pass through one global lock, as those of a Python program do.
func runLocked(
  _ batch: Batch, _ threadsAllowed: () -> Void
) throws(ExecutionError) -> RunFigures {
  let settings = batch.settings
  let stop = batch.stop
  let lock = InterpreterLock(switchInterval: settings.switchInterval)
  let total = LockTotal()
  let watch = batch.watch
  var figures = try runThreads(batch, threadsAllowed) { index, jobClock in
    LockedMember(
      LockGate(
        lock: lock, scope: settings.lockScope, checkpoints: settings.checkpoints,
        recorder: watch.lockRecorder(index), stopping: { stop.isCancelled }, jobClock: jobClock),
      stop
    ) { total.add($0) }
  }
  figures.lock = total.figures
  return figures
}

/// What all threads saw of the lock, added up as they leave.
private final class LockTotal: @unchecked Sendable {
  private let mutex = PThreadMutex()
  /// Guarded by `mutex`.
  private var sum = LockFigures()

  func add(_ figures: LockFigures) { mutex.withLock { sum.add(figures) } }
  var figures: LockFigures { mutex.withLock { sum } }
}

/// A thread of the locked mode.
private final class LockedMember: CrewMember {
  private let gate: LockGate
  private let report: (LockFigures) -> Void

  init(_ gate: LockGate, _ stop: StopRequest, report: @escaping (LockFigures) -> Void) {
    self.gate = gate
    self.report = report
    let checkpoint = gate.checkpoint
    stop.onRise { [weak checkpoint] urgency in
      if urgency >= .cancel { checkpoint?.requested.store(true, ordering: .relaxed) }
    }
  }

  var checkpoint: Checkpoint { gate.checkpoint }
  func begin() { gate.begin() }
  func move(from old: Stage?, to new: Stage?) { gate.move(from: old, to: new) }

  func end() {
    gate.end()
    report(gate.figures)
  }

  func waiting(_ body: () throws(ImageError) -> Void) throws(ImageError) {
    try gate.waiting(body)
  }
}
