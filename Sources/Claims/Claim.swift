/// The number of a claim.
package enum ClaimID: String, Sendable, Hashable, CaseIterable {
  case c1 = "C1"
  case c2 = "C2"
  case c3 = "C3"
  case c4 = "C4"
  case c5 = "C5"
  case c6 = "C6"
  case c7 = "C7"
  case c8 = "C8"
  case c9 = "C9"

  /// - Parameter text: `C4`, `c4` or `4`.
  package init?(named text: String) {
    let upper = text.uppercased()
    self.init(rawValue: upper.hasPrefix("C") ? upper : "C" + upper)
  }
}

/// Something that is said about threads, processes and the global lock, and how it is put to the
/// test. Verdicts follow from what was measured and from nothing else.
package struct Claim: Sendable {
  package let id: ClaimID
  /// What is claimed.
  package let sentence: String
  /// What is run to see whether it is so, in short.
  package let run: String
  /// The same at length.
  package let experiment: String
  /// When it holds, when it does not, and when that cannot be told.
  package let rule: String
  /// Why the bars stand where they stand.
  package let because: String
  /// The rule. Pure: the same evidence always gives the same finding.
  let judge: @Sendable (Evidence) -> Finding

  package func judged(by evidence: Evidence) -> Judgement {
    let finding = judge(evidence)
    return Judgement(claim: self, measured: finding.measured, verdict: finding.verdict)
  }

  /// All of them, in order.
  package static let all: [Claim] = [
    .concurrency, .oneAtATime, .protection, .computingGainsNothing, .waitingGains, .allCores,
    .processes, .price, .choice,
  ]

  package static func named(_ id: ClaimID) -> Claim {
    guard let claim = all.first(where: { $0.id == id }) else {
      preconditionFailure("every number has a claim")
    }
    return claim
  }
}

/// What a rule makes of the evidence.
struct Finding: Sendable {
  /// What was measured, in a sentence with its intervals; nil where nothing was.
  var measured: String?
  var verdict: ClaimVerdict

  init(_ measured: String?, _ verdict: ClaimVerdict) {
    self.measured = measured
    self.verdict = verdict
  }

  /// Nothing was measured that the claim could be held against.
  static func nothing(_ reason: String) -> Finding { Finding(nil, .cannotBeShown(reason: reason)) }
}

/// A claim with what became of it on this machine.
package struct Judgement: Sendable {
  package let claim: Claim
  package let measured: String?
  package let verdict: ClaimVerdict
}
