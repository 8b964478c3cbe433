import Benchmark
import Claims
import Figures

extension ClaimsPage {
  /// The example in Python beside the modes; nil where it was not run.
  static func python(_ evidence: Evidence) -> Page.Section? {
    guard !evidence.pythons.isEmpty else { return nil }
    return Page.Section(
      identifier: "python", name: "Python", heading: "The same example in Python"
    ) {
      element("p") {
        "A filter written in plain Python, on pictures drawn in the same way, by threads and by "
          + "processes. Only the shapes of the curves are to be compared: the work of one worker is "
          + "one for each of them."
      }
      for (index, runs) in evidence.pythons.enumerated() {
        element("h3") { runs.name }
        for note in runs.notes { element("p") { note } }
        if let chart = chart(runs, evidence.computing) {
          Exhibit("python-\(index)", chart).markup
        }
        if !runs.arms.isEmpty { table(runs) }
      }
    }
  }

  private static func chart(_ runs: PythonRuns, _ report: ComparisonReport?) -> ScalingChart? {
    var series = [("threads", Ink.fourth), ("processes", .third)].compactMap { mode, ink in
      pythonSeries(runs, mode, ink)
    }
    for entry in report.map(ComparisonSeries.all) ?? []
    where ["locked", "free"].contains(entry.label) {
      let points = entry.arms.compactMap { arm in
        arm.speedUp.map {
          ScalingChart.Point(count: arm.setup.workers, value: $0.value, interval: $0.ends())
        }
      }
      series.append(.init(label: entry.label, ink: entry.ink, points: points, curve: nil))
    }
    guard series.contains(where: { $0.points.count > 1 }) else { return nil }
    let words = series.compactMap { entry in
      entry.points.last.map { "\(entry.label): \(Humanised.figures($0.value)) times as fast" }
    }
    return ScalingChart(
      title: "Speed-up in \(runs.name), beside locked and free",
      summary: words.joined(separator: "; ") + ".", series: series, countAxis: "workers",
      valueAxis: "times as fast as one worker",
      limit: report.map {
        let cpus = $0.machine.effectiveCPUs
        return (Double(cpus), "\(Humanised.count(cpus, "CPU")) here")
      })
  }

  private static func pythonSeries(
    _ runs: PythonRuns, _ mode: String, _ ink: Ink
  ) -> ScalingChart.Series? {
    let arms = runs.arms.filter { $0.work == .filter && $0.mode == mode && $0.workers > 1 }
      .sorted { $0.workers < $1.workers }
    guard !arms.isEmpty else { return nil }
    let points = arms.compactMap { arm in
      runs.speedUp(arm).map {
        ScalingChart.Point(count: arm.workers, value: $0.value, interval: $0.ends())
      }
    }
    return ScalingChart.Series(
      label: "Python \(mode)", ink: ink,
      points: [.init(count: 1, value: 1, interval: nil)] + points,
      curve: nil)
  }

  private static func table(_ runs: PythonRuns) -> Markup {
    DataTable(
      caption: "Medians over the rounds; switches are those that a thread made of its own accord.",
      columns: ["times as fast as one thread", "cores", "switches a second"],
      parts: PythonArm.Work.allCases.compactMap { work in
        let arms = runs.arms.filter { $0.work == work }
        guard !arms.isEmpty else { return nil }
        return DataTable.Part(
          label: name(work),
          rows: arms.map { arm in
            DataTable.Row(
              label: "\(arm.mode), \(arm.workers)",
              cells: [
                runs.speedUp(arm).map { .value(ClaimText.figure($0)) } ?? .unknown,
                arm.cores.map { .value(Humanised.fixed($0, 2)) } ?? .unknown,
                arm.switches.map { .value(Humanised.count(UInt64($0))) } ?? .unknown,
              ])
          })
      }
    ).markup
  }

  private static func name(_ work: PythonArm.Work) -> String {
    switch work {
    case .filter: "a filter in plain Python"
    case .pillow: "Pillow's blur, which releases the lock"
    case .waiting: "hardly anything but waiting"
    }
  }
}
