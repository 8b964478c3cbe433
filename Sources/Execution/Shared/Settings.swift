import FileIO
import Pipeline

/// The ways of running a batch. `inline` is the oracle: one job after the other on the calling
/// thread.
package enum Mode: String, Sendable, Hashable, CaseIterable {
  case inline, locked, free, forked
}

/// What crosses the border between coordinator and forked worker.
package enum Handoff: String, Sendable, Hashable, CaseIterable {
  /// Names: a worker reads and writes its own files.
  case path
  /// Encoded bytes, through the worker's socket.
  case pipe
  /// Encoded bytes, in memory that both map.
  case shm
}

/// How a batch is to be run. Nothing in here changes a byte of any output.
package struct ExecutionSettings: Sendable, Hashable {
  package var mode: Mode = .free
  /// Threads or processes that run jobs, at least 1.
  package var workers: Int = 1
  package var io: EngineChoice = .auto
  package var handoff: Handoff = .path
  /// CPU stages that need the lock (locked mode).
  package var lockScope: StageSet = .computing
  /// Nanoseconds a waiter waits before it asks the holder to let go.
  package var switchInterval: UInt64 = 5_000_000
  /// Whether filters look up for a drop request; false makes each stage one opaque call.
  package var checkpoints: Bool = true
  /// Bytes that inputs read ahead, pictures being worked on and outputs being written may take
  /// together.
  package var memoryBudget: Int = 1 << 30
  /// Files being read ahead, and files being written behind, per worker. Two keep a worker busy where
  /// reading an input takes about as long as computing on it, though pictures differ in size.
  package var inFlight: Int = 2
  package var durability: Durability = .none
  /// Artificial slowness of storage; nil when the real speed is wanted.
  package var throttle: Throttle?
  package var failFast: Bool = false
  /// CPU nanoseconds that one image may take; nil for no limit.
  package var timeLimit: UInt64?
  /// Bytes above which an input is refused instead of read.
  package var maxInputBytes = ExecutionSettings.standardMaxInputBytes
  /// 2 GiB, beyond any sound PNG or JPEG.
  package static let standardMaxInputBytes = 1 << 31
  /// How pixels are counted by their brightness; nil where they are not.
  package var tally: TallyKeeping?

  package init() {}
}

extension ExecutionSettings {
  /// The pace of reads and writes, which ends when the batch is cancelled; nil for the real speed.
  func pace(until stop: StopRequest) -> Pace? {
    guard let throttle else { return nil }
    let pace = Pace(throttle)
    stop.onRise { [weak pace] urgency in
      if urgency >= .cancel { pace?.callOff() }
    }
    return pace
  }
}
