import Pipeline

/// Threads without a lock: as many jobs at a time as there are workers, and cores for them.
func runFree(
  _ batch: Batch, _ threadsAllowed: () -> Void
) throws(ExecutionError) -> RunFigures {
  let stop = batch.stop
  return try runThreads(batch, threadsAllowed) { _, jobClock in FreeMember(stop, jobClock) }
}
