import Measure

/// Everything that `triptych compare` found out. All exports are made from this and from nothing
/// else, so that they cannot disagree.
package struct ComparisonReport: Sendable {
  package static let schema = "triptych.comparison/1"

  /// Of triptych.
  package var version: String
  /// The command line that would measure the same again, seed included.
  package var command: [String]
  package var machine: MachineFacts
  package var workload: Workload
  package var design: Design
  /// In the order in which they were asked for.
  package var arms: [Arm]
  /// Index of the arm that the others are compared with.
  package var baseline: Int
  /// One entry for each way of running that was measured with several numbers of workers.
  package var scaling: [ScalingResult] = []
  package var warnings: [Warning] = []
  /// What runs said of themselves: which figures they could not measure and why, and what was
  /// slowed on purpose. With the arms before it where not all of them said it.
  package var notes: [String] = []
  /// Why it ended early, in words; nil when everything planned was done.
  package var stopped: String?

  package init(
    version: String, command: [String], machine: MachineFacts, workload: Workload,
    design: Design, arms: [Arm], baseline: Int
  ) {
    self.version = version
    self.command = command
    self.machine = machine
    self.workload = workload
    self.design = design
    self.arms = arms
    self.baseline = baseline
  }
}

/// The machine that measured. Nil could not be found out.
package struct MachineFacts: Sendable, Hashable {
  /// What /proc/cpuinfo calls it.
  package var cpu: String?
  package var kernel: String?
  package var architecture: String?
  /// Threads that can compute at the same time: affinity and quota considered.
  package var effectiveCPUs: Int
  /// Bytes.
  package var memory: UInt64?
  package var governor: String?
  /// Load averages before the first run, over 1, 5 and 15 minutes.
  package var loadBefore: [Double]
  package var state: MachineState

  package init(effectiveCPUs: Int, loadBefore: [Double] = [], state: MachineState) {
    self.effectiveCPUs = effectiveCPUs
    self.loadBefore = loadBefore
    self.state = state
  }
}

/// The jobs that every run did.
package struct Workload: Sendable, Hashable {
  package var files: Int
  package var inputBytes: UInt64
  /// Of the outputs of one run; nil where nothing was written.
  package var outputBytes: UInt64?
  package var inputPixels: UInt64?
  /// The filter chain as written; nil for none.
  package var chain: String?
  /// Options that were the same for all arms, as written: `--quality`, `80`.
  package var options: [String]
  /// SHA-256 over names and contents of all outputs, the same for every run; nil where outputs
  /// were not written.
  package var outputDigest: String?

  package init(files: Int, inputBytes: UInt64, chain: String?, options: [String] = []) {
    self.files = files
    self.inputBytes = inputBytes
    self.chain = chain
    self.options = options
  }
}

/// How it was measured.
package struct Design: Sendable, Hashable {
  package enum Cache: String, Sendable, Hashable, CaseIterable { case warm, cold }

  package var seed: UInt64
  /// Rounds that every arm finished and that count, and those that were asked for.
  package var rounds: Int
  package var plannedRounds: Int
  package var warmups: Int
  package var cache: Cache
  /// Of each interval of a verdict, all comparisons together.
  package var confidence: Double
  /// How many comparisons the verdicts allow for.
  package var comparisons: Int
  /// Nanoseconds that the whole measurement took, with everything around the runs.
  package var duration: UInt64

  package init(
    seed: UInt64, rounds: Int, plannedRounds: Int, warmups: Int, cache: Cache,
    confidence: Double = Interval.usualConfidence, comparisons: Int, duration: UInt64
  ) {
    self.seed = seed
    self.rounds = rounds
    self.plannedRounds = plannedRounds
    self.warmups = warmups
    self.cache = cache
    self.confidence = confidence
    self.comparisons = comparisons
    self.duration = duration
  }
}

/// How one way of running scales with its number of workers.
package struct ScalingResult: Sendable {
  package var seriesLabel: String
  package var setup: ArmSetup
  /// Indices of its arms in the report, by ascending workers.
  package var arms: [Int]
  /// Throughput in jobs per second. Empty where refused.
  package var fits: [ScalabilityFit]
  /// Why nothing was fitted, and what to do; nil where it was.
  package var refusal: String?

  package init(
    seriesLabel: String, setup: ArmSetup, arms: [Int], fits: [ScalabilityFit], refusal: String?
  ) {
    self.seriesLabel = seriesLabel
    self.setup = setup
    self.arms = arms
    self.fits = fits
    self.refusal = refusal
  }
}
