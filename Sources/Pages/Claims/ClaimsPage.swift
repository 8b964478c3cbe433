import Benchmark
import Claims
import Figures

/// What `triptych reproduce` found out, as a page that one could teach from: each claim with the
/// picture that shows it, the figures, the rule that judged it, and how to run it oneself.
package enum ClaimsPage {
  package static func html(_ report: ClaimsReport) -> String {
    var sections = report.judgements.map { section($0, report.evidence) }
    if let section = convoy(report.evidence.convoys) { sections.append(section) }
    if let section = python(report.evidence) { sections.append(section) }
    sections.append(method(report))
    return Page(
      title: "\(title(report)) – triptych reproduce", header: header(report), sections: sections,
      footer: element("p") {
        "Made by triptych \(report.version). This page is complete in itself: it fetches nothing."
      }
    ).html
  }

  private static func title(_ report: ClaimsReport) -> String {
    guard !report.judgements.isEmpty else {
      return "What a thread that waits suffers beside others"
    }
    let holding = report.count { $0 == .holds }
    return "\(holding) of \(report.judgements.count) claims hold on this machine"
  }

  /// What became of the claims that do not hold.
  private static func verdict(_ report: ClaimsReport) -> String {
    let failing = report.count { $0 == .fails }
    let open = report.count { $0.reason != nil }
    let refuted = "\(Humanised.count(failing)) \(failing == 1 ? "does" : "do") not hold"
    let untold = "\(Humanised.count(open)) cannot be shown here"
    return switch (failing, open) {
    case (0, 0): "None was refuted."
    case (0, _): "\(untold); none was refuted."
    case (_, 0): "\(refuted)."
    default: "\(refuted), and \(untold)."
    }
  }

  private static func header(_ report: ClaimsReport) -> Markup {
    element("div") {
      element("p", ["class": "eyebrow"]) { "Threads, processes and a global lock" }
      element("h1") { title(report) }
      if !report.judgements.isEmpty { summary(report) }
    }
  }

  private static func summary(_ report: ClaimsReport) -> Markup {
    element("div") {
      element("p", ["class": "verdict"]) { verdict(report) }
      element("p", ["class": "lead"]) {
        "The same pictures were processed in three ways: by threads that pass through one global "
          + "lock, as those of a Python program do (locked), by threads without one (free), and by "
          + "processes (forked). A claim holds if what was measured says so with 95 % confidence. "
          + report.evidence.picturesText
      }
      element("ol", ["class": "verdicts"]) {
        for judgement in report.judgements {
          element("li") {
            element("a", ["href": "#\(identifier(judgement))"]) { judgement.claim.sentence }
            " "
            badge(judgement.verdict)
          }
        }
      }
    }
  }

  static func identifier(_ judgement: Judgement) -> String {
    "claim-\(judgement.claim.id.rawValue.lowercased())"
  }

  /// The verdict in words; the colour only repeats them.
  static func badge(_ verdict: ClaimVerdict) -> Markup {
    switch verdict {
    case .holds: element("strong", ["class": "badge holds"]) { "holds" }
    case .fails: element("strong", ["class": "badge fails"]) { "does not hold" }
    case .cannotBeShown: element("strong", ["class": "badge open"]) { "cannot be shown here" }
    }
  }

  private static func section(_ judgement: Judgement, _ evidence: Evidence) -> Page.Section {
    let claim = judgement.claim
    return Page.Section(
      identifier: identifier(judgement), name: claim.id.rawValue,
      heading: "\(claim.id.rawValue): \(claim.sentence)"
    ) {
      element("p") { badge(judgement.verdict) }
      if let measured = judgement.measured {
        element("p", ["class": "measured"]) { sentence(measured) }
      }
      if let reason = judgement.verdict.reason { element("p") { sentence(reason) } }
      picture(claim.id, evidence)
      element("dl", ["class": "method"]) {
        for (name, text) in [
          ("What is run", claim.experiment), ("When it holds", claim.rule),
          ("Why the bars stand there", claim.because),
        ] {
          element("dt") { name }
          element("dd") { text }
        }
        element("dt") { "See it for yourself" }
        element("dd") {
          element("p", ["class": "aside"]) { claim.id.commandsNote }
          for command in claim.id.commands {
            element("div", ["class": "command"]) { element("code") { command } }
          }
        }
      }
    }
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }
}
