import Measure

/// What was seen of the memory and the CPU time of all processes of a run while it went on.
package struct MemoryFigures: Sendable {
  /// One look at all processes.
  package struct Sample: Sendable, Hashable {
    /// Nanoseconds of the monotonic clock.
    package var time: UInt64
    /// Proportional set sizes, added up.
    package var bytes: UInt64
    /// CPU nanoseconds that they had used by then, those that have ended included.
    package var cpu: UInt64

    package init(time: UInt64, bytes: UInt64, cpu: UInt64) {
      self.time = time
      self.bytes = bytes
      self.cpu = cpu
    }
  }

  /// Of all looks, also of those that were not kept.
  package private(set) var peak = PeakMemory()
  /// In order of time, and evenly spread but for new peaks.
  package private(set) var samples: [Sample] = []
  /// When watching began, and the CPU nanoseconds that this process had used by then; nil where
  /// nobody watched. The first look comes later, and what was used until then was used since, but
  /// for the little that worker processes, which are only being forked, had used.
  package var beginning: (time: UInt64, cpu: UInt64)?
  /// CPU nanoseconds that the looking cost.
  package var cost: UInt64 = 0
  /// CPU nanoseconds of the kernel's own workers for io_uring, as far as they were seen; nil where
  /// nobody looked.
  package var kernelWorkers: UInt64?

  /// Nanoseconds that samples are kept apart.
  private var spacing: UInt64 = 20_000_000
  private static let mostSamples = 4096

  package init() {}

  /// Once very many are kept, every other one goes, and they are kept half as often: a long run has
  /// no more of them than a short one.
  package mutating func record(_ sample: Sample) {
    let highest = peak.bytes ?? 0
    peak.record(time: sample.time, processes: [sample.bytes])
    let isDue = samples.last.map { sample.time >= $0.time + spacing } ?? true
    guard isDue || sample.bytes > highest else { return }
    samples.append(sample)
    guard samples.count >= MemoryFigures.mostSamples else { return }
    samples = samples.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    spacing *= 2
  }
}
