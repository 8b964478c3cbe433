import Figures
import Pipeline
import Platform

/// Told what becomes of each job. Calls come one at a time, from any thread of the coordinator.
package protocol BatchObserver: AnyObject, Sendable {
  func began(_ job: Job)
  func ended(_ job: Job, _ outcome: Outcome)
}

/// What a run cost, besides what each outcome says of its own job. Nil is not measured.
package struct RunFigures: Sendable {
  /// Nanoseconds from the first fork or thread to the last output in place.
  package var wall: UInt64 = 0
  /// CPU nanoseconds of the coordinator and all its threads, during the run.
  package var ownUser: UInt64 = 0
  package var ownSystem: UInt64 = 0
  /// CPU nanoseconds of worker processes and of the one that forks them; nil where there were none,
  /// or where that one died and left nobody to count.
  package var workersUser: UInt64?
  package var workersSystem: UInt64?
  /// Nanoseconds that threads of these processes were ready to run and had no CPU; nil where the
  /// kernel does not say, or a worker died and could not.
  package var workersRunQueueDelay: UInt64?
  /// What the processor counted of all processes during the run.
  package var hardware = HardwareCounters.Reading()
  /// Bytes; the peak of the coordinator, and those of the workers that were there together, summed.
  /// Shared pages count twice.
  package var peakResident: UInt64?
  package var workersPeakResident: UInt64?
  /// Of all processes; nil where nobody could look.
  package var memory: MemoryFigures?
  /// The I/O engine that ran, and why not the one asked for, or why not to the end, if so.
  package var engine = ""
  package var engineNote: String?
  package var io: IOFigures?
  package var lock: LockFigures?
  package var handoff: HandoffFigures?
  package var fork: ForkFigures?
  /// What held for every worker process; nil where there were none.
  package var protections: Protections?
  /// What the coordinator found in the table that workers counted in, by level; nil without one.
  package var tally: [UInt64]?
  /// Why the outputs, though all in place, may not survive a power cut: `--durability batch` could
  /// not be kept. Nil when it was, or was not asked for.
  package var syncFailure: String?
  /// That, and why, fewer workers ran than were asked for; nil where all did that would have had a
  /// job.
  package var shortfall: String?
  /// Why jobs were left undone although nobody asked for that, and what to try; nil where none
  /// were.
  package var trouble: String?
  /// Jobs never started because the batch was stopped, or nobody was left to do them.
  package var notStarted = 0

  package init() {}

  /// Notes how many workers could be had, and what the next one failed by.
  mutating func noteShortfall(_ started: Int, of wanted: Int, _ reason: String) {
    shortfall = "only \(started) of \(wanted) workers could be started: \(reason)"
  }
}

/// What the lock saw, all threads together. Times in nanoseconds.
package struct LockFigures: Sendable {
  package var acquisitions: UInt64 = 0
  /// Times that the lock went to another thread than the last holder.
  package var switches: UInt64 = 0
  /// Times that the holder dropped because somebody asked.
  package var forcedSwitches: UInt64 = 0
  package var hold = Histogram()
  package var wait = Histogram()
  /// Waits of threads that came back from I/O: the convoy effect.
  package var reacquire = Histogram()

  package init() {}
}

/// What crossed between coordinator and workers.
package struct HandoffFigures: Sendable {
  package var bytesToWorkers: UInt64 = 0
  package var bytesFromWorkers: UInt64 = 0
  package var messages: UInt64 = 0
  /// Nanoseconds spent in sending and receiving, coordinator and workers together; nil where a
  /// worker died and could not say.
  package var nanoseconds: UInt64? = 0

  package init() {}
}

extension HandoffFigures {
  mutating func spent(_ more: UInt64?) { nanoseconds = known(nanoseconds, and: more) }
}

/// The sum of what is known; nil where one is not, or where a worker said what cannot be.
func known(_ a: UInt64?, and b: UInt64?) -> UInt64? {
  guard let a, let b else { return nil }
  let (sum, isTooMuch) = a.addingReportingOverflow(b)
  return isTooMuch ? nil : sum
}

/// What it cost to have worker processes.
package struct ForkFigures: Sendable {
  /// The most threads that a forking process had, the coordinator when it forked the server
  /// included: must be 1. Nil where that could not be seen.
  package var threadsAtFork: Int?
  package var forks = 0
  /// Workers that died and were replaced.
  package var replaced = 0
  /// Nanoseconds from asking for a worker to its first word, one entry a worker.
  package var startup = Histogram()

  package init() {}

  mutating func forked(threads: Int?, isReplacement: Bool) {
    forks += 1
    if isReplacement { replaced += 1 }
    threadsAtFork = threadsAtFork.flatMap { most in threads.map { max(most, $0) } }
  }
}
