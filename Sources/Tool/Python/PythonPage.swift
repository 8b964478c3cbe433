import Benchmark
import Claims
import Figures
import Measure

/// The example in Python beside the modes, laid out for reading.
struct PythonPage {
  let evidence: Evidence
  let pages: ClaimPages

  var lines: [String] {
    guard !evidence.pythons.isEmpty else { return [] }
    var lines: [String] = []
    for runs in evidence.pythons { lines += [""] + section(runs) }
    let beside = rows(evidence.computing, "computing") + rows(evidence.waiting, "waiting")
    if !beside.isEmpty { lines += ["", pages.style.bold("Triptych beside it")] + table(beside) }
    return lines
  }

  private func section(_ runs: PythonRuns) -> [String] {
    var lines = pages.wrapped("Python: " + runs.name, indent: 0).map(pages.style.bold)
    for note in runs.notes { lines += pages.wrapped(note, indent: 4) }
    let rows = PythonArm.Work.allCases.flatMap { work in
      runs.arms.filter { $0.work == work && $0.workers > 1 }.map { arm in
        [
          "\(PythonPage.name(work)), \(arm.mode) \(arm.workers)",
          ClaimText.figure(runs.speedUp(arm)), arm.cores.map { Humanised.fixed($0, 2) } ?? "–",
          arm.switches.map { Humanised.count(UInt64($0)) } ?? "–",
        ]
      }
    }
    return lines + table(rows) + pages.convoyTable(runs.convoys)
  }

  private func table(_ rows: [[String]]) -> [String] {
    guard !rows.isEmpty else { return [] }
    var table = TextTable()
    table.add(["", "speed-up", "cores", "switches/s"])
    for row in rows { table.add(row) }
    return table.lines(indent: 4)
  }

  private static func name(_ work: PythonArm.Work) -> String {
    switch work {
    case .filter: "pure Python"
    case .pillow: "Pillow"
    case .waiting: "waiting"
    }
  }

  private func rows(_ report: ComparisonReport?, _ name: String) -> [[String]] {
    guard let report else { return [] }
    return PythonRuns.besides(report).filter { $0.setup.workers > 1 }.map { arm in
      [
        "\(name), \(arm.label)", ClaimText.figure(report.runSpeedUp(arm)),
        Evidence.estimate(arm.computingCores).map { Humanised.fixed($0.value, 2) } ?? "–",
        arm.switchesPerSecond.map { Humanised.count(UInt64($0)) } ?? "–",
      ]
    }
  }
}
