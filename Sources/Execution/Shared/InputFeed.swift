import FileIO
import Pipeline
import Pixels
import Platform

/// Inputs for the threads of one process, read ahead of need.
///
/// The feed belongs to all workers together. Whoever takes an input first hands in reads until the
/// window is full, so reading goes on while workers compute, and no job waits behind a slow one in
/// some worker's private queue. The window is counted in files and in bytes. With a synchronous
/// engine there is nothing to overlap: each worker reads for itself.
package final class InputFeed: JobSource, @unchecked Sendable {
  private let queue: JobQueue
  private let engine: any FileEngine
  private let budget: ByteBudget
  private let window: Int
  private let limit: Int
  private let stop: StopRequest

  private let mutex = PThreadMutex()
  private let arrived = PThreadCondition()
  // Guarded by `mutex`:
  private var ready: [LoadedJob] = []
  /// Jobs claimed whose bytes have not arrived.
  private var reading = 0
  private var exhausted = false
  /// A claimed job for which there was no memory when it was wanted only for later.
  private var postponed: Job?

  /// - Parameters:
  ///   - window: files that may be read ahead.
  ///   - limit: bytes above which an input is refused.
  package init(
    _ queue: JobQueue, _ engine: any FileEngine, _ budget: ByteBudget, window: Int,
    limit: Int = ExecutionSettings.standardMaxInputBytes, stop: StopRequest
  ) {
    self.queue = queue
    self.engine = engine
    self.budget = budget
    self.window = max(1, window)
    self.limit = limit
    self.stop = stop
    stop.onRise { [weak self] _ in self?.wakeAll() }
  }

  package func next() -> LoadedJob? {
    engine.isSynchronous ? readNow() : takeReady()
  }

  /// Claims and reads on the calling thread.
  private func readNow() -> LoadedJob? {
    guard let job = queue.claim(), let reservation = reserve(job) else { return nil }
    return LoadedJob(
      job: job, read: engine.readNow(request(for: job)), reservation: reservation)
  }

  private func takeReady() -> LoadedJob? {
    mutex.lock()
    defer { mutex.unlock() }
    while true {
      if stop.isStopping {
        ready.removeAll()
        return nil
      }
      fillWindow(isWanted: true)
      if !ready.isEmpty {
        let taken = ready.removeFirst()
        // What takes its place is read while this one is worked on.
        fillWindow(isWanted: false)
        return taken
      }
      if exhausted, reading == 0, postponed == nil { return nil }
      arrived.wait(mutex)
    }
  }

  /// Hands in reads until the window or the memory is full. Called, and returns, with the mutex
  /// held; lets go of it while memory is waited for or the engine is called.
  ///
  /// - Parameter isWanted: whether somebody has nothing to do until an input arrives. Only then is
  ///   memory waited for.
  private func fillWindow(isWanted: Bool) {
    while reading + ready.count < window, let job = claim() {
      let isUrgent = isWanted && reading == 0 && ready.isEmpty
      guard isUrgent || budget.tryReserve(job.inputBytes) else {
        postponed = job
        return
      }
      reading += 1
      mutex.unlock()
      handIn(job, isReserved: !isUrgent)
      mutex.lock()
    }
  }

  private func claim() -> Job? {
    defer { postponed = nil }
    if let job = postponed ?? queue.claim() { return job }
    exhausted = true
    return nil
  }

  /// Waits for an input's memory; nil when the batch is cancelled first.
  private func reserve(_ job: Job) -> Reservation? {
    do throws(ImageError) {
      try budget.reserve(job.inputBytes)
      return Reservation(job.inputBytes, of: budget)
    } catch {
      return nil
    }
  }

  private func handIn(_ job: Job, isReserved: Bool) {
    guard let reservation = isReserved ? Reservation(job.inputBytes, of: budget) : reserve(job)
    else { return arrive(nil) }
    engine.read(request(for: job)) { [self] read in
      arrive(LoadedJob(job: job, read: read, reservation: reservation))
    }
  }

  private func arrive(_ loaded: LoadedJob?) {
    mutex.lock()
    reading -= 1
    if let loaded { ready.append(loaded) }
    // The last arrival must wake everybody: those it is not for have nothing left to wait for.
    if reading == 0 { arrived.broadcast() } else { arrived.signal() }
    mutex.unlock()
  }

  private func wakeAll() {
    mutex.lock()
    arrived.broadcast()
    mutex.unlock()
  }

  private func request(for job: Job) -> ReadRequest {
    ReadRequest(path: job.input, limit: limit, tag: job.id)
  }
}
