import FileIO
import Pipeline
import Platform

/// Jobs that a worker process was sent and has not begun.
///
/// The receiving thread puts them in; the computing thread takes them out. With an engine that
/// overlaps, a job's input is being read from the moment the job arrives.
final class WorkerInbox: JobSource, @unchecked Sendable {
  private enum Slot {
    case job(Job)
    case loaded(LoadedJob)

    var job: Job {
      switch self {
      case .job(let job): job
      case .loaded(let loaded): loaded.job
      }
    }
  }

  /// Reads inputs; nil when they come with the jobs.
  private let engine: (any FileEngine)?
  /// Bytes above which an input is refused.
  private let limit: Int
  private let mutex = PThreadMutex()
  private let arrived = PThreadCondition()
  // Guarded by `mutex`:
  private var slots: [Slot] = []
  private var reading = 0
  private var isClosed = false
  /// Told of jobs that nobody will begin, from whichever thread; nil while jobs are begun.
  private var dropping: (@Sendable (Job) -> Void)?

  init(_ engine: (any FileEngine)?, limit: Int) {
    self.engine = engine
    self.limit = limit
  }

  /// A job whose input this process reads.
  func put(_ job: Job) {
    guard let engine, !engine.isSynchronous else { return append(.job(job)) }
    mutex.lock()
    reading += 1
    mutex.unlock()
    engine.read(ReadRequest(path: job.input, limit: limit, tag: job.id)) {
      [self] read in
      mutex.lock()
      reading -= 1
      mutex.unlock()
      append(.loaded(LoadedJob(job: job, read: read, reservation: nil)))
    }
  }

  /// A job that came with its input.
  func put(_ loaded: LoadedJob) { append(.loaded(loaded)) }

  /// No more jobs will come; `next` returns nil once those that came are taken.
  func close(droppingRest: Bool = false) {
    mutex.lock()
    isClosed = true
    if droppingRest { slots.removeAll() }
    arrived.broadcast()
    mutex.unlock()
  }

  /// Drops the jobs that `next` did not return, and those that are still to come or being read, and
  /// tells of each.
  func drop(telling dropped: @escaping @Sendable (Job) -> Void) {
    mutex.lock()
    dropping = dropped
    let rest = slots
    slots.removeAll()
    mutex.unlock()
    for slot in rest { dropped(slot.job) }
  }

  func next() -> LoadedJob? {
    mutex.lock()
    while slots.isEmpty, !(isClosed && reading == 0) { arrived.wait(mutex) }
    let slot = slots.isEmpty ? nil : slots.removeFirst()
    mutex.unlock()
    switch slot {
    case .loaded(let loaded): return loaded
    case .job(let job):
      guard let engine else { preconditionFailure("a job without input and nothing to read it") }
      let request = ReadRequest(path: job.input, limit: limit, tag: job.id)
      return LoadedJob(job: job, read: engine.readNow(request), reservation: nil)
    case nil: return nil
    }
  }

  private func append(_ slot: Slot) {
    mutex.lock()
    let dropped = dropping
    if dropped == nil { slots.append(slot) }
    arrived.broadcast()
    mutex.unlock()
    dropped?(slot.job)
  }
}
