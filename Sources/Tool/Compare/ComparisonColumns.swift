import Benchmark
import Figures

/// The tables that both the terminal and Markdown show, so that they say the same.
struct ComparisonColumns {
  struct Table {
    var title: String
    var heads: [String]
    var rows: [[String]]
  }

  let report: ComparisonReport

  var tables: [Table] {
    [times, stages, machine] + [lock, processes].compactMap(\.self)
  }

  private func table(
    _ title: String, _ arms: [Arm], _ columns: [(String, (Arm) -> String)]
  ) -> Table {
    Table(
      title: title, heads: [title] + columns.map(\.0),
      rows: arms.map { arm in [arm.label] + columns.map { $0.1(arm) } })
  }

  private func medians(_ columns: [(String, Figure)]) -> [(String, (Arm) -> String)] {
    columns.map { name, figure in (name, { FigureText.median(figure, of: $0) }) }
  }

  /// What a column's numbers are, where they are not medians; nil where there is no such column.
  var remark: String? {
    guard report.arms.contains(where: { $0.speedUp?.interval != nil }) else { return nil }
    return "speed-up: typical ratio of paired rounds, to one worker of the same kind"
  }

  private var times: Table {
    table(
      "arm", report.arms,
      [
        ("wall", { FigureText.median(.wall, of: $0) }),
        ("95 %", { FigureText.interval(.wall, of: $0) }),
        ("cores", { FigureText.median(.effectiveCores, of: $0) }),
        ("used", { FigureText.median(.utilisation, of: $0) }),
        ("speed-up", { FigureText.ratio($0.speedUp) }),
        ("efficiency", { $0.efficiency.map { Figure.Unit.share.text($0.value) } ?? "–" }),
      ])
  }

  private var stages: Table {
    table(
      "time in", report.arms,
      medians([
        ("read", .readWall), ("decode", .decodeWall), ("filter", .filterWall),
        ("encode", .encodeWall), ("write", .writeWall), ("start-up", .startUp),
        ("overlap", .ioOverlap),
      ]))
  }

  private var machine: Table {
    table(
      "cost", report.arms,
      medians([
        ("user", .cpuUser), ("system", .cpuSystem), ("no CPU", .runQueueDelay),
        ("waits", .voluntarySwitches), ("cut off", .involuntarySwitches),
        ("memory", .peakMemory), ("faults", .minorFaults),
      ]))
  }

  private var lock: Table? {
    let arms = report.arms.filter { $0.histograms["lock_wait_ns"] != nil }
    guard !arms.isEmpty else { return nil }
    return table(
      "lock", arms,
      medians([("switches", .lockSwitches), ("forced", .lockForcedSwitches), ("waited", .lockWait)])
        + [
          ("wait p50", { FigureText.quantile(0.5, of: "lock_wait_ns", $0) }),
          ("wait p99", { FigureText.quantile(0.99, of: "lock_wait_ns", $0) }),
          ("after I/O p99", { FigureText.quantile(0.99, of: "lock_reacquire_ns", $0) }),
        ])
  }

  private var processes: Table? {
    let arms = report.arms.filter { $0.figures[.forks] != nil }
    guard !arms.isEmpty else { return nil }
    return table(
      "processes", arms,
      medians([
        ("forks", .forks), ("up in", .workerStartUp), ("handed over", .handoffBytes),
        ("messages", .handoffMessages), ("taking", .handoffTime),
      ]))
  }
}
