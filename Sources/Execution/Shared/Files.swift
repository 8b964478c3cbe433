import FileIO
import Pipeline
import Pixels
import Synchronization
import SystemPackage

/// The engine of one process with what stands before and behind it: inputs read ahead, outputs
/// written behind.
struct Files {
  let engine: any FileEngine
  let note: String?
  let memory: MemoryPlan
  let feed: InputFeed
  let drain: OutputDrain
  let timeLimit: TimeLimit?
  private let sampler: MemorySampler

  init(_ batch: Batch) throws(ExecutionError) {
    let settings = batch.settings
    timeLimit = try batch.startTimeLimit()
    let window = settings.workers * settings.inFlight
    do throws(FileError) {
      let made = try makeEngine(
        settings.io, depth: 2 * window, pace: settings.pace(until: batch.stop))
      engine = batch.watch.watching(made.engine)
      note = made.note
    } catch {
      timeLimit?.finish()
      throw ExecutionError(.engine, error.description)
    }
    memory = MemoryPlan(total: settings.memoryBudget, stop: batch.stop)
    let queue = JobQueue(batch.jobs, stop: batch.stop)
    feed = InputFeed(
      queue, engine, memory.readAhead, window: window, limit: settings.maxInputBytes,
      stop: batch.stop)
    let reporter = batch.reporter
    sampler = batch.sampler
    drain = OutputDrain(
      engine, beneath: batch.root, memory.writeBehind, limit: window,
      durability: settings.durability,
      stop: batch.stop, report: { reporter.ended($0, $1) })
  }

  /// Waits for the last output and lets go of the engine.
  func finish() -> RunFigures {
    drain.finish()
    timeLimit?.finish()
    sampler.noteKernelWorkers()
    var figures = RunFigures()
    figures.tell(of: engine, note)
    return figures
  }
}

extension RunFigures {
  /// Shuts the engine down, and says what there is to say of it.
  /// - Parameter note: why it is not a better one.
  mutating func tell(of engine: any FileEngine, _ note: String?) {
    engine.shutdown()
    self.engine = engine.name
    engineNote = note ?? engine.trouble
  }
}

extension Batch {
  /// Holds the jobs of one process to their time; nil where they have no limit. Starts a thread, so
  /// call it after any fork.
  func startTimeLimit() throws(ExecutionError) -> TimeLimit? {
    guard let nanoseconds = settings.timeLimit else { return nil }
    do throws(Errno) {
      return try TimeLimit(nanoseconds: nanoseconds)
    } catch {
      throw ExecutionError(.fork, "cannot start a thread to keep --max-seconds: \(error)")
    }
  }
}

extension Checkpoint {
  /// A checkpoint that ends the work when the batch is cancelled, and a job when its time is up.
  convenience init(stoppedBy stop: StopRequest, _ jobClock: JobClock?) {
    let bell = Bell()
    self.init {
      // Lowered before it is looked at, so that no request is overlooked; to stop is for good.
      bell.checkpoint?.requested.store(false, ordering: .relaxed)
      if stop.isCancelled {
        bell.checkpoint?.requested.store(true, ordering: .relaxed)
        return .stop
      }
      return jobClock?.verdict() ?? .goOn
    }
    bell.checkpoint = self
    jobClock?.attach(self)
    stop.onRise { [weak self] urgency in
      if urgency >= .cancel { self?.requested.store(true, ordering: .relaxed) }
    }
  }
}

/// The checkpoint that an answer belongs to. Set once, before anybody polls.
private final class Bell: @unchecked Sendable {
  weak var checkpoint: Checkpoint?
}
