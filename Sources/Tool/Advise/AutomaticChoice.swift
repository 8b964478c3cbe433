import Advice
import Execution
import FileIO
import Pipeline
import Platform

/// Settings that `process` chooses by itself, by the reasoning of `advise`, from what costs next to
/// nothing to know: how many files there are, how large, and how long a few of them take to be
/// read.
package struct AutomaticChoice: Sendable, Hashable {
  package var mode: Bool
  package var workers: Bool
  /// Whether nobody said how many files are to be read ahead; chosen only together with workers.
  package var inFlight: Bool
  package var effectiveCPUs: Int

  package init(
    mode: Bool = false, workers: Bool = false, inFlight: Bool = false, effectiveCPUs: Int = 1
  ) {
    self.mode = mode
    self.workers = workers
    self.inFlight = inFlight
    self.effectiveCPUs = effectiveCPUs
  }

  /// What a job computes at the least, in nanoseconds: decoding a JPEG and encoding it again. More
  /// work than this makes files wait for workers and not the other way round, so that too many of
  /// them are read ahead, which costs memory within the budget and no time.
  static let leastComputing = (perJob: 150_000.0, perByte: 25.0)
  /// Larger files are not read in trial.
  static let largestTrial = 4 << 20
  static let trials = 3

  /// The settings with what was left open filled in.
  package func settled(_ settings: ExecutionSettings, for jobs: [Job]) -> ExecutionSettings {
    settled(settings, for: jobs, reading: AutomaticChoice.readingTime(of: jobs))
  }

  /// - Parameter reading: nanoseconds that a file takes to be read, artificial slowness aside.
  package func settled(
    _ settings: ExecutionSettings, for jobs: [Job], reading: @autoclosure () -> Double
  ) -> ExecutionSettings {
    guard mode || workers, settings.mode != .inline, !jobs.isEmpty else { return settings }
    let found = findings(settings, jobs, workers && jobs.count > 1 ? reading() : 0)
    let fixed = Way.Mode(rawValue: settings.mode.rawValue) ?? .free
    let way = found.advice(among: mode ? [.free, .forked] : [fixed]).way
    var settled = settings
    settled.mode = Mode(rawValue: way.mode.rawValue) ?? settings.mode
    if workers {
      settled.workers = max(way.workers, helpers(settled, jobs))
      if inFlight, let ahead = way.inFlight { settled.inFlight = max(ahead, settings.inFlight) }
    }
    return settled
  }

  /// Threads without a job of their own help with the pictures of others: a thread for each CPU is
  /// then never worse than one for each job, and what `process` does where nobody asks it to
  /// choose.
  private func helpers(_ settings: ExecutionSettings, _ jobs: [Job]) -> Int {
    settings.sharing != .off && jobs.count < effectiveCPUs ? effectiveCPUs : 0
  }

  private func findings(
    _ settings: ExecutionSettings, _ jobs: [Job], _ reading: Double
  ) -> Findings {
    let bytes = jobs.reduce(0) { $0 + $1.inputBytes }
    let each = bytes / jobs.count
    let least = AutomaticChoice.leastComputing
    let slowness = settings.throttle.map { Double($0.duration(bytes: each)) } ?? 0
    let job = SampledJob(
      inputBytes: each, computing: least.perJob + least.perByte * Double(each),
      reading: max(reading, slowness), writing: max(reading, slowness), memory: 0)
    return Findings(
      jobs: jobs.count, inputBytes: UInt64(bytes), sample: [job], effectiveCPUs: effectiveCPUs,
      memoryBudget: settings.memoryBudget, startUp: 0, fork: 2e6,
      mayOverlap: settings.io != .blocking)
  }

  /// The middle one of a few.
  private static func readingTime(of jobs: [Job]) -> Double {
    let small = jobs.filter { $0.inputBytes <= largestTrial }
    let times = JobSampling.choose(trials, of: small).map { job in
      let start = Clock.wall()
      _ = try? Sys.contents(of: job.input)
      return Double(Clock.wall() - start)
    }.sorted()
    return times.isEmpty ? 0 : times[times.count / 2]
  }
}
