/// What `--io` can say.
package enum EngineChoice: String, Sendable, Hashable, CaseIterable {
  /// io_uring where a probe succeeds, else the pool.
  case auto
  case blocking
  case pool
  case uring
  /// Reads really, writes nowhere: to see what output costs.
  case null
}

/// Known slowness of every read and write, so that I/O-bound runs can be repeated anywhere: an
/// operation lasts at least `duration` from when it is begun.
package struct Throttle: Sendable, Hashable {
  /// Nanoseconds that each operation takes at least.
  package var latency: UInt64
  /// Bytes per second that each single operation is held to; nil for no limit.
  package var bandwidth: UInt64?

  package init(latency: UInt64, bandwidth: UInt64? = nil) {
    self.latency = latency
    self.bandwidth = bandwidth
  }

  /// Nanoseconds that an operation moving this many bytes takes at least.
  package func duration(bytes: Int) -> UInt64 {
    guard let bandwidth, bandwidth > 0 else { return latency }
    return latency + UInt64(Double(bytes) / Double(bandwidth) * 1e9)
  }
}
