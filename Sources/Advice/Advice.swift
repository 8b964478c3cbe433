import Measure

/// What is recommended for a batch, and why.
package struct Advice: Sendable, Hashable {
  /// Which of the figures decides.
  package enum Driver: String, Sendable, Hashable, CaseIterable {
    /// The CPUs are busy all the time.
    case computing
    /// Workers mostly wait for files.
    case waiting
    /// Fewer pictures fit into memory than there are CPUs.
    case memory
    /// There are fewer pictures than CPUs.
    case fewJobs = "few-jobs"
    /// Starting takes longer than working.
    case startUp = "start-up"
  }

  package var way: Way
  package var driver: Driver
  /// Nanoseconds that it should take.
  package var wall: Double
  /// Where that lies; nil of a sample too small to say.
  package var interval: Interval?
  /// Bytes that are enough for this way to be as fast as it can.
  package var memory: Int
  /// What other ways should take, for comparison.
  package var others: [Other]
  /// Of a job that runs by itself, nanoseconds, on average.
  package var computing: Double
  package var waiting: Double

  package struct Other: Sendable, Hashable {
    package var way: Way
    package var wall: Double
  }
}

extension Findings {
  /// Ways whose predicted times differ by less are held for equal, and the simplest of them is
  /// taken.
  static let equal = 1.04
  /// More files at once than this help no storage, and more workers no machine.
  static let most = 64
  /// How far the model may be off besides the sample's own spread: clocks drift, and cores share
  /// their memory.
  static let modelError = 0.85...1.2

  /// The way that should take the least time. Pure: the same findings always give the same advice.
  ///
  /// - Parameter modes: those that may be recommended, the simplest first.
  package func advice(among modes: [Way.Mode] = [.free, .forked]) -> Advice {
    let load = load()
    let ways = modes.flatMap(candidates)
    let walls = ways.map { wall($0, load) }
    let least = walls.min() ?? 0
    // In order of simplicity, so that the first of the good ones is the simplest.
    let index = walls.firstIndex { $0 <= least * Findings.equal } ?? 0
    let way = ways[index]
    let count = Double(max(soundJobs, 1))
    return Advice(
      way: way, driver: driver(way, walls[index], load), wall: walls[index],
      interval: interval(way), memory: enoughMemory(way),
      others: comparable(way).map { Advice.Other(way: $0, wall: wall($0, load)) },
      computing: load.computing / count, waiting: (load.reading + load.writing) / count)
  }

  /// With few workers and few files first.
  private func candidates(_ mode: Way.Mode) -> [Way] {
    let top = min(max(soundJobs, 1), Findings.most)
    var all = Array(1...(mayOverlap ? max(min(effectiveCPUs, top), 1) : top))
    // Threads that only help, which runs have unless somebody forbids it: so must be shown to lose.
    if mode == .free, mayShare, sharing?.closest ?? 1 <= 1 { all = [effectiveCPUs] }
    guard mayOverlap else { return all.map { Way(mode, $0, inFlight: nil) } }
    return all.flatMap { workers in
      [2, 4, 8, 16, 32, 64].map { Way(mode, workers, inFlight: $0) }
    }.sorted { ($0.workers, $0.inFlight ?? 0) < ($1.workers, $1.inFlight ?? 0) }
  }

  /// The same with one worker, in the other modes, and without overlapping.
  private func comparable(_ way: Way) -> [Way] {
    var ways = [Way(way.mode, 1, inFlight: mayOverlap ? Way.usualInFlight : nil)]
    ways += Way.Mode.allCases.filter { $0 != way.mode }
      .map { Way($0, way.workers, inFlight: way.inFlight) }
    if mayOverlap { ways.append(Way(way.mode, way.workers, inFlight: nil)) }
    return ways.filter { $0 != way }
  }

  private func driver(_ way: Way, _ wall: Double, _ load: Load) -> Advice.Driver {
    if startUp > wall / 2 { return .startUp }
    if load.reading + load.writing > load.computing { return .waiting }
    if jobs < effectiveCPUs { return .fewJobs }
    return places < effectiveCPUs ? .memory : .computing
  }

  private func interval(_ way: Way) -> Interval? {
    let bootstrap = Bootstrap(seed: seed, resamples: 1_000)
    guard
      let drawn = bootstrap.intervals(
        rounds: sample.count, of: { [wall(way, load($0))] })?.first
    else { return nil }
    return Interval(
      lower: drawn.lower * Findings.modelError.lowerBound,
      upper: drawn.upper * Findings.modelError.upperBound, confidence: drawn.confidence)
  }

  /// Half of a budget is for pictures in work and a quarter each for files read ahead and written
  /// behind; outputs are taken to be as large as inputs.
  private func enoughMemory(_ way: Way) -> Int {
    let shared = shares(way) ? sample.map(\.sharedMemory).max() ?? 0 : 0
    let work = 2 * min(way.workers, effectiveCPUs, max(jobs, 1)) * (largestMemory + shared)
    let input = sample.map(\.inputBytes).max() ?? 0
    let window = min(way.workers * (way.inFlight ?? 1), max(jobs, 1))
    return max(work, 4 * window * input)
  }
}
