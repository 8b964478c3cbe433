import Figures
import Report

/// What the process that started a run knows of it.
package struct OutsideView: Sendable, Hashable {
  /// Nanoseconds from starting the process until it had ended.
  package var wall: UInt64
  /// CPU nanoseconds of it and its children, counted by the kernel when they had ended.
  package var cpuUser: UInt64
  package var cpuSystem: UInt64

  package init(wall: UInt64, cpuUser: UInt64, cpuSystem: UInt64) {
    self.wall = wall
    self.cpuUser = cpuUser
    self.cpuSystem = cpuSystem
  }
}

extension Figure {
  /// Figures that a report has as sums, under the same name.
  private static let sums: [Figure] = [
    .runQueueDelay, .voluntarySwitches, .involuntarySwitches, .minorFaults, .majorFaults,
    .memorySamplingCPU, .kernelIOCPU, .io, .ioWait, .lockAcquisitions, .lockSwitches,
    .lockForcedSwitches, .forks, .handoffMessages, .handoffTime, .instructions, .cycles,
    .cacheMisses,
  ]

  private static let stages: [(name: String, wall: Figure, cpu: Figure?)] = [
    ("read", .readWall, nil), ("decode", .decodeWall, .decodeCPU),
    ("filter", .filterWall, .filterCPU), ("encode", .encodeWall, .encodeCPU),
    ("write", .writeWall, nil),
  ]

  /// Everything known of one run. What was not measured is left out, and so is what follows from
  /// it.
  package static func values(
    _ outside: OutsideView, _ report: RunReport, effectiveCPUs: Int
  ) -> [Figure: Double] {
    var values: [Figure: Double] = [:]
    func sum(_ name: String) -> Double? { report.sums[name]?.value.map { Double($0) } }
    let wall = Double(outside.wall)
    let cpu = Double(outside.cpuUser + outside.cpuSystem)
    values[.wall] = wall
    values[.cpuUser] = Double(outside.cpuUser)
    values[.cpuSystem] = Double(outside.cpuSystem)
    if wall > 0 {
      values[.effectiveCores] = cpu / wall
      values[.utilisation] = cpu / wall / Double(max(effectiveCPUs, 1))
    }
    if let run = sum("wall_ns") {
      values[.runWall] = run
      values[.startUp] = max(wall - run, 0)
    }
    for figure in sums { values[figure] = sum(figure.rawValue) }
    for figure in [Figure.peakMemory, .peakResident] {
      values[figure] = report.peaks[figure.rawValue]?.value.map { Double($0) }
    }
    for stage in stages {
      guard let time = report.stages[stage.name] else { continue }
      values[stage.wall] = Double(time.wall)
      if let figure = stage.cpu { values[figure] = time.cpu.map { Double($0) } }
    }
    if let io = sum("io_ns"), io > 0, let overlap = sum("io_overlap_ns") {
      values[.ioOverlap] = overlap / io
    }
    for (figure, name) in [(Figure.lockHold, "lock_hold_ns"), (.lockWait, "lock_wait_ns")] {
      values[figure] = report.histograms[name].map { Double($0.total) }
    }
    values[.workerStartUp] = report.histograms["worker_startup_ns"]?.mean
    if let there = sum("handoff_to_workers_bytes"), let back = sum("handoff_from_workers_bytes") {
      values[.handoffBytes] = there + back
    }
    return values
  }

  /// Where the kernel's account and the run's own differ by more than the accounts' grain: the
  /// share by which the run's differs; nil where they agree or one is missing.
  package static func disagreement(_ outside: OutsideView, _ report: RunReport) -> Double? {
    guard let user = report.sums["cpu_user_ns"]?.value,
      let system = report.sums["cpu_system_ns"]?.value
    else { return nil }
    let kernel = Double(outside.cpuUser + outside.cpuSystem)
    let own = Double(user + system)
    // The report is written before the process ends, and ending costs a few milliseconds.
    guard kernel > 0, abs(own - kernel) > max(0.02 * kernel, 20_000_000) else { return nil }
    return own / kernel - 1
  }
}
