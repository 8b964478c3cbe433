import Pipeline
import Synchronization

/// The jobs of a batch, claimed one at a time by whoever is free.
package final class JobQueue: Sendable {
  private let jobs: [Job]
  /// Of all inputs together.
  let bytes: Int
  private let claimed = Atomic<Int>(0)
  private let stop: StopRequest

  package init(_ jobs: [Job], stop: StopRequest) {
    self.jobs = jobs
    self.stop = stop
    bytes = jobs.reduce(0) { $0 + $1.inputBytes }
  }

  /// The next job; nil when none is left or the batch is stopping.
  package func claim() -> Job? {
    guard !stop.isStopping else { return nil }
    let index = claimed.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < jobs.count ? jobs[index] : nil
  }

  /// The order that keeps all workers busy to the end: largest input first, so that what is left
  /// at the end is small (Graham's longest-processing-time rule).
  package static func balanced(_ jobs: [Job]) -> [Job] {
    jobs.sorted { $0.inputBytes == $1.inputBytes ? $0.id < $1.id : $0.inputBytes > $1.inputBytes }
  }
}
