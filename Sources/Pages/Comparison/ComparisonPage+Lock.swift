import Benchmark
import Figures

extension ComparisonPage {
  /// How the lock behaved in the first arm that had one; nil without.
  static func lock(_ shown: [ComparisonArm]) -> Page.Section? {
    let kinds = [
      ("lock_hold_ns", "held", "How long the lock is held"),
      ("lock_wait_ns", "waited for", "How long it is waited for"),
      ("lock_reacquire_ns", "waited for after I/O", "How long threads wait for it after I/O"),
    ]
    let arm = shown.first { entry in
      kinds.contains { (entry.arm.histograms[$0.0]?.count ?? 0) > 0 }
    }
    guard let arm else { return nil }
    let found = kinds.compactMap { name, verb, title in
      arm.arm.histograms[name].flatMap { $0.count > 0 ? (name, verb, title, $0) : nil }
    }
    let all = found.map(\.3)
    let longest = Double(all.map(\.maximum).max() ?? 1)
    return Page.Section(
      identifier: "lock", name: "Lock", heading: "How the lock is held and waited for"
    ) {
      element("p") {
        "\(arm.name), all rounds together. Times are on logarithmic axes: each step is ten times "
          + "as long."
      }
      element("div", ["class": "pair"]) {
        for (name, verb, title, histogram) in found {
          element("div") {
            element("h3") { title }
            Exhibit(
              name.split(separator: "_").dropLast().joined(separator: "-"),
              DurationChart(
                title: "\(title), \(arm.name)", summary: summary(histogram, verb),
                histogram: histogram, ink: arm.ink, references: references(histogram),
                domain: 1000...max(longest, 10_000)),
              width: Exhibit.half, caption: summary(histogram, verb)
            ).markup
          }
        }
      }
    }
  }

  private static func references(_ histogram: Histogram) -> [(nanoseconds: UInt64, label: String)] {
    [(0.5, "median"), (0.99, "99 %")].compactMap { quantile, label in
      histogram.quantile(quantile).map { ($0, label) }
    }
  }

  private static func summary(_ histogram: Histogram, _ verb: String) -> String {
    "\(Humanised.count(histogram.count, "time")) \(verb), "
      + "\(Humanised.duration(histogram.total)) in all, "
      + "\(Humanised.duration(histogram.maximum)) at most."
  }
}
