import FileIO
import Pipeline
import Pixels
import Synchronization

/// The engine of one process with what stands before and behind it: inputs read ahead, outputs
/// written behind.
struct Files {
  let engine: any FileEngine
  let note: String?
  let memory: MemoryPlan
  let feed: InputFeed
  let drain: OutputDrain
  private let sampler: MemorySampler

  init(_ batch: Batch) throws(ExecutionError) {
    let settings = batch.settings
    let window = settings.workers * settings.inFlight
    do throws(FileError) {
      let made = try makeEngine(
        settings.io, depth: 2 * window, pace: settings.pace(until: batch.stop))
      engine = batch.watch.watching(made.engine)
      note = made.note
    } catch {
      throw ExecutionError(.engine, error.description)
    }
    memory = MemoryPlan(total: settings.memoryBudget, stop: batch.stop)
    let queue = JobQueue(batch.jobs, stop: batch.stop)
    feed = InputFeed(queue, engine, memory.readAhead, window: window, stop: batch.stop)
    let reporter = batch.reporter
    sampler = batch.sampler
    drain = OutputDrain(
      engine, memory.writeBehind, limit: window, durability: settings.durability,
      stop: batch.stop, report: { reporter.ended($0, $1) })
  }

  /// Waits for the last output and lets go of the engine.
  func finish() -> RunFigures {
    drain.finish()
    sampler.noteKernelWorkers()
    engine.shutdown()
    var figures = RunFigures()
    figures.engine = engine.name
    figures.engineNote = note
    return figures
  }
}

extension Checkpoint {
  /// A checkpoint that ends the work when the batch is cancelled.
  convenience init(stoppedBy stop: StopRequest) {
    self.init { stop.isCancelled ? .stop : .goOn }
    stop.onRise { [weak self] urgency in
      if urgency >= .cancel { self?.requested.store(true, ordering: .relaxed) }
    }
  }
}
