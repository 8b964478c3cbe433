/// What a run took, and what that says about how it used the machine. Nil is not measured, and what
/// follows from something not measured is nil too.
package struct CoreUse: Sendable, Hashable {
  /// Nanoseconds from start to end.
  package var wall: UInt64?
  /// CPU nanoseconds, user and system, of everything that worked for the run: the process, its
  /// children, and the kernel's workers.
  package var cpu: UInt64?
  /// CPUs' worth of time that affinity and quota allow.
  package var effectiveCPUs: Double?

  package init(wall: UInt64?, cpu: UInt64?, effectiveCPUs: Double?) {
    self.wall = wall
    self.cpu = cpu
    self.effectiveCPUs = effectiveCPUs
  }

  /// How many cores it kept busy on average: CPU ÷ wall.
  package var effectiveCores: Double? {
    guard let cpu, let wall, wall > 0 else { return nil }
    return Double(cpu) / Double(wall)
  }

  /// The share of the available cores that it kept busy: effective cores ÷ effective CPUs.
  package var utilisation: Double? {
    guard let effectiveCores, let effectiveCPUs, effectiveCPUs > 0 else { return nil }
    return effectiveCores / effectiveCPUs
  }
}

/// How much more several workers do than one.
package enum Scaling {
  /// Wall of one worker ÷ wall of several.
  package static func speedUp(wall: Double?, ofOneWorker single: Double?) -> Double? {
    guard let wall, let single, wall > 0, single > 0 else { return nil }
    return single / wall
  }

  /// The share of the ideal speed-up: speed-up ÷ workers.
  package static func efficiency(speedUp: Double?, workers: Int) -> Double? {
    guard let speedUp, workers > 0 else { return nil }
    return speedUp / Double(workers)
  }
}
