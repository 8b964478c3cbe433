import Benchmark
import Measure

/// The same example in a Python interpreter: beside the modes, for comparison. Decides no claim.
package struct PythonRuns: Sendable, Hashable {
  /// As it was named.
  package var interpreter: String
  /// `3.13.5`; nil where it could not be run.
  package var version: String?
  /// Whether it runs with its global lock; nil where it could not be run.
  package var hasLock: Bool?
  /// Why something is missing.
  package var notes: [String] = []
  package var arms: [PythonArm] = []
  package var convoys: [ConvoyRun] = []

  package init(interpreter: String, version: String? = nil, hasLock: Bool? = nil) {
    self.interpreter = interpreter
    self.version = version
    self.hasLock = hasLock
  }

  /// `python3, 3.11.7 with its lock`
  package var name: String {
    guard let version, let hasLock else { return interpreter }
    return "\(interpreter), \(version) \(hasLock ? "with its lock" : "without a lock")"
  }

  package func arm(_ work: PythonArm.Work, _ mode: String, _ workers: Int) -> PythonArm? {
    arms.first { $0.work == work && $0.mode == mode && $0.workers == workers }
  }

  /// Arms of ours that are worth seeing beside those of an interpreter.
  package static func besides(_ report: ComparisonReport) -> [Arm] {
    report.arms.filter { !$0.runs.isEmpty && $0.setup.options.isEmpty }
  }

  /// How many times as fast as one thread of the same interpreter, paired by round.
  package func speedUp(_ arm: PythonArm) -> Estimate? {
    guard let single = self.arm(arm.work, "threads", 1),
      let pairs = Comparison(of: single.rounds.map(\.wall), to: arm.rounds.map(\.wall))
    else { return nil }
    return Estimate(value: pairs.ratio, interval: pairs.interval)
  }
}

/// One way of doing the example in Python.
package struct PythonArm: Sendable, Hashable {
  package enum Work: String, Sendable, Hashable, CaseIterable {
    /// A filter in pure Python: every step needs the lock.
    case filter
    /// Pillow's blur, which releases the lock.
    case pillow
    /// Hardly anything but waiting.
    case waiting
  }

  package struct Round: Sendable, Hashable {
    /// Seconds.
    package var wall: Double
    package var cpu: Double
    package var voluntarySwitches: Double
    package var involuntarySwitches: Double

    package init(
      wall: Double, cpu: Double, voluntarySwitches: Double, involuntarySwitches: Double
    ) {
      self.wall = wall
      self.cpu = cpu
      self.voluntarySwitches = voluntarySwitches
      self.involuntarySwitches = involuntarySwitches
    }
  }

  package var work: Work
  /// `threads` or `processes`.
  package var mode: String
  package var workers: Int
  package var rounds: [Round] = []

  package init(_ work: Work, _ mode: String, _ workers: Int) {
    self.work = work
    self.mode = mode
    self.workers = workers
  }

  /// CPU ÷ wall, typical of the rounds as our own cores are; nil without rounds.
  package var cores: Double? {
    Evidence.estimate(rounds.map { $0.cpu / max($0.wall, 1e-9) })?.value
  }
  /// Voluntary context switches of all processes, a second: the median, as of our own runs.
  package var switches: Double? {
    Sample(rounds.map { $0.voluntarySwitches / max($0.wall, 1e-9) })?.median
  }
}
