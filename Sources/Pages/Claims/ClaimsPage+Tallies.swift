import Claims
import Figures

extension ClaimsPage {
  /// What of the count was lost, way by way. Counts that processes keep for themselves are no
  /// losses and stand in the table only.
  static func tallies(_ evidence: Evidence) -> Markup {
    let shared = evidence.tallies.filter { !($0.mode == "forked" && $0.kept == "racy") }
    guard !shared.isEmpty else { return Markup() }
    let inks: [(mode: String, ink: Ink)] = [
      ("locked", .first), ("free", .second), ("forked", .third),
    ]
    let groups = inks.compactMap { mode, ink -> IntervalChart.Group? in
      let rows = shared.filter { $0.mode == mode && !$0.runs.isEmpty }.map(row)
      return rows.isEmpty ? nil : IntervalChart.Group(label: mode, ink: ink, rows: rows)
    }
    let chart = IntervalChart(
      title: "Additions that were lost from the count",
      summary: shared.map { "\($0.mode), \(words($0)): \(worst($0)) in a thousand at worst" }
        .joined(separator: "; ") + ".",
      groups: groups, axis: "lost, of a thousand additions", unit: "‰")
    return Exhibit(
      "c3-tally", chart,
      caption: "Each dot is one run. Two steps are a read and a write, between which another "
        + "thread may do the same; one addition is lost then."
    ).markup + table(evidence)
  }

  private static func row(_ runs: TallyRuns) -> IntervalChart.Row {
    let losses = runs.runs.map { Double($0.lost) / Double(max($0.expected, 1)) * 1000 }.sorted()
    return IntervalChart.Row(
      label: words(runs), values: losses, middle: losses[losses.count / 2], interval: nil)
  }

  private static func words(_ runs: TallyRuns) -> String {
    switch runs.kept {
    case "racy": "two steps"
    case "atomic": "one atomic step"
    case "merged": "own tables, added up"
    case "shared": "atomic, shared memory"
    default: runs.kept
    }
  }

  private static func worst(_ runs: TallyRuns) -> String {
    let shares = runs.runs.map { Double($0.lost) / Double(max($0.expected, 1)) * 1000 }
    return Humanised.figures(shares.max() ?? 0)
  }

  private static func table(_ evidence: Evidence) -> Markup {
    let modes = evidence.tallies.map(\.mode).reduce(into: [String]()) { modes, mode in
      if !modes.contains(mode) { modes.append(mode) }
    }
    return DataTable(
      caption: "What the coordinator found in the table at the end of each run.",
      columns: ["added", "found", "lost at worst"],
      parts: modes.map { mode in
        DataTable.Part(
          label: mode,
          rows: evidence.tallies.filter { $0.mode == mode && !$0.runs.isEmpty }.map { runs in
            let worst = runs.runs.max { $0.lost < $1.lost } ?? runs.runs[0]
            let isApart = runs.mode == "forked" && runs.kept == "racy"
            return DataTable.Row(
              label: isApart ? "each process its own" : words(runs),
              cells: [
                .value(Humanised.count(worst.expected)), .value(Humanised.count(worst.counted)),
                .value(isApart ? "not shared" : Humanised.count(worst.lost)),
              ])
          })
      }
    ).markup
  }
}
