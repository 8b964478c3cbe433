/// The highest sum of memory over several processes, from samples taken while they ran.
///
/// Fed with proportional set sizes (PSS), it counts a page shared by N processes once: 1/N for
/// each. A peak between two samples is missed, so it is a lower bound.
package struct PeakMemory: Sendable, Hashable {
  /// Bytes; nil until a process could be read.
  package private(set) var bytes: UInt64?
  /// When that was, in the samples' unit of time.
  package private(set) var time: UInt64?
  package private(set) var samples = 0
  /// Samples in which a process could not be read, because it had just ended, say. They raise the
  /// peak if what could be read is more than it, and are counted here in any case.
  package private(set) var incompleteSamples = 0

  package init() {}

  /// - Parameters:
  ///   - processes: bytes of each process at that moment; nil for one that could not be read.
  package mutating func record(time: UInt64, processes: [UInt64?]) {
    samples += 1
    let known = processes.compactMap { $0 }
    if known.count < processes.count { incompleteSamples += 1 }
    guard !known.isEmpty else { return }
    let sum = known.reduce(0, +)
    if sum > bytes ?? 0 || bytes == nil {
      bytes = sum
      self.time = time
    }
  }
}
