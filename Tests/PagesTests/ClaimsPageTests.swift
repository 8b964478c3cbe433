import Claims
import Foundation
import Pages
import SystemPackage
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The page of the claims, as text and in a real browser.
@Suite(.serialized) struct ClaimsPageTests {
  /// TRIPTYCH_PAGES=FOLDER keeps the planted page, to be looked at.
  private func page() throws -> String {
    let html = ClaimsPage.html(PlantedClaims.make())
    if let folder = Places.environment("TRIPTYCH_PAGES") {
      try Files.write(html.utf8, to: FilePath(folder).appending("claims.html"))
    }
    return html
  }

  @Test(arguments: ClaimID.allCases)
  func everyClaimStandsThereWithItsRuleAndItsCommands(id: ClaimID) throws {
    // As a reader's browser has it: without markup, entities resolved.
    let text = try page().replacingOccurrences(of: "&#39;", with: "'")
      .replacingOccurrences(of: "&gt;", with: ">")
    let claim = Claim.named(id)
    for part in [claim.sentence, claim.experiment, claim.rule, claim.because] + id.commands {
      #expect(text.contains(part), "\(part)")
    }
    let judgement = try #require(PlantedClaims.make().judgements.first { $0.claim.id == id })
    let measured = try #require(judgement.measured)
    #expect(text.contains(String(measured.dropFirst())))
  }

  @Test func drawingsAreWellFormedAndNothingIsFetched() throws {
    let html = try page()
    let drawings = html.components(separatedBy: "<svg").dropFirst().compactMap { rest in
      rest.range(of: "</svg>").map { "<svg" + rest[..<$0.upperBound] }
    }
    #expect(drawings.count > 20)
    for drawing in drawings {
      let parser = XMLParser(data: Data(drawing.utf8))
      #expect(parser.parse(), "\(String(describing: parser.parserError)): \(drawing.prefix(200))")
    }
    for word in ["<script", "@import", "src="] { #expect(!html.contains(word)) }
    #expect(!html.contains("<me>"))
  }

  @Test func withoutEvidenceThereIsAPageAllTheSame() {
    let report = ClaimsReport(
      version: "0", command: [], evidence: Evidence(effectiveCPUs: 1, seed: 1))
    let html = ClaimsPage.html(report)
    #expect(!html.contains("<figure"))
    #expect(html.components(separatedBy: "cannot be shown here").count > 9)
  }

  @Test(
    .enabled(if: Browser.isThere, "\(Browser.absence)"), arguments: [1280, 500], [false, true])
  func everyPictureIsDrawn(width: Int, isDark: Bool) throws {
    let found = try Browser.look(at: page(), width: width, isDark: isDark)
    let figures = [
      "c1-locked", "c1-locked-piece", "c1-free", "c2-cores", "c3-tally", "c4-speed-up",
      "c5-speed-up", "c6-speed-up", "c7-speed-up", "c8-memory", "c8-cpu", "c9-computing",
      "c9-waiting", "convoy-0", "convoy-1", "python-0",
    ]
    #expect(found.console.isEmpty, "\(found.console)")
    #expect(found.emptyFigures.isEmpty)
    #expect(Set(figures).isSubset(of: found.charts.map(\.figure)))
    for chart in found.charts {
      #expect(chart.marks > 0, "\(chart.figure) is empty")
      #expect(!chart.title.isEmpty && !chart.summary.isEmpty, "\(chart.figure) has no words")
    }
    #expect(found.overhang <= 0, "the page is wider than its window")
    #expect(found.faint.isEmpty, "\(found.faint.prefix(5))")
    #expect(found.fetched.isEmpty)
  }
}
