import FileIO
import Memory
import Pipeline
import Platform

/// What a worker does from its first job to its last, the same in every mode: take a job, transform
/// it, bring it away.
///
/// - Parameter began: told of each job as it is started, while the worker is still reading: in
///   locked mode, without the lock.
package func work(
  from source: any JobSource, into sink: any JobSink, _ recipe: Recipe, _ worker: Worker,
  began: (Job) -> Void
) {
  let clock = worker.clock
  while let loaded = clock.run(.read, { take(from: source, clock, began) }) {
    let delivery = run(loaded, recipe, worker)
    clock.run(.write) { sink.accept(delivery) }
    // Whoever writes the output counts it by now.
    if let output = delivery.bytes { worker.memory.release(output.capacity) }
    // The outcome is on its way already, with what the write itself took.
    _ = clock.collect()
  }
}

private func take(
  from source: any JobSource, _ clock: StageClock, _ began: (Job) -> Void
) -> LoadedJob? {
  clock.job = nil
  guard let loaded = source.next() else { return nil }
  clock.job = loaded.job.id
  began(loaded.job)
  return loaded
}

/// Runs one loaded job up to its output's bytes.
private func run(_ loaded: LoadedJob, _ recipe: Recipe, _ worker: Worker) -> Delivery {
  let job = loaded.job
  var outcome = Outcome(job: job.id, worker: worker.index, started: Clock.wall())
  var product: Product?
  do {
    let input = try loaded.read.bytes.mapError { JobFailure($0, .read) }.get()
    outcome.inputBytes = input.count
    let before = Clock.threadCPU()
    let made = try transform(input, recipe, worker)
    outcome.inputSum = input.withSpan { XXHash64.hash($0) }
    outcome.outputSum = made.bytes.withSpan { XXHash64.hash($0) }
    product = made
    if recipe.plantedWork > 0 {
      worker.clock.run(.filter) {
        spend(Double(Clock.threadCPU() - before) * recipe.plantedWork)
      }
    }
  } catch {
    outcome.failure = error
  }
  outcome.times = worker.clock.collect()
  outcome.tally = worker.tally?.collect()
  // The worker's wait for an input says little when others were computing meanwhile: what the
  // stage took is what the operation took.
  outcome.times[.read].wall = loaded.read.span.nanoseconds
  if let product {
    outcome.warnings = product.warnings
    outcome.inputWidth = product.inputWidth
    outcome.inputHeight = product.inputHeight
    outcome.outputWidth = product.outputWidth
    outcome.outputHeight = product.outputHeight
    outcome.workingBytes = product.workingBytes
    outcome.threads = product.threads
    outcome.outputBytes = product.bytes.count
  }
  outcome.finished = Clock.wall()
  return Delivery(job: job, outcome: outcome, bytes: product?.bytes)
}

/// Uses up so many nanoseconds of this thread's CPU.
private func spend(_ nanoseconds: Double) {
  let end = Clock.threadCPU() + UInt64(nanoseconds)
  while Clock.threadCPU() < end {}
}

extension Outcome {
  /// Adds what became of the output.
  mutating func conclude(_ written: WriteResult) {
    times[.write].wall = written.span.nanoseconds
    finished = written.span.finished
    if let error = written.error {
      fail(JobFailure(error, .write))
    }
  }
}

extension JobFailure {
  package init(_ error: FileError, _ stage: Stage) {
    self.init(error.isEnvironmental ? .environment : .file, stage, error.description)
  }
}
