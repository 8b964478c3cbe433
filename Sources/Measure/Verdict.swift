import Figures

/// What a comparison allows one to say. It follows from the interval alone.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
  case faster
  case slower
  /// The interval holds 1. That is no proof of equality: the interval says what may still be there.
  case noDifferenceShown
  /// No interval, hence nothing to say.
  case tooFewRounds
}

extension Comparison {
  /// The verdict in plain words, with its interval: "4.9 % slower than locked (3.8 % to 6.1 %)".
  package func sentence(baseline: String) -> String {
    guard let interval else {
      return "too few rounds to say whether it differs from \(baseline): measure more "
        + "(--runs \(fewestRounds))"
    }
    switch verdict {
    case .slower, .faster:
      let ends = [interval.lower, interval.upper].map(Comparison.size)
      // Both ends in the manner of the ratio, from the smaller difference to the larger.
      let (from, to) = verdict == .slower ? (ends[0], ends[1]) : (ends[1], ends[0])
      return "\(Comparison.phrase(ratio)) \(baseline) (\(from) to \(to))"
    case .noDifferenceShown, .tooFewRounds:
      return "no difference from \(baseline) shown "
        + "(from \(Comparison.difference(interval.lower)) to "
        + "\(Comparison.difference(interval.upper)))"
    }
  }

  /// Differences of half and more are told as multiples; percentages would mislead.
  private static func isMultiple(_ ratio: Double) -> Bool { ratio >= 1.5 || ratio <= 1 / 1.5 }

  private static func phrase(_ ratio: Double) -> String {
    guard isMultiple(ratio) else { return "\(difference(ratio)) than" }
    return ratio < 1
      ? "\(Humanised.fixed(1 / ratio, 2)) times as fast as"
      : "takes \(Humanised.fixed(ratio, 2)) times as long as"
  }

  private static func size(_ ratio: Double) -> String {
    guard isMultiple(ratio) else { return percent(ratio) }
    return "\(Humanised.fixed(max(ratio, 1 / ratio), 2)) times"
  }

  private static func difference(_ ratio: Double) -> String {
    "\(percent(ratio)) \(ratio < 1 ? "faster" : "slower")"
  }

  /// Of the time that the baseline takes.
  private static func percent(_ ratio: Double) -> String {
    "\(Humanised.fixed(abs(ratio - 1) * 100, 1)) %"
  }
}
