import Claims
import Figures

extension ClaimsPage {
  /// How late a thread is back that waited for I/O; nil where it was not measured.
  static func convoy(_ runs: [ConvoyRun]) -> Page.Section? {
    let measured = runs.filter { !$0.lateness.isEmpty }
    guard !measured.isEmpty else { return nil }
    let usual = measured.filter { $0.switchInterval == 5_000_000 || $0.switchInterval == nil }
    return Page.Section(
      identifier: "convoy", name: "Convoy", heading: "What a thread that waits suffers"
    ) {
      element("p") {
        "A thread waits for data, beside threads that only compute. When the data is there, it has "
          + "to get the lock back first: it asks after a switch interval, and beside several threads "
          + "it may lose the race for the lock again and again. Short waits become long ones: the "
          + "convoy effect."
      }
      element("div", ["class": "pair"]) {
        for (index, run) in usual.enumerated() { histogram(run, index) }
      }
      table(measured)
    }
  }

  private static func name(_ run: ConvoyRun) -> String {
    let lock = run.switchInterval.map { "switch interval \(Humanised.duration($0))" } ?? "no lock"
    return "\(lock), beside \(Humanised.count(run.computing, "thread"))"
  }

  private static func histogram(_ run: ConvoyRun, _ index: Int) -> Markup {
    var histogram = Histogram()
    for late in run.lateness { histogram.record(UInt64(max(late, 0) * 1e6)) }
    let shares = [("median", 0.5), ("99 %", 0.99)]
    let chart = DurationChart(
      title: "Lateness: \(name(run))",
      summary: shares.compactMap { label, share in
        run.lateness(share).map { "\(label) \(Humanised.duration($0))" }
      }.joined(separator: ", ") + ".",
      histogram: histogram, ink: run.switchInterval == nil ? .second : .first,
      references: shares.compactMap { label, share in run.lateness(share).map { ($0, label) } },
      domain: 1e4...1e9)
    return element("div") {
      element("h3") { name(run) }
      Exhibit("convoy-\(index)", chart, width: Exhibit.half).markup
    }
  }

  private static func table(_ runs: [ConvoyRun]) -> Markup {
    let counts = Set(runs.map(\.computing)).sorted()
    return DataTable(
      caption: "From the data's being there to the thread's computing again.",
      columns: ["median", "90 %", "99 %", "samples"],
      parts: counts.map { count in
        DataTable.Part(
          label: "beside \(Humanised.count(count, "thread"))",
          rows: runs.filter { $0.computing == count }.map { run in
            DataTable.Row(
              label: run.switchInterval.map { Humanised.duration($0) } ?? "no lock",
              cells: [0.5, 0.9, 0.99].map { share in
                run.lateness(share).map { .value(Humanised.duration($0)) } ?? .unknown
              } + [.value(Humanised.count(run.lateness.count))])
          })
      }
    ).markup
  }
}
