import Pipeline
import Platform

/// Where all outcomes of a batch come together, from whichever thread: tells the observer, one call
/// at a time, and stops the batch where an outcome asks for that.
package final class Reporter: @unchecked Sendable {
  private let observer: any BatchObserver
  private let stop: StopRequest
  private let failFast: Bool
  private let mutex = PThreadMutex()
  /// Guarded by `mutex`.
  private var count = 0

  package init(_ observer: any BatchObserver, stop: StopRequest, failFast: Bool) {
    self.observer = observer
    self.stop = stop
    self.failFast = failFast
  }

  package func began(_ job: Job) {
    mutex.lock()
    defer { mutex.unlock() }
    observer.began(job)
  }

  package func ended(_ job: Job, _ outcome: Outcome) {
    mutex.lock()
    count += 1
    observer.ended(job, outcome)
    mutex.unlock()
    guard let failure = outcome.failure else { return }
    // A full disk fails every job that follows, too.
    if failure.kind == .environment || failFast { stop.stop() }
  }

  /// Outcomes reported so far.
  package var ended: Int {
    mutex.lock()
    defer { mutex.unlock() }
    return count
  }
}
