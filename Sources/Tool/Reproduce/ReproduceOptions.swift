import Benchmark
import Execution
import Measure

/// Everything that `reproduce` was asked to do, with defaults filled in.
struct ReproduceOptions: Sendable {
  /// None: pictures are drawn.
  var inputs: [String]
  var plan: ReproducePlan
  var seed: UInt64
  /// Whether the convoy is all that is wanted.
  var convoyOnly: Bool
  /// Interpreters to run the example in, by name or path.
  var pythons: [String]
  var json: ReportTarget?
  var html: ReportTarget?
  var quiet: Bool
  /// As the user wrote it, with the seed.
  var command: [String]
}

/// How much is run, so that all of it takes less than two minutes on two cores, or half a minute.
package struct ReproducePlan: Sendable, Hashable {
  package var effectiveCPUs: Int
  package var isQuick: Bool
  /// A few more than the fewest, to bear an outlier.
  package var rounds: Int

  /// Fewer rounds give no intervals, and without them no claim but one can be judged.
  package static let fewestRounds = Interval.fewestRounds

  /// - Parameter runs: rounds; nil for as many as are usual.
  package init(effectiveCPUs: Int, isQuick: Bool, runs: Int? = nil) {
    self.effectiveCPUs = effectiveCPUs
    self.isQuick = isQuick
    rounds = runs ?? (isQuick ? 7 : 12)
  }

  /// What pictures go through while computing is measured.
  package static let chain = "gaussian=sigma=3,median=radius=3"
  /// What each read and write is slowed by while waiting is measured.
  package var latency: String { isQuick ? "10ms" : "20ms" }
  /// Rounds that do not count. Drawn pictures lie in the page cache already, and named ones have
  /// been read in trial, so that a quick run can do without.
  package var warmups: Int { isQuick ? 0 : 1 }
  package static let waitingWorkers = 4

  /// A single lost count decides, so that few runs are enough.
  package var tallyRounds: Int { min(rounds, isQuick ? 3 : 5) }

  /// Workers for all CPUs. Beyond these limits the runs of one worker would take too long.
  package var most: Int { min(max(effectiveCPUs, 2), isQuick ? 8 : 16) }

  /// Numbers of workers under the lock, and without it.
  package var lockedWorkers: [Int] {
    (isQuick ? [1, most] : [1, 2, most, 4].sorted()).unique
  }
  package var otherWorkers: [Int] { [1, most] }

  /// As many for each worker, whether there are 2, 3, 4 or 6.
  package var computedPictures: Int { max(12, 6 * most) }
  package var waitedPictures: Int { isQuick ? 8 : 16 }

  /// How many wait at a time, in all modes: as many as a program might have by default, as advised,
  /// and twice as many. One worker that waits is as slow in any mode, so the lock stands for all of
  /// them.
  package func waitingSetups(advised: Int) -> [ArmSetup] {
    let several = [ReproducePlan.waitingWorkers, advised, 2 * advised].filter { $0 > 1 }.unique
      .sorted()
    return ArmPlan.setups(modes: [.locked], workers: [1] + several, axes: [])
      + ArmPlan.setups(modes: [.free, .forked], workers: several, axes: [])
  }

  /// Two for each of two workers, and one more each; and seconds that one worker computes on them:
  /// ten switch intervals for each.
  package var largePictures: Int { 6 }
  package var overlapping: Double { isQuick ? 0.3 : 0.6 }

  /// Of each picture that is computed on in Python, which is about a hundred times slower.
  var pythonPixels: Int { isQuick ? 25_000 : 100_000 }
  var pythonRounds: Int { max(min(rounds, isQuick ? 6 : 10), 1) }

  /// Seconds that one worker computes on all pictures: enough for start-up to be small beside the
  /// share of each of many.
  package var computing: Double {
    isQuick ? 0.15 * max(1, Double(most) / 2) : 0.6 * max(1, Double(most) / 4)
  }
}
