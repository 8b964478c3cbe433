import FileIO
import Memory
import Pipeline

/// A job with its input in memory, or the reason why it could not be read.
package struct LoadedJob: Sendable {
  package var job: Job
  package var read: ReadResult
  /// Held until the input is no longer needed.
  package var reservation: Reservation?

  package init(job: Job, read: ReadResult, reservation: Reservation?) {
    self.job = job
    self.read = read
    self.reservation = reservation
  }
}

/// Where a worker gets its jobs from.
package protocol JobSource: AnyObject {
  /// The next job, waiting for its input where need be; nil when there are no more.
  func next() -> LoadedJob?
}

/// A job that a worker is done with: what is known of its outcome, and its output if there is one.
package struct Delivery: Sendable {
  package var job: Job
  package var outcome: Outcome
  package var bytes: ByteBlock?

  package init(job: Job, outcome: Outcome, bytes: ByteBlock?) {
    self.job = job
    self.outcome = outcome
    self.bytes = bytes
  }
}

/// Where a worker brings its outputs. May wait when too much is on its way already.
package protocol JobSink: AnyObject {
  func accept(_ delivery: Delivery)
}
