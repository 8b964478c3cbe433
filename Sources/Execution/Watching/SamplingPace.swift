/// How often a sampler may look, so that it costs next to nothing however much there is to look at.
///
/// It may use a quarter of a percent of one core, and half a millisecond more in order to begin
/// with. Cheap looks have most of that; dear ones come when there is enough left. All times in
/// nanoseconds.
package struct SamplingPace: Sendable {
  package static let share = 0.0025
  /// What of it is for cheap looks.
  private static let lookShare = 0.0015
  private static let start: UInt64 = 500_000
  private static let shortestPause: UInt64 = 10_000_000

  /// CPU time that the last cheap look and the last dear one took.
  private var lookCost: UInt64 = 0
  private var sampleCost: UInt64 = 0

  package init() {}

  package mutating func looked(for cost: UInt64) { lookCost = cost }
  package mutating func sampled(for cost: UInt64) { sampleCost = cost }

  /// Whether a dear look may be had, or so many.
  /// - Parameters:
  ///   - elapsed: wall time since the beginning.
  ///   - spent: CPU time that all looks took by now.
  package func maySample(_ looks: UInt64 = 1, after elapsed: UInt64, spent: UInt64) -> Bool {
    spent + looks * sampleCost <= SamplingPace.start + UInt64(Double(elapsed) * SamplingPace.share)
  }

  /// From one cheap look to the next.
  package var pause: UInt64 {
    max(SamplingPace.shortestPause, UInt64(Double(lookCost) / SamplingPace.lookShare))
  }
}
