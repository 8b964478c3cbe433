import Benchmark
import Foundation
import Measure
import Pages
import SystemPackage
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ComparisonPageTests {
  /// TRIPTYCH_PAGES=FOLDER keeps the planted pages, to be looked at.
  private func page(_ report: ComparisonReport, _ name: String) throws -> String {
    let html = ComparisonPage.html(report)
    if let folder = Places.environment("TRIPTYCH_PAGES") {
      try Files.write(html.utf8, to: FilePath(folder).appending("\(name).html"))
    }
    return html
  }

  private func pieces(_ html: String, from start: String, to end: String) -> [String] {
    html.components(separatedBy: start).dropFirst().compactMap { rest in
      rest.range(of: end).map { start + rest[..<$0.upperBound] }
    }
  }

  @Test func staysSmall() throws {
    #expect(try page(PlantedReport.make(), "comparison").utf8.count < 1_500_000)
    let two = PlantedReport.make(workers: [1, 2], cpus: 2, rounds: 4)
    #expect(try page(two, "two").utf8.count < 1_500_000)
  }

  @Test func needsNothingElse() throws {
    let html = try page(PlantedReport.make(), "comparison")
    for word in ["http://", "https://", "<script", "@import", "url(", "src="] {
      let inside = html.components(separatedBy: word).dropFirst()
      // A filling refers to a pattern of the same page; the namespace is a name, not a place.
      let others = inside.filter { word != "url(" || !$0.hasPrefix("#") }
      #expect(others.allSatisfy { $0.hasPrefix("www.w3.org/") }, "\(word)")
    }
    // An empty icon keeps browsers from asking for one.
    let links = pieces(html, from: "<link", to: ">")
    #expect(links.allSatisfy { $0.contains("href=\"data:") }, "\(links)")
  }

  /// Every drawing is XML, so that it can be taken out and used elsewhere.
  @Test func drawingsAreWellFormed() throws {
    let drawings = pieces(try page(PlantedReport.make(), "comparison"), from: "<svg", to: "</svg>")
    #expect(drawings.count >= 17)
    for drawing in drawings {
      let parser = XMLParser(data: Data(drawing.utf8))
      #expect(parser.parse(), "\(String(describing: parser.parserError)): \(drawing.prefix(200))")
    }
  }

  @Test func textOfOthersCannotBecomeMarkup() throws {
    let hostile = "</title><script>alert(1)</script><b onclick='x'>\u{202E}\u{0}&\"'"
    var report = PlantedReport.make(chain: hostile)
    report.command = ["triptych", "compare", hostile]
    report.warnings = [Warning(.busyMachine, hostile)]
    report.stopped = hostile
    report.machine.cpu = hostile
    let html = ComparisonPage.html(report)
    #expect(!html.contains("<script"))
    #expect(!html.contains("<b onclick"))
    #expect(!html.unicodeScalars.contains("\u{202E}") && !html.unicodeScalars.contains("\u{0}"))
    #expect(html.contains("&lt;script&gt;"))
  }

  /// The table has the medians that the report has, in its units.
  @Test func tableShowsWhatTheReportSays() throws {
    let report = PlantedReport.make()
    let html = try page(report, "comparison")
    let tables = pieces(html, from: "<table", to: "</table>")
    let table = try #require(tables.first { $0.contains(">locked 1<") })
    for arm in report.arms {
      let hasLabel = table.contains(">\(arm.label)<")
      #expect(hasLabel, "\(arm.label)")
      for figure in [Figure.wall, .effectiveCores] {
        let value = try #require(arm.figures[figure]?.value)
        let hasValue = table.contains(figure.unit.text(value))
        #expect(hasValue, "\(arm.label) \(figure)")
      }
    }
  }

  /// The lowest median is a fact, and that nothing is faster a claim: it has to be shown of every
  /// other arm, be that of the same series. As many rounds as there are by default do for nine
  /// arms.
  @Test(arguments: [(1.0, "Fastest by its median: free"), (0.8, "Fastest here: free")])
  func theFastestIsShownToBe(factor: Double, title: String) {
    var report = PlantedReport.make(workers: [1, 2, 4], rounds: Comparison.usualRounds)
    // Against free 1: free 2 takes half as long, and free 4 about that or clearly less.
    for arm in report.arms.indices {
      let setup = report.arms[arm].setup
      for round in report.arms[arm].runs.indices {
        let jitter = 1 + 0.01 * Double((round * 7 + arm * 4) % 10)
        let shares = [1: 1, 2: 0.5, 4: 0.499 * factor]
        let share = setup.mode == "free" ? shares[setup.workers] ?? 1 : 1.5
        report.arms[arm].runs[round].values[.wall] = 1e9 * share * jitter
      }
    }
    report.baseline = report.arms.firstIndex { $0.label == "free 1" } ?? 0
    report.analyse(Bootstrap(seed: 1, resamples: 200))
    #expect(ComparisonPage.html(report).contains(title))
    // That it beats the next best is not enough: another may be faster nearly as often as not.
    for round in report.arms[0].runs.indices {
      report.arms[0].runs[round].values[.wall] = round % 2 == 1 ? 0.3e9 : 2e9
    }
    report.analyse(Bootstrap(seed: 1, resamples: 200))
    let unsure = ComparisonPage.html(report)
    #expect(unsure.contains("Fastest by its median: free"))
    let said = "Between it and \(report.arms[0].label): no difference"
    if factor < 1 { #expect(unsure.contains(said)) }
  }

  /// The page and the verdicts are made from the same intervals.
  @Test func aFastestBaselineIsSaidToBe() {
    var report = PlantedReport.make(workers: [1, 2, 4], rounds: Comparison.usualRounds)
    for arm in report.arms.indices {
      for round in report.arms[arm].runs.indices {
        report.arms[arm].runs[round].values[.wall] =
          (arm == 0 ? 1e9 : 1.1e9) * (1 + 0.001 * Double((round * 7 + arm * 4) % 10))
      }
    }
    report.baseline = 0
    report.analyse(Bootstrap(seed: 1, resamples: 200))
    let html = ComparisonPage.html(report)
    #expect(html.contains("Fastest here: "))
    #expect(html.contains("Every other way is slower than this baseline. Next best is "))
    #expect(!html.contains("too few rounds"))
  }

  @Test func anEarlyEndLeavesAPageThatSaysSo() throws {
    var report = PlantedReport.make(workers: [1, 2], cpus: 2, rounds: 1)
    report.stopped = "interrupted in round 2"
    let html = ComparisonPage.html(report)
    #expect(html.contains("Ended early: interrupted in round 2"))
  }
}
