import FileIO
import Pipeline
import Pixels

/// One job after the other on the calling thread, in the order given. Without an engine asked for
/// by name there are no other threads and nothing overlaps; `pool` and `uring` bring theirs. The
/// oracle that the other modes are compared with.
func runInline(
  _ batch: Batch, _ threadsAllowed: () -> Void
) throws(ExecutionError) -> RunFigures {
  threadsAllowed()
  var batch = batch
  batch.settings.workers = 1
  if batch.settings.io == .auto { batch.settings.io = .blocking }
  let files = try Files(batch)
  let jobClock = files.timeLimit?.clock()
  let worker = Worker(
    index: 0, checkpoint: Checkpoint(stoppedBy: batch.stop, jobClock),
    clock: StageClock(gate: OpenGate(), observer: batch.watch.worker(0)), memory: files.memory.work,
    tally: batch.tally, jobClock: jobClock)
  work(from: files.feed, into: files.drain, batch.recipe, worker, began: batch.reporter.began)
  return files.finish()
}
