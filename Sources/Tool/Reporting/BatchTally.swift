import Figures
import Pipeline
import SystemPackage

/// What became of a batch so far, added up from outcomes.
package struct BatchTally: Sendable {
  package struct Failure: Sendable, Hashable {
    package var input: FilePath
    package var failure: JobFailure

    package init(input: FilePath, failure: JobFailure) {
      self.input = input
      self.failure = failure
    }
  }

  /// Jobs planned, in number and in bytes of their inputs.
  package let total: Int
  package let totalBytes: UInt64

  package private(set) var done = 0
  /// Begun, and dropped because the batch was told to.
  package private(set) var interrupted = 0
  package private(set) var failures: [Failure] = []
  package private(set) var failureKinds: Set<JobFailure.Kind> = []
  package private(set) var warnings = 0
  /// Bytes of the inputs of jobs that ended, as planned: for progress.
  package private(set) var endedBytes: UInt64 = 0
  /// Bytes read and written, and pixels decoded and written, by all jobs that got so far.
  package private(set) var inputBytes: UInt64 = 0
  package private(set) var outputBytes: UInt64 = 0
  package private(set) var inputPixels: UInt64 = 0
  package private(set) var outputPixels: UInt64 = 0
  package private(set) var times = StageTimes()
  /// Nanoseconds from a worker's taking a job to its output being in place.
  package private(set) var jobTimes = Histogram()

  package init(_ jobs: [Job]) {
    total = jobs.count
    totalBytes = jobs.reduce(0) { $0 + UInt64(max($1.inputBytes, 0)) }
  }

  package var ended: Int { done + interrupted + failures.count }

  package mutating func add(_ job: Job, _ outcome: Outcome) {
    if let failure = outcome.failure, failure.kind == .interrupted {
      interrupted += 1
    } else if let failure = outcome.failure {
      failures.append(Failure(input: job.input, failure: failure))
      failureKinds.insert(failure.kind)
    } else {
      done += 1
    }
    warnings += outcome.warnings.count
    endedBytes += UInt64(max(job.inputBytes, 0))
    inputBytes += UInt64(max(outcome.inputBytes, 0))
    outputBytes += UInt64(max(outcome.outputBytes, 0))
    inputPixels += UInt64(outcome.inputWidth * outcome.inputHeight)
    outputPixels += UInt64(outcome.outputWidth * outcome.outputHeight)
    times.add(outcome.times)
    if outcome.finished > outcome.started, outcome.failure == nil {
      jobTimes.record(outcome.finished - outcome.started)
    }
  }
}
