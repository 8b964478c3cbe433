import Benchmark
import Figures
import Measure

/// What `triptych compare` found out, as a page that can be shown and defended.
package enum ComparisonPage {
  package static func html(_ report: ComparisonReport) -> String {
    let series = ComparisonSeries.all(of: report)
    let shown = series.compactMap(\.widest)
    var sections = [wall(report, series)]
    if let section = scaling(report, series) { sections.append(section) }
    if let section = courses(report, shown) { sections.append(section) }
    sections += timelines(report, shown)
    if let section = lock(shown) { sections.append(section) }
    sections += [figures(report), method(report)]
    let headline = ComparisonHeadline(report, series)
    return Page(
      title: "\(headline.title) – triptych compare",
      header: header(report, headline),
      sections: sections,
      footer: element("p") {
        "Made by triptych \(report.version). This page is complete in itself: it fetches nothing."
      }
    ).html
  }

  private static func header(_ report: ComparisonReport, _ headline: ComparisonHeadline)
    -> Markup
  {
    element("div") {
      element("p", ["class": "eyebrow"]) { subject(report) }
      if let circumstances = report.circumstances {
        element("p", ["class": "eyebrow"]) { circumstances }
      }
      element("h1") { headline.title }
      element("p", ["class": "verdict"]) { headline.verdict }
      for sentence in headline.reasons { element("p", ["class": "lead"]) { sentence } }
      if !headline.facts.isEmpty {
        element("dl", ["class": "facts"]) {
          for fact in headline.facts {
            element("div") {
              element("dt") { fact.label }
              element("dd") { fact.value }
            }
          }
        }
      }
      alerts(report)
    }
  }

  /// What was measured, in one line.
  private static func subject(_ report: ComparisonReport) -> String {
    let work = report.workload
    var text = "\(Humanised.count(work.files, "file")), \(Humanised.bytes(work.inputBytes))"
    if let pixels = work.inputPixels { text += ", \(Humanised.pixels(pixels))" }
    text += " · \(work.chain ?? "no filters")"
    text += " · \(Humanised.count(report.machine.effectiveCPUs, "CPU"))"
    return text + " · \(Humanised.count(report.design.rounds, "round"))"
  }

  /// What one has to know before believing anything.
  private static func alerts(_ report: ComparisonReport) -> Markup {
    var messages = report.warnings.map(\.message)
    if let stopped = report.stopped { messages.insert("Ended early: \(stopped)", at: 0) }
    guard !messages.isEmpty else { return Markup() }
    return element("aside", ["class": "alerts", "aria-labelledby": "alerts-heading"]) {
      element("h2", ["id": "alerts-heading"]) {
        "\(Humanised.count(messages.count, "warning")) about this measurement"
      }
      element("ul") {
        for message in messages { element("li") { message } }
      }
    }
  }
}
