import Pipeline

/// Threads without a lock: as many jobs at a time as there are workers, and cores for them. Where
/// jobs are fewer than workers, several work on one.
func runFree(
  _ batch: Batch, _ threadsAllowed: () -> Void
) throws(ExecutionError) -> RunFigures {
  let stop = batch.stop
  // Work planted in vain goes by the thread that did the job.
  let splitting = batch.recipe.plantedWork > 0 ? .off : batch.settings.sharing
  return try runThreads(batch, threadsAllowed, splitting: splitting) { _, jobClock in
    FreeMember(stop, jobClock)
  }
}
