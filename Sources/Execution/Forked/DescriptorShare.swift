/// How the coordinator shares out the descriptors that it may open, where encoded bytes go through
/// it.
///
/// It has a socket for each worker. In shared memory, each input or output is a file besides, from
/// the moment it gets there until it was handed over or written; the kernel counts those on their
/// way, too.
package struct DescriptorShare: Sendable, Hashable {
  /// Inputs that may be there at a time, and outputs; at least 1.
  package var blocks = Int.max
  /// Jobs that a worker may have besides the one it computes; at least 1 where any are wanted.
  package var readAhead: Int
  /// Descriptors that are not there for the engine's operations.
  package var total: Int

  /// - Parameter spare: descriptors that may still be opened; nil where nobody counts.
  package init(spare: Int?, _ settings: ExecutionSettings) {
    readAhead = settings.inFlight
    total = settings.workers
    guard settings.handoff == .shm, let spare else { return }
    // Half of what is left is for operations, which have up to three each.
    blocks = max(1, (spare - settings.workers) / 4)
    total += 2 * blocks
    // A worker has its inputs open, too, by the same limit, and waits in line with the others.
    readAhead = min(readAhead, max(1, spare / settings.workers))
  }
}
