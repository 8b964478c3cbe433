import Execution
import Measure
import Pipeline
import Report

/// Everything known at the end of a run, for the summary and the report to tell in their ways.
package struct BatchResult: Sendable {
  package var tally: BatchTally
  package var figures: RunFigures
  /// Of the whole program so far.
  package var usage = ProgramUsage()
  package var settings: ExecutionSettings
  /// What was done to each picture; nil where nobody says.
  package var recipe: Recipe?
  /// What was recorded, where a trace is wanted.
  package var timeline: Timeline?
  package var skipped = 0
  package var effectiveCPUs: Int
  /// 128 + the number of the signal that ended the run; nil when none did.
  package var signalCode: CInt?
  /// Why the run ended early although nobody asked, such as no engine to run on.
  package var trouble: String?
  /// How the process ends then.
  package var troubleStatus = ExitStatus.environment

  package init(
    tally: BatchTally, figures: RunFigures, settings: ExecutionSettings, effectiveCPUs: Int
  ) {
    self.tally = tally
    self.figures = figures
    self.settings = settings
    self.effectiveCPUs = effectiveCPUs
  }

  package var exitStatus: ExitStatus {
    if trouble != nil && signalCode == nil { return troubleStatus }
    return .of(failures: tally.failureKinds, signalCode: signalCode)
  }

  /// CPU nanoseconds of coordinator and workers together, from the first fork or thread to the last
  /// output in place; nil where those of worker processes are not known.
  package var cpuUser: UInt64? { together(figures.ownUser, figures.workersUser) }
  package var cpuSystem: UInt64? { together(figures.ownSystem, figures.workersSystem) }

  /// Nanoseconds that threads of the program were ready to run and had no CPU.
  package var runQueueDelay: UInt64? {
    usage.runQueueDelay.flatMap { together($0, figures.workersRunQueueDelay) }
  }

  private func together(_ own: UInt64, _ workers: UInt64?) -> UInt64? {
    settings.mode == .forked ? workers.map { own + $0 } : own
  }

  /// Whether all processes that were started were also waited for.
  package var countsChildren: Bool { settings.mode != .forked || figures.workersUser != nil }

  /// How the run used the machine: CPU and wall of the same window.
  package var coreUse: CoreUse {
    let cpu = cpuUser.flatMap { user in cpuSystem.map { user + $0 } }
    return CoreUse(wall: figures.wall, cpu: cpu, effectiveCPUs: Double(effectiveCPUs))
  }

  /// The most bytes that each process had, added up; nil where it was not measured. Pages that
  /// several have in common count for each of them, so it is an upper bound.
  package var peakResident: UInt64? {
    figures.peakResident.flatMap { together($0, figures.workersPeakResident) }
  }
}
