import Benchmark
import Measure
import Platform

/// What the machine was like, and what others did on it while runs were measured.
struct MachineWatch {
  private let loadBefore = MachineActivity.loadAverages()
  private let throttledBefore = MachineActivity.throttledPeriods()
  private var busyBefore: UInt64?
  private var others: Double = 0
  private var watched: Double = 0
  private var isKnown = true

  /// Right before a run.
  mutating func begin() { busyBefore = MachineActivity.busyTime() }

  /// Right after it. What all processes used besides the run was used by others.
  mutating func end(used: OutsideView) {
    guard let before = busyBefore, let after = MachineActivity.busyTime(), after >= before else {
      isKnown = false
      return
    }
    others += Double(after - before) - Double(used.cpuUser + used.cpuSystem)
    watched += Double(used.wall)
  }

  var facts: MachineFacts {
    let cpus = EffectiveCPUs.now()
    var state = MachineState()
    state.onlineCPUs = cpus.installed
    state.allowedCPUs = cpus.affinity
    state.quota = cpus.quota
    if let before = throttledBefore, let after = MachineActivity.throttledPeriods() {
      state.throttledPeriods = after - min(before, after)
    }
    // Ticks are coarse, and a machine without others can come out below none.
    if isKnown, watched > 0 { state.othersCores = max(others / watched, 0) }
    state.frequencyLimit = MachineIdentity.frequencyLimit()
    var facts = MachineFacts(
      effectiveCPUs: cpus.effective, loadBefore: loadBefore, state: state)
    facts.cpu = MachineIdentity.cpu()
    facts.kernel = MachineIdentity.kernel()
    facts.architecture = MachineIdentity.architecture
    facts.governor = MachineIdentity.governor()
    facts.memory = UInt64(MachineMemory.available())
    return facts
  }
}
