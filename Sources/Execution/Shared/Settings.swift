import FileIO
import Pipeline
import SystemPackage

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

/// Whether idle threads help with the pictures of others.
package enum Splitting: String, Sendable, Hashable, CaseIterable {
  /// Where a picture is large enough, and the others will have run out of pictures before it is
  /// done.
  case auto
  /// With any picture that has rows enough.
  case on
  case off
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
  /// Files being read ahead, and files being written behind, per worker. Two keep a worker busy
  /// where reading an input takes about as long as computing on it, though pictures differ in size.
  package var inFlight: Int = 2
  package var durability: Durability = .none
  /// Artificial slowness of storage; nil when the real speed is wanted.
  package var throttle: Throttle?
  /// Whether threads may work on one picture together (free mode only).
  package var split = Splitting.off
  package var failFast: Bool = false
  /// Whether worker processes give up what they have no need of (forked mode).
  package var sandbox: SandboxChoice = .auto
  /// What the user named as inputs, files and folders; worker processes may read what is in them.
  package var inputs: [FilePath] = []
  /// The folder that all outputs are in, where there is one: nothing is written outside of it.
  package var output: FilePath?
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
  /// What becomes of `split`. With a time limit nobody helps: sharing a picture costs CPU time, and
  /// how much depends on who is free, so that near the limit chance would decide.
  package var sharing: Splitting { mode == .free && timeLimit == nil ? split : .off }

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
