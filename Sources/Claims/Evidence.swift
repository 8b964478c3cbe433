import Benchmark
import Measure

/// What was measured for the claims: plain figures by round, as they came from the runs. Whatever
/// is absent was not measured, and no claim is decided by it.
package struct Evidence: Sendable {
  /// CPUs' worth of time that affinity and quota allow.
  package var effectiveCPUs: Int
  /// Decided the order of the runs.
  package var seed: UInt64
  /// Whether the user named pictures; otherwise all were drawn.
  package var hasOwnPictures = false
  /// Nanoseconds; that of the runs under the lock.
  package var switchInterval: UInt64 = 5_000_000
  /// Computing for long on each picture: locked, free and forked, with one worker and more.
  /// Analysed.
  package var computing: ComparisonReport?
  /// Hardly computing, with every read and write slowed: locked with one worker and with more.
  package var waiting: ComparisonReport?
  package var overlaps: [OverlapRuns] = []
  /// CPUs' worth of time that other programs used while overlaps were measured; nil where not
  /// known.
  package var overlapOthersCores: Double?
  package var tallies: [TallyRuns] = []
  package var advice: [AdviceCheck] = []
  /// Decides no claim; empty unless asked for.
  package var convoys: [ConvoyRun] = []
  /// Decides no claim; empty unless asked for.
  package var pythons: [PythonRuns] = []

  package init(effectiveCPUs: Int, seed: UInt64) {
    self.effectiveCPUs = effectiveCPUs
    self.seed = seed
  }
}

/// How jobs overlapped in one way of running them.
package struct OverlapRuns: Sendable, Hashable {
  package struct Round: Sendable, Hashable {
    /// From 0 to 1: the time in which two jobs or more had been begun and were not finished, as a
    /// share of the time in which at least one had.
    package var share: Double
    /// CPU time of decoding, filtering and encoding ÷ the time in which jobs were done.
    package var cores: Double
    /// How often the lock went to another thread; nil where there is no lock.
    package var switchesPerSecond: Double?
    /// Of the times that a thread took the lock, the share in which another had had it before, from
    /// 0 to 1; nil where there is no lock.
    package var handedOver: Double?
    /// CPU nanoseconds of a job, on average.
    package var jobTime: Double

    package init(
      share: Double, cores: Double, switchesPerSecond: Double?, handedOver: Double?,
      jobTime: Double
    ) {
      self.share = share
      self.cores = cores
      self.switchesPerSecond = switchesPerSecond
      self.handedOver = handedOver
      self.jobTime = jobTime
    }
  }

  package var mode: String
  package var workers: Int
  package var rounds: [Round]
  /// One run more, as it went; nil unless a picture of it was asked for. Decides nothing.
  package var timeline: ArmTimeline?

  package init(mode: String, workers: Int, rounds: [Round]) {
    self.mode = mode
    self.workers = workers
    self.rounds = rounds
  }
}

/// One way of keeping a tally that all workers add to, run several times.
package struct TallyRuns: Sendable, Hashable {
  package struct Run: Sendable, Hashable {
    /// What the coordinator found in the tally at the end.
    package var counted: UInt64
    /// How often workers added one.
    package var expected: UInt64

    package init(counted: UInt64, expected: UInt64) {
      self.counted = counted
      self.expected = expected
    }

    package var lost: UInt64 { expected - min(counted, expected) }
    /// More than was added is as wrong as less.
    package var isExact: Bool { counted == expected }
  }

  package var mode: String
  /// `racy`, `atomic`, `merged` or `shared`.
  package var kept: String
  package var workers: Int
  package var runs: [Run]

  package init(mode: String, kept: String, workers: Int, runs: [Run]) {
    self.mode = mode
    self.kept = kept
    self.workers = workers
    self.runs = runs
  }
}

/// What was advised for some jobs, and what it came to against everything else that was measured.
package struct AdviceCheck: Sendable, Hashable {
  /// What the jobs spend their time on: `computing`, `waiting`.
  package var bottleneck: String
  /// Which figure the advice said decides.
  package var driver: String
  /// `free 2`
  package var advised: String
  /// Of all that were measured, the fastest.
  package var best: String
  /// The run's own time (`runWall`) of the advised ÷ that of the best, paired by round.
  package var ratio: Estimate

  package init(
    bottleneck: String, driver: String, advised: String, best: String, ratio: Estimate
  ) {
    self.bottleneck = bottleneck
    self.driver = driver
    self.advised = advised
    self.best = best
    self.ratio = ratio
  }
}

/// How late a thread that waited for I/O computes again, beside threads that only compute.
package struct ConvoyRun: Sendable, Hashable {
  /// What is measured, for readers.
  package static let about =
    "A thread waits for a few bytes again and again, beside threads that only compute. When the "
    + "bytes are there, it has to get the lock back first: it asks after a switch interval, and "
    + "beside several threads it may lose the race for the lock many times. Short waits become "
    + "long ones: the convoy effect."

  /// Nanoseconds; nil without a lock.
  package var switchInterval: UInt64?
  /// Threads that compute.
  package var computing: Int
  /// Milliseconds from the data's being there to the thread's computing, in any order.
  package var lateness: [Double]

  package init(switchInterval: UInt64?, computing: Int, lateness: [Double]) {
    self.switchInterval = switchInterval
    self.computing = computing
    self.lateness = lateness
  }

  /// Nanoseconds that the share `share` (below 1) of all samples does not exceed; nil where they
  /// are too few for one to be expected beyond it: the 99 % of ten samples would be just the
  /// largest of them.
  package func lateness(_ share: Double) -> UInt64? {
    // 1 ÷ (1 − 0.9) is a little more than 10.
    guard Double(lateness.count) * (1 - share) >= 1 - 1e-9 else { return nil }
    return Sample(lateness).map { UInt64(max($0.quantile(share), 0) * 1e6) }
  }
}
