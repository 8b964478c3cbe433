import FileIO
import Pipeline
import Pixels
import Platform

extension Coordinator {
  /// Settles the affairs of a worker process that has ended, and starts another if there is work
  /// left for it.
  func bury(_ slot: WorkerSlot, _ cause: Sys.Ending.Cause) {
    let wasReady = slot.isReady
    slot.isGone = true
    slot.isReady = false
    if !slot.hasLeft { forgetSums() }
    budget.forget(slot.index)
    for worker in budget.grant() { crew[worker].send(.granted) }
    let inHand = slot.assigned.removeAll()
    let reason = words(for: cause)
    // Highest first, so that putting back in front restores the order.
    for (id, phase) in inHand.reversed() {
      guard let job = batch.jobsByID[id] else { continue }
      removeTemporary(of: job, process: slot.process)
      if phase == .computing || (wasReady && requeued[id, default: 0] >= Coordinator.patience) {
        report(job, slot, "worker process \(slot.process) \(reason) while it had this job")
      } else {
        // One that never was ready had not looked at a job.
        if wasReady { requeued[id, default: 0] += 1 }
        if phase == .writing { halfWritten.insert(id) }
        if !batch.stop.isStopping { pending.putBack(job) }
      }
    }
    guard !slot.hasLeft, !slot.isUnable, mayHaveWork, !batch.stop.isStopping else { return }
    fruitless = (inHand.isEmpty || !wasReady) && slot.ended == 0 ? fruitless + 1 : 0
    // One may die by accident before it did anything; if many do, so would the next.
    if fruitless >= Coordinator.patience {
      leaveRest("worker processes cannot run here: the last one \(reason)")
    } else {
      slot.isReplacement = true
      spawn(slot.index)
    }
  }

  /// Whether there are jobs for another worker, or may be: one that never gets ready gives back the
  /// job that it was sent.
  private var mayHaveWork: Bool {
    !pending.isEmpty || crew.contains { !$0.isGone && !$0.isReady && !$0.assigned.isEmpty }
  }

  /// Notes that there will be no process in the slot, and takes back what it was to do.
  func giveUp(_ slot: WorkerSlot) {
    lose(slot)
    slot.isGone = true
    for (id, _) in slot.assigned.removeAll().reversed() {
      if let job = batch.jobsByID[id], !batch.stop.isStopping { pending.putBack(job) }
    }
  }

  /// What a worker spent that did not live to say so is not known, and so the sums are not.
  private func forgetSums() {
    figures.handoff?.spent(nil)
    addRunQueueDelay(nil)
  }

  private func report(_ job: Job, _ slot: WorkerSlot, _ reason: String) {
    var outcome = Outcome(job: job.id, worker: slot.index)
    outcome.inputBytes = job.inputBytes
    outcome.failure =
      batch.stop.isCancelled
      ? JobFailure(ImageError.interrupted, .filter) : JobFailure(.worker, .filter, reason)
    outcome.finished = Clock.wall()
    batch.reporter.ended(job, outcome)
  }

  /// The fork server died, or is as good as dead, and the kernel kills all workers with it: the
  /// jobs that they had begun are lost, and nobody is left for the rest, which stays undone.
  /// - Parameter reason: how that came about.
  func buryServer(_ reason: String) {
    isFinishing = true
    // One that only cannot be heard lives, and so would its workers, of whom what they said last is
    // waited for.
    try? Sys.kill(server.process, Sys.killSignal)
    if !crew.allSatisfy(\.hasLeft) { forgetSums() }
    forgetUnasked()
    var hasLost = false
    for slot in crew where !slot.isGone {
      while slot.isListening { hear(slot) }
      slot.isGone = true
      for (id, phase) in slot.assigned.removeAll() {
        guard let job = batch.jobsByID[id] else { continue }
        guard phase == .computing || phase == .writing else {
          pending.putBack(job)
          continue
        }
        hasLost = true
        removeTemporary(of: job, process: slot.process)
        report(job, slot, "\(reason), and with it the worker that had this job")
      }
    }
    leaveRest(reason, evenIfNone: hasLost)
  }

  /// Says that there are jobs which nobody is left to do.
  /// - Parameter evenIfNone: say why it ended all the same.
  func leaveRest(_ reason: String, evenIfNone: Bool = false) {
    guard crew.allSatisfy({ $0.isGone }), !batch.stop.isStopping, figures.trouble == nil,
      evenIfNone || !pending.isEmpty
    else { return }
    figures.trouble = "\(reason); run again with --resume to do what is left"
  }

  /// A worker that was killed while it published a file by way of a temporary name leaves that
  /// name behind, on file systems that have no unnamed files.
  private func removeTemporary(of job: Job, process: Int) {
    TemporaryName.removeLeftovers(of: job.output, beneath: batch.root, process: process)
  }

  private func words(for cause: Sys.Ending.Cause) -> String {
    switch cause {
    case .killed(let signal): "was killed by \(Sys.name(ofSignal: signal))"
    case .exited(WorkerProcess.noEngine): "could not start its I/O engine"
    case .exited(WorkerProcess.noSandbox): "could not be confined"
    case .exited(WorkerProcess.noThread): "could not start a thread"
    case .exited(WorkerProcess.noMemory): "had no memory for an input"
    case .exited(let code): "exited with status \(code)"
    }
  }
}
