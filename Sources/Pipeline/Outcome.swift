import Pixels

/// Why a job failed: in which stage, of what kind, in words that name what and why.
package struct JobFailure: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The picture was refused or could not be filtered.
    case picture
    /// Its file could not be read or written.
    case file
    /// The machine's trouble (disk full, I/O error); the batch ends and may be tried again.
    case environment
    /// The worker process died while it had the job.
    case worker
    /// The batch was stopped before the job was finished.
    case interrupted
  }

  package var kind: Kind
  package var stage: Stage
  package var reason: String

  package init(_ kind: Kind, _ stage: Stage, _ reason: String) {
    self.kind = kind
    self.stage = stage
    self.reason = reason
  }

  /// - Parameter stage: where the error came up; rows stream, so a decoder's error comes up
  ///   through the filter that asked for the row, and is the decoder's all the same.
  package init(_ error: ImageError, _ stage: Stage) {
    let origin: Stage =
      switch error.code {
      case .unknownFormat, .unsupported, .corrupt, .damaged, .warned, .tooLarge: .decode
      case .filter: .filter
      case .encode: .encode
      case .outOfMemory, .tooSlow, .interrupted: stage
      }
    self.init(error.code == .interrupted ? .interrupted : .picture, origin, error.description)
  }

  package var description: String { reason }
}

/// What became of a job. Small, and the only thing besides the job itself that crosses between a
/// coordinator and its workers.
package struct Outcome: Sendable, Hashable {
  package var job: Int
  /// Nil when the output is in place.
  package var failure: JobFailure?
  package var warnings: [String]
  package var inputBytes: Int
  package var outputBytes: Int
  /// XXH64 of the input and of the output, to know them again by; 0 where there is no output.
  package var inputSum: UInt64 = 0
  package var outputSum: UInt64 = 0
  /// Pixels of the decoded picture and of the output; 0 where it did not get that far.
  package var inputWidth = 0
  package var inputHeight = 0
  package var outputWidth = 0
  package var outputHeight = 0
  /// Bytes that working on the picture took, besides the input; 0 where it did not get that far.
  package var workingBytes = 0
  /// Threads that computed on the picture: 1 save in free mode, and so for what worker processes
  /// say.
  package var threads = 1
  /// Nil where pixels are not counted.
  package var tally: JobTally?
  package var times: StageTimes
  /// The worker's number, counted from 0.
  package var worker: Int
  /// Nanoseconds of the monotonic clock, at which the worker began and the output was in place.
  package var started: UInt64
  package var finished: UInt64

  package init(
    job: Int, failure: JobFailure? = nil, warnings: [String] = [], inputBytes: Int = 0,
    outputBytes: Int = 0, times: StageTimes = StageTimes(), worker: Int = 0, started: UInt64 = 0,
    finished: UInt64 = 0
  ) {
    self.job = job
    self.failure = failure
    self.warnings = warnings
    self.inputBytes = inputBytes
    self.outputBytes = outputBytes
    self.times = times
    self.worker = worker
    self.started = started
    self.finished = finished
  }

  /// Notes that there is no output after all.
  package mutating func fail(_ failure: JobFailure) {
    self.failure = failure
    (outputBytes, outputSum, outputWidth, outputHeight) = (0, 0, 0, 0)
  }
}
