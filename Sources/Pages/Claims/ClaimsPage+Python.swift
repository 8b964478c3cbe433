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
          + "processes. Only the shapes of the curves are to be compared: the work of one worker "
          + "is one for each of them."
      }
      for (index, runs) in evidence.pythons.enumerated() {
        element("h3") { runs.name }
        for note in runs.notes { element("p") { note } }
        if !runs.arms.isEmpty {
          for mode in ["threads", "processes"] {
            if let chart = chart(runs, mode, evidence) {
              Exhibit("python-\(index)-\(mode)", chart).markup
            }
          }
          table(runs, evidence)
        }
        if !runs.convoys.isEmpty { convoys(runs, evidence.convoys, "python-\(index)") }
      }
    }
  }

  /// How late a thread is back in Python, beside ours: by table for all, drawn for the usual
  /// interval.
  private static func convoys(_ runs: PythonRuns, _ ours: [ConvoyRun], _ identifier: String)
    -> Markup
  {
    let theirs = runs.convoys.filter { !$0.lateness.isEmpty }
    func name(_ whose: String, _ run: ConvoyRun) -> String {
      "\(whose), \(run.switchInterval.map { Humanised.duration($0) } ?? "no lock")"
    }
    let usual = theirs.filter { $0.switchInterval == 5_000_000 || $0.switchInterval == nil }
    return element("div") {
      element("h4") { "How late a thread that waited computes again" }
      element("div", ["class": "pair"]) {
        for (index, run) in usual.enumerated() {
          histogram(
            run, "\(identifier)-convoy-\(index)",
            heading: "\(name("Python", run)), beside \(Humanised.count(run.computing, "thread"))")
        }
      }
      convoyTable(
        Set(theirs.map(\.computing)).sorted().map { count in
          convoyPart(
            "beside \(Humanised.count(count, "thread"))",
            theirs.filter { $0.computing == count }.flatMap { run in
              [(name("Python", run), run)]
                + ours.filter { $0.computing == count && $0.switchInterval == run.switchInterval }
                .map { (name("triptych", $0), $0) }
            })
        })
    }
  }

  /// Threads beside locked and free, or processes beside forked.
  private static func chart(_ runs: PythonRuns, _ mode: String, _ evidence: Evidence)
    -> ScalingChart?
  {
    guard let own = pythonSeries(runs, mode, .fourth) else { return nil }
    let beside = mode == "threads" ? ["locked", "free"] : ["forked"]
    var series = [own]
    if let report = evidence.computing {
      series += ComparisonSeries.all(of: report).filter { beside.contains($0.label) }
        .map { ScalingChart.Series($0, report) }.filter { $0.points.count > 1 }
    }
    let words = series.compactMap { entry in
      entry.points.last.map { "\(entry.label): \(Humanised.figures($0.value)) times as fast" }
    }
    let cpus = evidence.effectiveCPUs
    var chart = ScalingChart(
      title: "Speed-up of \(mode) in \(runs.name), beside \(beside.joined(separator: " and "))",
      summary: words.joined(separator: "; ") + ".", series: series, countAxis: "workers",
      valueAxis: "times as fast as one worker",
      limit: (Double(cpus), "\(Humanised.count(cpus, "CPU")) here"))
    chart.idealEndsAtLimit = true
    return chart
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

  private static func table(_ runs: PythonRuns, _ evidence: Evidence) -> Markup {
    DataTable(
      caption: "Typical values over the rounds; switches are those that a thread made of its own "
        + "accord.",
      columns: ["times as fast as one worker", "cores", "switches a second"],
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
      } + ours(evidence)
    ).markup
  }

  /// The same figures of our own runs.
  private static func ours(_ evidence: Evidence) -> [DataTable.Part] {
    [("triptych, computing", evidence.computing), ("triptych, waiting", evidence.waiting)]
      .compactMap { label, report in
        guard let report else { return nil }
        return DataTable.Part(
          label: label,
          rows: PythonRuns.besides(report).map { arm in
            DataTable.Row(
              label: "\(arm.setup.mode), \(arm.setup.workers)",
              cells: [
                report.runSpeedUp(arm).map { .value(ClaimText.figure($0)) } ?? .unknown,
                Evidence.estimate(arm.computingCores)
                  .map { .value(Humanised.fixed($0.value, 2)) } ?? .unknown,
                arm.switchesPerSecond.map { .value(Humanised.count(UInt64($0))) } ?? .unknown,
              ])
          })
      }
  }

  private static func name(_ work: PythonArm.Work) -> String {
    switch work {
    case .filter: "a filter in plain Python"
    case .pillow: "Pillow's blur, which releases the lock"
    case .waiting: "hardly anything but waiting"
    }
  }
}
