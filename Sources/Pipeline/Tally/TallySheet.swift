import Filters
import Pixels

/// What one job did to a tally.
package struct JobTally: Sendable, Hashable {
  /// How often it added one.
  package var added: UInt64
  /// By level, where the job kept a table of its own; empty otherwise.
  package var counts: [UInt64]

  package init(added: UInt64 = 0, counts: [UInt64] = []) {
    self.added = added
    self.counts = counts
  }

  package mutating func add(_ other: JobTally) {
    added += other.added
    if counts.isEmpty {
      counts = other.counts
    } else if !other.counts.isEmpty {
      for (level, count) in other.counts.enumerated() { counts[level] += count }
    }
  }
}

/// What a worker counts with. Belongs to one worker.
package final class TallySheet {
  private let tally: Tally
  private var levels: [UInt8] = []
  private var job = JobTally()

  package init(_ tally: Tally) { self.tally = tally }

  /// Counts all pixels of a row, without ever looking up.
  func count(_ row: MutableRow, of shape: ImageShape) {
    if levels.count < shape.width { levels = [UInt8](repeating: 0, count: shape.width) }
    row.lumaLevels(of: shape.format, into: &levels)
    job.added += UInt64(shape.width)
    guard tally.keeping == .merged else { return tally.add(levels[..<shape.width]) }
    if job.counts.isEmpty { job.counts = [UInt64](repeating: 0, count: Tally.levels) }
    for level in levels[..<shape.width] { job.counts[Int(level)] += 1 }
  }

  /// What the job did since the last call, also if it failed in the middle.
  package func collect() -> JobTally {
    defer { job = JobTally() }
    return job
  }
}
