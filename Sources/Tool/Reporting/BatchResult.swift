import Execution
import Pipeline

/// Everything known at the end of a run, for the summary and the report to tell in their ways.
package struct BatchResult: Sendable {
  package var tally: BatchTally
  package var figures: RunFigures
  package var settings: ExecutionSettings
  package var skipped = 0
  package var unreadableFolders = 0
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
    return .of(
      failures: tally.failureKinds, otherTrouble: unreadableFolders > 0, signalCode: signalCode)
  }

  /// CPU nanoseconds of coordinator and workers together.
  package var cpuUser: UInt64 { figures.ownUser + (figures.workersUser ?? 0) }
  package var cpuSystem: UInt64 { figures.ownSystem + (figures.workersSystem ?? 0) }

  /// CPU divided by wall; nil for a run without duration.
  package var effectiveCores: Double? {
    figures.wall == 0 ? nil : Double(cpuUser + cpuSystem) / Double(figures.wall)
  }

  /// Bytes at the peak, all processes together; nil where it was not measured.
  package var peakMemory: UInt64? {
    figures.peakResident.map { $0 + (figures.workersPeakResident ?? 0) }
  }
}
