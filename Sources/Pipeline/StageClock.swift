import Platform

/// What a mode does where one stage borders on another: nothing, or drop and take a lock.
package protocol StageGate: AnyObject {
  /// The worker leaves `old` and is about to work on `new`; nil stands for the worker's own
  /// bookkeeping between stages. May block, and the time is charged to neither stage.
  func move(from old: Stage?, to new: Stage?)
}

/// A gate that is always open.
package final class OpenGate: StageGate {
  package init() {}
  package func move(from old: Stage?, to new: Stage?) {}
}

/// Sees every stretch of time that a worker spends in a stage. Called on the worker's thread,
/// so an observer keeps to itself what it needs and takes no lock.
package protocol StageObserver: AnyObject {
  func began(_ stage: Stage)
  /// A stretch is over: the stage has ended, or an inner one has begun.
  ///
  /// - Parameters:
  ///   - job: the job worked on; for reading, the one that was read. Nil where none was left.
  ///   - start: nanoseconds of the monotonic clock.
  func ended(_ stage: Stage, job: Int?, from start: UInt64, to end: UInt64)
}

/// Charges a worker's time to stages.
///
/// Rows stream, so stages nest: the filter stage asks the decoder for its next band in the middle
/// of its own work. Each stage is charged for its own time only: entering an inner stage stops the
/// outer one's clock, and a border costs two or four clock readings. Bands, not rows, are the unit,
/// which keeps that cost far below a thousandth of the work.
package final class StageClock {
  private let gate: any StageGate
  private let observer: (any StageObserver)?
  private var current: Stage?
  private var since = StageTimes.Entry()
  private var times = StageTimes()
  /// The job that observers are told of.
  package var job: Int?

  package init(gate: any StageGate, observer: (any StageObserver)? = nil) {
    self.gate = gate
    self.observer = observer
  }

  /// Runs `body` as part of `stage`.
  package func run<Result, Failure: Error>(
    _ stage: Stage, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = current
    move(to: stage)
    defer { move(to: outer) }
    return try body()
  }

  /// Runs `body`, which waits for other threads, and charges it to no stage.
  package func pause(_ body: () -> Void) {
    let outer = current
    move(to: nil)
    defer { move(to: outer) }
    body()
  }

  /// Adds what others spent on this worker's job.
  package func charge(_ others: StageTimes) { times.add(others) }

  /// What was charged since the last call, which starts anew.
  package func collect() -> StageTimes {
    defer { times = StageTimes() }
    return times
  }

  private func move(to next: Stage?) {
    if let current {
      let now = reading()
      times[current].wall += now.wall - since.wall
      times[current].cpu += now.cpu - since.cpu
      observer?.ended(current, job: job, from: since.wall, to: now.wall)
    }
    gate.move(from: current, to: next)
    current = next
    if let next {
      since = reading()
      observer?.began(next)
    }
  }

  private func reading() -> StageTimes.Entry {
    StageTimes.Entry(wall: Clock.wall(), cpu: Clock.threadCPU())
  }
}
