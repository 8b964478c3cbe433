extension Warning {
  /// What a comparison left out, so that nothing is left out in silence.
  package static func ofComparison(_ comparison: Comparison, arm: String) -> Warning? {
    let left = comparison.disturbedRounds
    guard !left.isEmpty else { return nil }
    return Warning(
      .disturbedRounds,
      "\(arm): its comparison with the baseline leaves out \(left.count) of "
        + "\(comparison.ratios.count) rounds in which the machine was held up "
        + "(round \(left.map { String($0 + 1) }.joined(separator: ", "))). "
        + "If it happens often, close other programs and measure again.")
  }
}
