import Pipeline

/// How long inputs take to be read, beside how long workers compute with them, and what follows
/// for reading ahead.
///
/// A job that a worker was sent stays with that worker. Towards the end of a batch it might rather
/// wait for whoever is free first, which evens out what jobs differ by; but then nobody reads it
/// ahead, and each worker's last job waits for its input. Simulated, with 2 to 16 workers and jobs
/// that differ by up to half of their mean, the two cost the same where reading takes a quarter of
/// computing or somewhat less.
///
/// Workers may say anything: sums wrap, and all that comes of it is reading ahead at a wrong time.
package struct ReadingCost {
  private let isOverlapped: Bool
  private var reading: UInt64 = 0
  private var computing: UInt64 = 0

  /// - Parameter overlapped: whether anything is read before it is wanted.
  package init(overlapped: Bool) { isOverlapped = overlapped }

  /// Adds a job that was done.
  ///
  /// - Parameter times: for reading, from the request for its input to the input, waiting for
  ///   others included.
  package mutating func add(_ times: StageTimes) {
    reading &+= times[.read].wall
    computing &+= times[.decode].wall &+ times[.filter].wall &+ times[.encode].wall
  }

  /// Whether a worker that has so many jobs to compute may be given another.
  ///
  /// Nobody hoards: what is left must suffice to even out what each has already. One is read ahead
  /// even so where it would be waited for longer than an uneven end costs.
  package func allowsAnother(besides held: Int, pending: Int, workers: Int) -> Bool {
    held == 0 || pending > workers * held
      || (held == 1 && isOverlapped && reading > computing / 4)
  }
}
