import FileIO
import Pipeline
import Platform
import SystemPackage

/// A batch being run: what every mode needs.
struct Batch: Sendable {
  let jobs: [Job]
  let jobsByID: [Int: Job]
  let recipe: Recipe
  var settings: ExecutionSettings
  /// What no output may lie outside of; nil where outputs lie anywhere.
  let root: OutputRoot?
  let stop: StopRequest
  let reporter: Reporter
  let tally: Tally?
  let sampler: MemorySampler
  let watch: RunWatch
}

/// Runs all jobs in the mode that the settings name, and returns when every output is in place or
/// given up.
///
/// Call it while the process has a single thread: the forked mode starts its processes first of
/// all. `threadsAllowed` is called right after, in every mode; whoever wants threads of their own
/// (to wait for signals, say) starts them there.
///
/// - Parameter arena: where to record when what happened, if anywhere.
package func runBatch(
  _ jobs: [Job], _ recipe: Recipe, _ settings: ExecutionSettings, stop: StopRequest,
  observer: any BatchObserver, recording arena: SpanArena? = nil, threadsAllowed: () -> Void = {}
) throws(ExecutionError) -> RunFigures {
  // Before any fork: what processes share has to be there.
  let tally = try makeTally(settings.tally)
  let root = try openRoot(settings.output, jobs)
  let reporter = Reporter(observer, stop: stop, failFast: settings.failFast, root: root)
  let batch = Batch(
    jobs: settings.mode == .inline ? jobs : JobQueue.balanced(jobs),
    jobsByID: Dictionary(jobs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
    recipe: recipe, settings: settings, root: root, stop: stop,
    reporter: reporter,
    tally: tally,
    sampler: MemorySampler(
      kernelWorkers: settings.io == .uring || settings.io == .auto,
      sharedBlocks: settings.mode == .forked && settings.handoff == .shm),
    watch: RunWatch(arena))
  let forked = {
    threadsAllowed()
    batch.sampler.start()
  }
  defer { _ = batch.sampler.finish() }
  let counters = HardwareCounters()
  let before = ResourceUsage.ofSelf()
  let start = Clock.wall()
  var figures =
    switch settings.mode {
    case .inline: try runInline(batch, forked)
    case .free: try runFree(batch, forked)
    case .locked: try runLocked(batch, forked)
    case .forked: try runForked(batch, forked)
    }
  if settings.durability == .batch { figures.syncFailure = sync(jobs) }
  figures.wall = Clock.wall() - start
  figures.hardware = counters.reading
  let used = ResourceUsage.ofSelf().since(before)
  figures.ownUser = used.user
  figures.ownSystem = used.system
  figures.peakResident = used.peakResident
  figures.tally = tally?.counts
  figures.memory = batch.sampler.finish()
  figures.io = batch.watch.meter?.figures
  figures.notStarted = jobs.count - reporter.ended
  return figures
}

private func openRoot(
  _ output: FilePath?, _ jobs: [Job]
) throws(ExecutionError) -> OutputRoot? {
  guard let output, !jobs.isEmpty else { return nil }
  do throws(FileError) {
    return try OutputRoot(output)
  } catch {
    throw ExecutionError(.output, error.description)
  }
}

private func makeTally(_ keeping: TallyKeeping?) throws(ExecutionError) -> Tally? {
  guard let keeping else { return nil }
  do {
    return try Tally(keeping)
  } catch {
    throw ExecutionError(.memory, "cannot make a tally: \(error.description)")
  }
}

/// Presses all outputs onto the disk; the reason, where that failed.
private func sync(_ jobs: [Job]) -> String? {
  do throws(FileError) {
    try syncAll(directories: Array(Set(jobs.map { $0.output.removingLastComponent() })))
    return nil
  } catch {
    return error.description
  }
}
