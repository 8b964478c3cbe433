import Foundation
import Pages
import TestSupport
import Testing

/// The page of a comparison in a real browser, at the widths of a desk, a tablet and a phone.
@Suite(.enabled(if: Browser.isThere, "\(Browser.absence)"), .serialized)
struct PageInBrowserTests {
  private static let figures = [
    "wall-chart", "scaling-chart", "cores-chart", "timeline-0", "timeline-1", "timeline-2",
    "shares", "lock-hold", "lock-wait",
  ]

  @Test(arguments: [1280, 800, 500], [false, true])
  func everyChartIsDrawn(width: Int, isDark: Bool) throws {
    let html = ComparisonPage.html(PlantedReport.make())
    let found = try Browser.look(at: html, width: width, isDark: isDark)
    #expect(found.console.isEmpty, "\(found.console)")
    #expect(found.emptyFigures.isEmpty)
    #expect(Set(Self.figures).isSubset(of: found.charts.map(\.figure)))
    #expect(Set(found.charts.map(\.figure)).count == found.charts.count, "one layout at a time")
    for chart in found.charts {
      #expect(chart.marks > 0, "\(chart.figure) is empty")
      #expect(!chart.title.isEmpty && !chart.summary.isEmpty, "\(chart.figure) has no words")
    }
    #expect(found.overhang <= 0, "the page is wider than its window")
    #expect(found.faint.isEmpty, "\(found.faint.prefix(5))")
    #expect(found.fetched.isEmpty)
  }

  /// A check that finds nothing wrong must be able to find something.
  @Test func plantedFaultsAreFound() throws {
    var html = ComparisonPage.html(PlantedReport.make())
    html = html.replacingOccurrences(of: "class=\"mark ", with: "class=\"")
    html = html.replacingOccurrences(
      of: "</body>",
      with: "<script>console.error('planted')</script><img src=\"none.png\">"
        + "<p style=\"color:#bbb;background:#fff;width:3000px\">faint</p></body>")
    let found = try Browser.look(at: html, width: 1280)
    #expect(found.console.contains { $0.contains("planted") })
    #expect(found.charts.contains { $0.marks == 0 })
    #expect(found.faint.contains { $0.text == "faint" })
    #expect(found.overhang > 0)
    #expect(found.console.contains { $0.contains("none.png") }, "the page forbids what it fetches")
  }
}
