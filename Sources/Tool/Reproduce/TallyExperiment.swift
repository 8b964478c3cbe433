import Claims
import Report

/// Has all workers count pixels in one table, kept in several ways, and sees how many counts are
/// left.
struct TallyExperiment {
  static let workers = 2

  /// Modes, and how the table is kept in each.
  static let ways: [(mode: String, kept: String)] = [
    ("locked", "racy"), ("free", "racy"), ("free", "atomic"), ("free", "merged"),
    ("forked", "racy"), ("forked", "shared"),
  ]

  let runs: RepeatedRuns

  /// - Returns: nil where somebody asked to stop.
  func run(inputs: [String], rounds: Int) throws(CompareError) -> [TallyRuns]? {
    var found = TallyExperiment.ways.map {
      TallyRuns(mode: $0.mode, kept: $0.kept, workers: TallyExperiment.workers, runs: [])
    }
    let kinds = found.map { entry in
      RepeatedRuns.Kind(
        name: "\(entry.mode) \(entry.workers) tally=\(entry.kept)",
        words: [
          "--io", "blocking", "--mode", entry.mode, "--workers", "\(entry.workers)", "--tally",
          entry.kept,
        ])
    }
    let machine = try runs.run(kinds, inputs: inputs, warmups: 0, rounds: rounds) {
      kind, run, _ in
      let tally = run.report.runs.first?["tally"]
      guard let counted = tally?["counted"]?.asCount, let expected = tally?["expected"]?.asCount
      else { return }
      found[kind].runs.append(.init(counted: counted, expected: expected))
    }
    return machine == nil ? nil : found
  }
}
