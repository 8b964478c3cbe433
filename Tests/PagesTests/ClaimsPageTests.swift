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
    for part in [claim.sentence, claim.experiment, claim.rule, claim.because, id.commandsNote]
      + id.commands
    {
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
    #expect(html.contains("9 cannot be shown here; none was refuted."))
  }

  /// The drawings of a figure, for wide pages and narrow.
  private func figure(_ name: String, of html: String) -> String {
    guard let start = html.range(of: "<figure id=\"\(name)\""),
      let end = html.range(of: "</figure>", range: start.upperBound..<html.endIndex)
    else { return "" }
    return String(html[start.lowerBound..<end.upperBound])
  }

  @Test(arguments: ["c2-cores", "c4-speed-up", "c5-speed-up", "c6-speed-up", "c7-speed-up"])
  func theBarIsDrawn(name: String) throws {
    #expect(figure(name, of: try page()).contains("class=\"threshold\""))
  }

  /// What advice or curiosity measured beyond the CPUs decides nothing, and would contradict what
  /// is said.
  @Test func armsThatNoRuleJudgesAreNotDrawn() {
    let html = ClaimsPage.html(PlantedClaims.make(workers: [1, 2, 8]))
    let shown = figure("c6-speed-up", of: html)
    #expect(shown.contains("free, 2:") && !shown.contains("free, 8:"))
    // Under the lock all are judged.
    #expect(figure("c4-speed-up", of: html).contains("locked, 8:"))
    let cores = figure("c2-cores", of: html)
    #expect(cores.components(separatedBy: "8 workers: median").count - 1 == 2)
  }

  @Test func whatItWasMeasuredOnIsSaid() {
    let report = PlantedClaims.make()
    #expect(ClaimsPage.html(report).contains("All pictures were drawn for it."))
    var own = report.evidence
    own.hasOwnPictures = true
    let html = ClaimsPage.html(ClaimsReport(version: "0", command: [], evidence: own))
    #expect(html.contains("on the pictures that were named"))
  }

  @Test func aConvoyAloneIsAPageOfItsOwn() {
    let all = PlantedClaims.make()
    var evidence = Evidence(effectiveCPUs: 2, seed: 1)
    evidence.convoys = all.evidence.convoys
    let html = ClaimsPage.html(
      ClaimsReport(version: "0", command: [], evidence: evidence, claims: []))
    #expect(html.contains("<figure id=\"convoy-11\""))
    for word in ["cannot be shown", "claims hold", "claim-c1"] { #expect(!html.contains(word)) }
  }

  @Test func anInterpreterThatIsMissingHasNoCharts() throws {
    let html = try page()
    #expect(html.contains("no &#39;python9&#39; on PATH") || html.contains("no 'python9' on PATH"))
    #expect(html.contains("<figure id=\"python-0-threads\""))
    #expect(!html.contains("<figure id=\"python-1"))
  }

  @Test(
    .enabled(if: Browser.isThere, "\(Browser.absence)"), arguments: [1280, 500, 390], [false, true])
  func everyPictureIsDrawn(width: Int, isDark: Bool) throws {
    let found = try Browser.look(at: page(), width: width, isDark: isDark)
    let figures = [
      "c1-locked", "c1-locked-piece", "c1-free", "c2-cores", "c3-tally", "c4-speed-up",
      "c5-speed-up", "c6-speed-up", "c7-speed-up", "c8-memory", "c8-cpu", "c9-computing",
      "c8-start", "c8-handoff", "c9-waiting", "convoy-0", "convoy-11", "python-0-threads",
      "python-0-processes", "python-0-convoy-0",
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
