import FileIO
import Pipeline
import Platform

/// Where all outcomes of a batch come together, from whichever thread: tells the observer, one call
/// at a time, and stops the batch where an outcome asks for that.
package final class Reporter: @unchecked Sendable {
  private let observer: any BatchObserver
  private let stop: StopRequest
  private let failFast: Bool
  /// Where outputs go, if they go into one folder in which files could be made at first.
  private let root: OutputRoot?
  private let mutex = PThreadMutex()
  /// Guarded by `mutex`.
  private var count = 0

  /// - Parameter root: where outputs go, if they go into one folder.
  package init(
    _ observer: any BatchObserver, stop: StopRequest, failFast: Bool, root: OutputRoot? = nil
  ) {
    self.observer = observer
    self.stop = stop
    self.failFast = failFast
    self.root = root?.trouble == nil ? root : nil
  }

  package func began(_ job: Job) {
    mutex.lock()
    defer { mutex.unlock() }
    observer.began(job)
  }

  package func ended(_ job: Job, _ outcome: Outcome) {
    var outcome = outcome
    outcome.failure = outcome.failure.map(judged)
    mutex.lock()
    count += 1
    observer.ended(job, outcome)
    mutex.unlock()
    guard let failure = outcome.failure else { return }
    // A full disk fails every job that follows, too.
    if failure.kind == .environment || failFast { stop.stop() }
  }

  /// The failure as it is once it is known what became of the output folder: where that is gone, or
  /// read-only by now, no picture is to blame, and every one that follows would fail, too.
  private func judged(_ failure: JobFailure) -> JobFailure {
    guard failure.kind == .file, failure.stage == .write, let trouble = root?.trouble else {
      return failure
    }
    return JobFailure(.environment, .write, "\(failure.reason); \(trouble)")
  }

  /// Outcomes reported so far.
  package var ended: Int {
    mutex.lock()
    defer { mutex.unlock() }
    return count
  }
}
