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

  package init(kept: TallyKeeping, levels: [UInt64], expected: UInt64) {
    self.kept = kept
    self.levels = levels
    self.expected = expected
  }

  package var counted: UInt64 { levels.reduce(0, +) }
  /// A worker process that died may have added to shared memory what nobody expects any more.
  package var lost: UInt64 { expected - min(counted, expected) }

  package var json: JSONValue {
    [
      "kept": .string(kept.rawValue), "counted": .unsigned(counted),
      "expected": .unsigned(expected), "lost": .unsigned(lost),
      "levels": .array(levels.map { .unsigned($0) }),
    ]
  }

  /// `racy, 12,000 pixels counted of 12,288 (288 lost)`
  package var text: String {
    "\(kept.rawValue), \(Humanised.count(counted)) pixels counted of \(Humanised.count(expected)) "
      + (lost == 0 ? "(none lost)" : "(\(Humanised.count(lost)) lost)")
  }
}

extension BatchResult {
  /// Nil where pixels were not counted.
  package var pixelCount: PixelCount? {
    guard let kept = settings.tally, let found = figures.tally else { return nil }
    let jobs = tally.pixels ?? JobTally()
    let merged = jobs.counts.isEmpty ? [UInt64](repeating: 0, count: Tally.levels) : jobs.counts
    return PixelCount(
      kept: kept, levels: kept == .merged ? merged : found, expected: jobs.added)
  }
}
