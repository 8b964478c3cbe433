import FileIO
import Memory
import Pipeline
import Pixels
import Platform

/// Outputs of one process on their way to the disk, written behind the workers' backs.
///
/// A worker waits here only when too many files, or too many bytes, are on their way already. The
/// outcome is reported when the file is in place, not before.
package final class OutputDrain: JobSink, @unchecked Sendable {
  private let engine: any FileEngine
  private let root: OutputRoot?
  private let budget: ByteBudget
  private let durability: Durability
  private let limit: Int
  private let stop: StopRequest
  private let report: @Sendable (Job, Outcome) -> Void

  private let mutex = PThreadMutex()
  private let left = PThreadCondition()
  /// Guarded by `mutex`.
  private var writing = 0

  /// - Parameters:
  ///   - root: what no output may lie outside of.
  ///   - limit: files that may be on their way at once.
  ///   - report: told of each job's end, on any thread.
  package init(
    _ engine: any FileEngine, beneath root: OutputRoot?, _ budget: ByteBudget, limit: Int,
    durability: Durability,
    stop: StopRequest, report: @escaping @Sendable (Job, Outcome) -> Void
  ) {
    self.engine = engine
    self.root = root
    self.budget = budget
    self.limit = max(1, limit)
    self.durability = durability
    self.stop = stop
    self.report = report
  }

  package func accept(_ delivery: Delivery) {
    guard let bytes = delivery.bytes, delivery.outcome.failure == nil else {
      report(delivery.job, delivery.outcome)
      return
    }
    do throws(ImageError) {
      if stop.isCancelled { throw .interrupted }
      try budget.reserve(bytes.capacity)
    } catch {
      var outcome = delivery.outcome
      outcome.fail(JobFailure(error, .write))
      report(delivery.job, outcome)
      return
    }
    enter()
    hand(bytes, of: delivery.job, delivery.outcome)
  }

  /// Waits until nothing is on its way.
  package func finish() {
    mutex.lock()
    while writing > 0 { left.wait(mutex) }
    mutex.unlock()
  }

  private func hand(_ bytes: ByteBlock, of job: Job, _ outcome: Outcome) {
    let request = WriteRequest(
      path: job.output, beneath: root, bytes: bytes, replace: job.replace, durability: durability,
      tag: job.id)
    let reservation = Reservation(bytes.capacity, of: budget)
    engine.write(request) { [self] written in
      var outcome = outcome
      outcome.conclude(written)
      report(job, outcome)
      withExtendedLifetime(reservation) { leave() }
    }
  }

  private func enter() {
    mutex.lock()
    while writing >= limit { left.wait(mutex) }
    writing += 1
    mutex.unlock()
  }

  private func leave() {
    mutex.lock()
    writing -= 1
    left.broadcast()
    mutex.unlock()
  }
}
