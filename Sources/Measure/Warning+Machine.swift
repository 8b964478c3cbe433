import Figures

/// What is known of the machine that measured; nil where it could not be found out.
package struct MachineState: Sendable, Hashable {
  /// CPUs that are switched on, and those that this process may run on.
  package var onlineCPUs: Int?
  package var allowedCPUs: Int?
  /// CPUs' worth of time that a quota allows; nil without one.
  package var quota: Double?
  /// How often the quota stopped the process while it was measured.
  package var throttledPeriods: UInt64?
  /// CPUs' worth of time that others used during the measurement.
  package var othersCores: Double?
  /// The highest frequency allowed ÷ the highest that the hardware has.
  package var frequencyLimit: Double?

  package init() {}
}

extension Warning {
  /// Others may use this share of the CPUs before it is called busy.
  private static let tolerableLoad = 0.05

  package static func ofMachine(_ machine: MachineState) -> [Warning] {
    var warnings: [Warning] = []
    let online = machine.onlineCPUs
    if let allowed = machine.allowedCPUs, let online, allowed < online {
      warnings.append(
        Warning(
          .affinity,
          "This process may use \(allowed) of \(online) CPUs (its affinity). More workers than "
            + "that gain nothing; widen the affinity (taskset) to measure the whole machine."))
    }
    if let quota = machine.quota, quota < Double(machine.allowedCPUs ?? online ?? .max) {
      let stopped = machine.throttledPeriods.map { ", which stopped it \($0) times" } ?? ""
      warnings.append(
        Warning(
          .quota,
          "A quota allows \(Humanised.fixed(quota, 2)) CPUs' worth of time\(stopped). Wall times "
            + "then depend on when it strikes; raise the container's CPU limit, or measure with "
            + "fewer workers than it allows."))
    }
    if let others = machine.othersCores, let online, others > tolerableLoad * Double(online) {
      warnings.append(
        Warning(
          .busyMachine,
          "Other programs used \(Humanised.fixed(others, 2)) of \(online) CPUs during the "
            + "measurement. Close them and measure again."))
    }
    if let limit = machine.frequencyLimit, limit < 0.99 {
      warnings.append(
        Warning(
          .frequency,
          "The CPU's frequency is limited to \(Humanised.fixed(limit * 100, 0)) % of its highest. "
            + "Choose the performance governor or lift the limit, unless this is how the machine "
            + "is to be used."))
    }
    return warnings
  }

  /// The laws of scalability speak of workers that each have a CPU.
  ///
  /// - Parameters:
  ///   - workers: the numbers of workers that a law was fitted to.
  ///   - effectiveCPUs: threads that can compute at the same time.
  ///   - series: those fitted to just these.
  package static func ofScaling(
    workers: [Int], effectiveCPUs: Int, series: [String]
  ) -> Warning? {
    guard let most = workers.max(), most > effectiveCPUs else { return nil }
    let within = workers.count { $0 <= effectiveCPUs }
    return Warning(
      .oversubscribed,
      "\(series.joined(separator: ", ")): the scalability laws were fitted to as many as \(most) "
        + "workers on \(effectiveCPUs) CPUs, of which only \(within) of \(workers.count) numbers "
        + "of workers have a CPU each. What they call serial or contention is for the rest the "
        + "lack of CPUs; measure on a machine with \(most) CPUs, or read them as this machine's "
        + "limits and not the program's.")
  }
}
