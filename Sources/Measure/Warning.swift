/// Something about a measurement that its reader has to know, and what to do about it.
package struct Warning: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case slowFirstRound
    case outliers
    case drift
    case tooFewRounds
    case disturbedRounds
    case busyMachine
    case quota
    case affinity
    case frequency
    /// A scalability law was fitted to more workers than there are CPUs.
    case oversubscribed
    /// The page cache was not in the state that was asked for.
    case cache
    /// Two ways of counting the same thing disagree.
    case accounts
    /// Something asked for was left out.
    case incomplete
  }

  package let kind: Kind
  /// What was seen, on what, why it matters, and what to do next.
  package let message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
