import Benchmark
import Claims
import Measure
import Report

/// Finds out when jobs were under way, from what `process --json` says of each.
struct OverlapExperiment {
  static let workers = 2

  struct Result {
    var overlaps: [OverlapRuns]
    /// CPUs' worth of time that other programs used meanwhile; nil where not known.
    var othersCores: Double?
  }

  let runs: RepeatedRuns

  /// - Parameters:
  ///   - words: what `process` is told beside the mode and the number of workers.
  ///   - recordsTimelines: whether to make one run more of each kind, to be drawn.
  /// - Returns: nil where somebody asked to stop.
  func run(
    _ words: [String], inputs: [String], warmups: Int, rounds: Int, recordsTimelines: Bool
  ) throws(CompareError) -> Result? {
    var found = ["locked", "free"].map {
      OverlapRuns(mode: $0, workers: OverlapExperiment.workers, rounds: [])
    }
    let kinds = found.map { entry in
      RepeatedRuns.Kind(
        name: "\(entry.mode) \(entry.workers)",
        words: words + ["--mode", entry.mode, "--workers", "\(entry.workers)", "--json"])
    }
    let machine = try runs.run(kinds, inputs: inputs, warmups: warmups, rounds: rounds) {
      kind, run, said in
      if let round = OverlapExperiment.round(run, said) { found[kind].rounds.append(round) }
    }
    guard let machine else { return nil }
    if recordsTimelines {
      for index in kinds.indices {
        guard let run = try runs.recorded(kinds[index], inputs: inputs) else { return nil }
        found[index].timeline = run.chart
      }
    }
    return Result(overlaps: found, othersCores: machine.state.othersCores)
  }

  private static func round(_ run: ChildRun, _ said: String) -> OverlapRuns.Round? {
    let spans = spans(said)
    guard let share = Concurrency.overlap(of: spans),
      let time = run.report.sums["wall_ns"]?.value, time > 0
    else { return nil }
    let wall = Double(time)
    let computed = run.report.stages.values.reduce(0) { $0 + ($1.cpu ?? 0) }
    let switches = run.report.sums["lock_switches"]?.value.map { Double($0) }
    let takings = run.report.sums["lock_acquisitions"]?.value.map { Double(max($0, 1)) }
    return OverlapRuns.Round(
      share: share, cores: Double(computed) / wall,
      switchesPerSecond: switches.map { $0 * 1e9 / wall },
      handedOver: switches.flatMap { switches in takings.map { switches / $0 } },
      jobTime: Double(computed) / Double(spans.count))
  }

  /// When each job began and ended, from lines of JSON; lines of other kinds are passed over.
  static func spans(_ lines: String) -> [Range<UInt64>] {
    lines.split(separator: "\n").compactMap { line in
      guard let value = try? JSONValue(parsing: Array(line.utf8)),
        let start = value["started_ns"]?.asCount, let end = value["finished_ns"]?.asCount,
        start <= end
      else { return nil }
      return start..<end
    }
  }
}
