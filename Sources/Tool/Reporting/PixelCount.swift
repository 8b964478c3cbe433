import Execution
import Figures
import Pipeline
import Report

/// What came of counting all pixels by their brightness.
package struct PixelCount: Sendable, Hashable {
  package var kept: TallyKeeping
  /// Pixels by level, as the coordinator found them.
  package var levels: [UInt64]
  /// How often workers added one, as each counted for itself.
  package var expected: UInt64
  /// Whether workers added to the table that the coordinator looked into. Worker processes have
  /// their own, unless it lies in shared memory or is added up.
  package var isShared: Bool

  package init(kept: TallyKeeping, levels: [UInt64], expected: UInt64, isShared: Bool = true) {
    self.kept = kept
    self.levels = levels
    self.expected = expected
    self.isShared = isShared
  }

  package var counted: UInt64 { levels.reduce(0, +) }
  /// A worker process that died may have added to shared memory what nobody expects any more.
  /// Nil where nothing could be: what is not shared is not lost.
  package var lost: UInt64? { isShared ? expected - min(counted, expected) : nil }

  package var json: JSONValue {
    [
      "kept": .string(kept.rawValue), "counted": .unsigned(counted),
      "expected": .unsigned(expected), "lost": lost.map { .unsigned($0) } ?? .null,
      "levels": .array(levels.map { .unsigned($0) }),
    ]
  }

  /// `racy, 12,000 pixels counted of 12,288 (288 lost)`
  package var text: String {
    guard let lost else {
      return "\(kept.rawValue), not shared: each process counted for itself, so none of "
        + "\(Humanised.count(expected)) pixels are in the coordinator's table"
    }
    return "\(kept.rawValue), \(Humanised.count(counted)) pixels counted of "
      + "\(Humanised.count(expected)) (\(lost == 0 ? "none" : Humanised.count(lost)) lost)"
  }
}

extension BatchResult {
  /// Nil where pixels were not counted.
  package var pixelCount: PixelCount? {
    guard let kept = settings.tally, let found = figures.tally else { return nil }
    let jobs = tally.pixels ?? JobTally()
    let merged = jobs.counts.isEmpty ? [UInt64](repeating: 0, count: Tally.levels) : jobs.counts
    return PixelCount(
      kept: kept, levels: kept == .merged ? merged : found, expected: jobs.added,
      isShared: settings.mode != .forked || kept == .merged || kept == .shared)
  }
}
