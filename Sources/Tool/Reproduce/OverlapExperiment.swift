import Claims
import Measure
import Platform
import Report
import SystemPackage

/// Finds out when jobs were under way, from what `process --json` says of each.
struct OverlapExperiment {
  let launcher: Launcher
  let scratch: Scratch

  /// - Parameter words: what `process` is told beside the mode and the number of workers.
  /// - Returns: nothing where somebody asked to stop.
  func run(
    _ words: [String], inputs: [String], workers: Int, rounds: Int
  ) throws(CompareError) -> [OverlapRuns] {
    var runs = OverlapRuns(mode: "locked", workers: workers, shares: [])
    let all =
      ["process"] + words + ["--mode", runs.mode, "--workers", "\(workers)", "--json"]
    for _ in 0..<rounds {
      let found = try launcher.run(
        all, inputs: inputs, arm: "\(runs.mode) \(workers)", traced: false, whileRunning: {})
      guard found != nil else { return [] }
      if let share = Concurrency.overlap(of: OverlapExperiment.spans(try said())) {
        runs.shares.append(share)
      }
      try scratch.clear()
    }
    return [runs]
  }

  private func said() throws(CompareError) -> String {
    do {
      return String(decoding: try Sys.contents(of: scratch.said), as: UTF8.self)
    } catch {
      throw CompareError("what a run said cannot be read: \(error.description)", .environment)
    }
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
