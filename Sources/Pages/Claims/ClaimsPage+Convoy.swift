import Claims
import Figures

extension ClaimsPage {
  /// How late a thread is back that waited for I/O; nil where it was not measured.
  static func convoy(_ runs: [ConvoyRun]) -> Page.Section? {
    let measured = runs.filter { !$0.lateness.isEmpty }
    guard !measured.isEmpty else { return nil }
    let counts = Set(measured.map(\.computing)).sorted()
    return Page.Section(
      identifier: "convoy", name: "Convoy", heading: "What a thread that waits suffers"
    ) {
      element("p") { ConvoyRun.about }
      for count in counts {
        element("h3") {
          "Beside \(Humanised.count(count, "thread")) that \(count == 1 ? "computes" : "compute")"
        }
        element("div", ["class": "pair"]) {
          for (index, run) in measured.enumerated() where run.computing == count {
            histogram(run, "convoy-\(index)", heading: lock(run))
          }
        }
      }
      convoyTable(
        counts.map { count in
          convoyPart(
            "beside \(Humanised.count(count, "thread"))",
            measured.filter { $0.computing == count }.map { (lock($0), $0) })
        })
    }
  }

  private static func lock(_ run: ConvoyRun) -> String {
    run.switchInterval.map { "switch interval \(Humanised.duration($0))" } ?? "no lock"
  }

  static func histogram(_ run: ConvoyRun, _ identifier: String, heading: String) -> Markup {
    var histogram = Histogram()
    for late in run.lateness { histogram.record(UInt64(max(late, 0) * 1e6)) }
    let shares = [("median", 0.5), ("99 %", 0.99)]
    let chart = DurationChart(
      title: "Lateness beside \(Humanised.count(run.computing, "thread")): \(heading)",
      summary: ([Humanised.count(run.lateness.count, "sample")]
        + shares.compactMap { label, share in
          run.lateness(share).map { "\(label) \(Humanised.duration($0))" }
        }).joined(separator: ", ") + ".",
      histogram: histogram, ink: run.switchInterval == nil ? .second : .first,
      references: shares.compactMap { label, share in run.lateness(share).map { ($0, label) } },
      domain: 1e4...1e9)
    return element("div") {
      element("h4") { heading }
      Exhibit(identifier, chart, width: Exhibit.half).markup
    }
  }

  static func convoyTable(_ parts: [DataTable.Part]) -> Markup {
    DataTable(
      caption: "From the data's being there to the thread's computing again.",
      columns: ["median", "90 %", "99 %", "samples"], parts: parts
    ).markup
  }

  static func convoyPart(_ label: String, _ runs: [(name: String, run: ConvoyRun)])
    -> DataTable.Part
  {
    DataTable.Part(
      label: label,
      rows: runs.map { name, run in
        DataTable.Row(
          label: name,
          cells: [0.5, 0.9, 0.99].map { share in
            run.lateness(share).map { .value(Humanised.duration($0)) } ?? .unknown
          } + [.value(Humanised.count(run.lateness.count))])
      })
  }
}
