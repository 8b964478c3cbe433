/// In which order arms are run: in rounds, each arm once a round, in an order drawn anew for every
/// round. Whatever changes slowly then meets all arms alike, and whatever strikes at random has no
/// favourite.
package struct Schedule: Sendable, Hashable {
  package struct Step: Sendable, Hashable {
    /// Warm-up steps are run like any other and not counted.
    package let isWarmup: Bool
    /// From 0, anew after the warm-up.
    package let round: Int
    /// By index.
    package let arm: Int
  }

  /// Warm-up rounds first.
  package let steps: [Step]

  /// - Parameters:
  ///   - arms, warmups, rounds: how many, from 0.
  ///   - seed: the same seed gives the same order.
  package init(arms: Int, warmups: Int, rounds: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var steps: [Step] = []
    for (isWarmup, count) in [(true, warmups), (false, rounds)] {
      for round in 0..<count {
        for arm in random.permutation(of: arms) {
          steps.append(Step(isWarmup: isWarmup, round: round, arm: arm))
        }
      }
    }
    self.steps = steps
  }

  /// How long the steps to come will take, in the unit of `durations`: each as long as the median
  /// of its arm so far, and arms not yet seen as long as the median of all.
  ///
  /// - Parameters:
  ///   - durations: what each step took that is done, in order.
  /// - Returns: nil while nothing is done and something is left to do.
  package func remaining(after durations: [Double]) -> Double? {
    let ahead = steps.dropFirst(durations.count)
    if ahead.isEmpty { return 0 }
    guard let all = Sample(durations)?.median else { return nil }
    var seen: [Int: [Double]] = [:]
    for (step, duration) in zip(steps, durations) { seen[step.arm, default: []].append(duration) }
    let medians = seen.compactMapValues { Sample($0)?.median }
    return ahead.reduce(0) { $0 + (medians[$1.arm] ?? all) }
  }
}
