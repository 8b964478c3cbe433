import FileIO
import Memory
import Pipeline
import Pixels
import Platform
import SystemPackage

/// A worker's whole life in its own process: one thread that computes, one that receives orders,
/// and those of the I/O engine. All are started after the fork; the thread that came out of the
/// fork only waits. Swift's runtime remembers in each thread the kernel's number for it, and a fork
/// does not correct that number: locks of the runtime that such a thread and another wanted at one
/// time would never be free again.
struct WorkerProcess: Sendable {
  private let index: Int
  private let channel: Channel
  private let batch: Batch
  /// This process's own: raised by the coordinator's `cancel`.
  private let stop = StopRequest()
  private let memory: RemoteMemory
  private let confinement: Confinement

  init(_ index: Int, _ channel: Channel, _ batch: Batch, _ confinement: Confinement) {
    self.index = index
    self.channel = channel
    self.batch = batch
    memory = RemoteMemory(channel)
    self.confinement = confinement
  }

  /// Works until the coordinator says to finish; does not return.
  func run() -> Never {
    let entered = confinement.enter()
    let worker = try? Thread(name: "worker \(index)", stackBytes: WorkerProcess.stackBytes) {
      live(entered)
    }
    guard let worker else { Sys.exitNow(WorkerProcess.noThread) }
    // The process ends in that thread.
    worker.join()
    Sys.exitNow(WorkerProcess.noThread)
  }

  private func live(_ entered: Confinement.Entered) -> Never {
    let settings = batch.settings
    var engine: (any FileEngine)?
    var note: String?
    if settings.handoff == .path {
      do throws(FileError) {
        let made = try makeEngine(
          settings.io, depth: 2 * settings.inFlight, pace: settings.pace(until: stop))
        engine = batch.watch.watching(made.engine, worker: index)
        note = made.note
      } catch {
        say(.unable(reason: error.description))
        Sys.exitNow(WorkerProcess.noEngine)
      }
    }
    let inbox = WorkerInbox(engine, limit: settings.maxInputBytes)
    let receiver = try? Thread(name: "orders") { [self] in receive(into: inbox) }
    guard receiver != nil else { Sys.exitNow(WorkerProcess.noThread) }
    let timeLimit: TimeLimit?
    do throws(ExecutionError) {
      timeLimit = try batch.startTimeLimit()
    } catch {
      Sys.exitNow(WorkerProcess.noThread)
    }
    let jobClock = timeLimit?.clock()
    do throws(ExecutionError) {
      say(.ready(try confinement.complete(entered)))
    } catch {
      say(.unable(reason: error.description))
      Sys.exitNow(WorkerProcess.noSandbox)
    }
    let drain = engine.map { makeDrain($0) }
    let sink = WorkerSink(channel, drain, settings.handoff)
    let worker = Worker(
      index: index, checkpoint: Checkpoint(stoppedBy: stop, jobClock),
      clock: StageClock(gate: OpenGate(), observer: batch.watch.worker(index)), memory: memory,
      tally: batch.tally, jobClock: jobClock)
    var breach = confinement.breach
    work(
      from: inbox, into: sink, batch.recipe, worker,
      began: {
        say(.began(id: $0.id))
        if let planned = breach.take() { attempt(planned, engine) }
      })
    drain?.finish()
    engine?.shutdown()
    timeLimit?.finish()
    say(
      .farewell(
        handoffNanoseconds: channel.nanoseconds, runQueueDelay: RunQueue.delay(),
        engine: engine?.name ?? "", note: note ?? engine?.trouble ?? ""))
    // The receiving thread waits for orders that will not come; leaving ends it.
    Sys.exitNow(0)
  }

  /// As the threads of the other modes have.
  private static let stackBytes = 2 << 20

  /// Exit statuses of a worker that could not go on, for the coordinator's message.
  static let noEngine: CInt = 70
  static let noThread: CInt = 71
  static let noMemory: CInt = 72
  static let noSandbox: CInt = 73

  private func makeDrain(_ engine: any FileEngine) -> OutputDrain {
    let settings = batch.settings
    let share = MemoryPlan(total: settings.memoryBudget / settings.workers, stop: stop)
    return OutputDrain(
      engine, beneath: batch.root, share.writeBehind, limit: settings.inFlight,
      durability: settings.durability,
      stop: stop,
      report: { [channel] _, outcome in
        try? channel.send(Word.ended(outcome, payload: .none, bytes: 0).encoded)
      })
  }

  /// Takes orders until the coordinator is gone.
  private func receive(into inbox: WorkerInbox) {
    while let bytes = (try? channel.receive()) ?? nil, let order = try? Order(bytes) {
      switch order {
      case .job(let id, let payload, let count, let again):
        guard var job = batch.jobsByID[id] else { Sys.exitNow(1) }
        if again { job.replace = true }
        if payload == .none {
          inbox.put(job)
        } else {
          inbox.put(load(job, payload, count))
        }
      case .granted: memory.grant()
      case .cancel:
        stop.cancel()
        memory.cancel()
        inbox.close(droppingRest: true)
      case .finish: inbox.close()
      case .stop: inbox.drop(telling: { say(.dropped(id: $0.id)) })
      }
    }
    // No coordinator, no work.
    Sys.exitNow(1)
  }

  private func load(_ job: Job, _ payload: Payload, _ count: Int) -> LoadedJob {
    let start = Clock.wall()
    // Without the payload, the stream makes no sense any more.
    guard let block = (try? channel.receive(payload, bytes: count)) ?? nil else {
      Sys.exitNow(WorkerProcess.noMemory)
    }
    return LoadedJob(
      job: job,
      read: ReadResult(
        bytes: .success(block), span: IOSpan(submitted: start, finished: Clock.wall())),
      reservation: nil)
  }

  private func attempt(_ breach: Breach, _ engine: (any FileEngine)?) {
    guard case .engine(let path) = breach else { return Breach.say(breach.attempt()) }
    guard let engine else { return Breach.say(.noFunction) }
    engine.read(ReadRequest(path: path, limit: batch.settings.maxInputBytes)) { result in
      switch result.bytes {
      case .success: Breach.say(nil)
      case .failure(let error): Breach.say(error.errno)
      }
    }
  }

  private func say(_ word: Word) { try? channel.send(word.encoded) }
}

/// Where a worker process brings its outputs: onto the disk, or back to the coordinator.
private final class WorkerSink: JobSink {
  private let channel: Channel
  private let drain: OutputDrain?
  private let handoff: Handoff

  init(_ channel: Channel, _ drain: OutputDrain?, _ handoff: Handoff) {
    self.channel = channel
    self.drain = drain
    self.handoff = handoff
  }

  func accept(_ delivery: Delivery) {
    if let drain {
      try? channel.send(Word.computed(id: delivery.job.id).encoded)
      drain.accept(delivery)
    } else {
      giveBack(delivery)
    }
  }

  private func giveBack(_ delivery: Delivery) {
    var outcome = delivery.outcome
    var block = delivery.bytes
    if handoff == .shm, let bytes = block {
      do throws(Errno) {
        block = try SharedMemory.copy(of: bytes)
      } catch {
        block = nil
        outcome.fail(
          JobFailure(
            .environment, .write,
            "no shared memory for an output of \(bytes.count) bytes (\(error))"))
      }
    }
    let payload: Payload =
      block == nil ? .none : handoff == .shm ? .shared : .inline
    let word = Word.ended(outcome, payload: payload, bytes: block?.count ?? 0)
    try? channel.send(word.encoded, payload: payload, block)
  }
}

/// Memory that the coordinator grants: one budget for all workers.
private final class RemoteMemory: MemoryGrant, @unchecked Sendable {
  private let channel: Channel
  private let mutex = PThreadMutex()
  private let answered = PThreadCondition()
  // Guarded by `mutex`:
  private var isGranted = false
  private var isCancelled = false

  init(_ channel: Channel) { self.channel = channel }

  func reserve(_ bytes: Int) throws(ImageError) {
    // What was asked for before and not granted is still open, and nothing else may be asked for.
    if mutex.withLock({ isCancelled }) { throw .interrupted }
    try? channel.send(Word.reserve(bytes: bytes).encoded)
    mutex.lock()
    defer { mutex.unlock() }
    while !isGranted {
      if isCancelled { throw .interrupted }
      answered.wait(mutex)
    }
    isGranted = false
  }

  /// Nobody asks: a worker process has nobody to share a picture with.
  func tryReserve(_ bytes: Int) -> Bool { false }

  func release(_ bytes: Int) { change(bytes, to: 0) }

  func change(_ held: Int, to bytes: Int) {
    if bytes < held { try? channel.send(Word.release(bytes: held - bytes).encoded) }
    if bytes > held { try? channel.send(Word.exceed(bytes: bytes - held).encoded) }
  }

  func grant() { signal { isGranted = true } }
  func cancel() { signal { isCancelled = true } }

  private func signal(_ change: () -> Void) {
    mutex.lock()
    change()
    answered.broadcast()
    mutex.unlock()
  }
}
