import Figures
import FileIO
import Memory
import Pipeline
import Platform
import SystemPackage

extension Coordinator {
  /// Hears one message of a worker.
  func hear(_ slot: WorkerSlot) {
    guard let channel = slot.channel else { return }
    let word: Word
    do {
      guard let bytes = try channel.receive() else { return lose(slot) }
      word = try Word(bytes)
    } catch {
      return expel(slot)
    }
    switch word {
    case .ready(let protections):
      slot.isReady = true
      figures.protections = figures.protections.map { $0.intersection(protections) } ?? protections
      fork.startup.record(Clock.wall() - slot.asked)
    case .began(let id):
      guard let job = job(id), slot.assigned.began(job) else { return expel(slot) }
      batch.reporter.began(job)
    case .computed(let id):
      // A worker writes so many at once, and waits with one more.
      guard files == nil, let job = job(id), slot.assigned.computed(job),
        slot.assigned.writing <= batch.settings.inFlight + 1
      else { return expel(slot) }
    case .dropped(let id):
      guard batch.stop.isStopping, let job = job(id), slot.assigned.dropped(job) else {
        return expel(slot)
      }
    case .reserve(let bytes):
      guard budget.ask(slot.index, bytes) else { return expel(slot) }
      grant()
    case .release(let bytes):
      budget.giveBack(slot.index, bytes)
      grant()
    case .exceed(let bytes):
      guard budget.exceed(slot.index, bytes) else { return expel(slot) }
    case .ended(let outcome, let payload, let bytes):
      ended(outcome, payload, bytes, slot, channel)
    case .unable(let reason):
      slot.isUnable = true
      startFailure = ExecutionError(.engine, reason)
    case .farewell(let nanoseconds, let delay, let engine, let note):
      slot.hasLeft = true
      figures.handoff?.spent(nanoseconds)
      addRunQueueDelay(delay)
      if !engine.isEmpty { figures.engine = engine }
      if !note.isEmpty { figures.engineNote = note }
    }
  }

  /// Nil of one makes nil of all.
  func addRunQueueDelay(_ delay: UInt64?) {
    figures.workersRunQueueDelay = known(figures.workersRunQueueDelay, and: delay)
  }

  private func job(_ id: Int) -> Job? { batch.jobsByID[id] }

  private func grant() {
    for worker in budget.grant() { crew[worker].send(.granted) }
  }

  private func ended(
    _ outcome: Outcome, _ payload: Payload, _ bytes: Int, _ slot: WorkerSlot, _ channel: Channel
  ) {
    var outcome = outcome
    let hasFailed = outcome.failure != nil
    var block: ByteBlock?
    if payload != .none {
      // Whoever has an output holds memory for it.
      guard files != nil, budget.covers(slot.index, bytes) else { return expel(slot) }
      do throws(Errno) {
        block = try channel.receive(payload, bytes: bytes)
        if block == nil { return expel(slot) }
      } catch {
        outcome.fail(shortage(error, of: bytes))
      }
    }
    guard let job = job(outcome.job),
      slot.assigned.ended(job, failed: hasFailed, bringsOutput: payload != .none)
    else { return expel(slot) }
    slot.ended += 1
    // The coordinator read it; what the worker saw was the hand-off.
    if let span = files?.takeSpan(of: job.id) { outcome.times[.read].wall = span.nanoseconds }
    if outcome.failure == nil { readingCost.add(outcome.times) }
    if let files, let block {
      files.write(job, outcome, block)
    } else {
      batch.reporter.ended(job, outcome)
    }
  }

  /// The coordinator cannot take an output, through no fault of the worker's.
  private func shortage(_ errno: Errno, of bytes: Int) -> JobFailure {
    let remedy =
      errno == .noMemory
      ? "fewer workers" : "a higher `ulimit -n`, fewer workers or --handoff pipe"
    return JobFailure(
      .environment, .write, "cannot take over its output of \(bytes) bytes: \(errno); try \(remedy)"
    )
  }

  /// Brings in what the coordinator's own engine has completed.
  func hearEngine() {
    guard let files else { return }
    for loaded in files.takeRead() {
      defer { files.letGo() }
      guard let slot = crew.first(where: { $0.assigned[loaded.job.id] == .reading }) else {
        continue
      }
      hand(loaded, to: slot)
    }
  }

  private func hand(_ loaded: LoadedJob, to slot: WorkerSlot) {
    guard let files else { return }
    let job = loaded.job
    // Nobody has begun it.
    if batch.stop.isStopping { return slot.assigned.remove(job) }
    switch loaded.read.bytes {
    case .failure(let error):
      var outcome = Outcome(job: job.id, worker: slot.index, started: loaded.read.span.submitted)
      outcome.failure = JobFailure(error, .read)
      outcome.finished = loaded.read.span.finished
      slot.assigned.remove(job)
      slot.ended += 1
      batch.reporter.ended(job, outcome)
    case .success(let block):
      files.remember(loaded.read.span, of: job.id)
      let payload: Payload = batch.settings.handoff == .shm ? .shared : .inline
      let order = Order.job(id: job.id, payload: payload, bytes: block.count)
      slot.assigned.sent(job)
      try? slot.channel?.send(order.encoded, payload: payload, block)
    }
  }

  /// Gives every worker enough to do: first a job to everybody who has none, then jobs to read
  /// ahead.
  func stockAll() {
    guard !batch.stop.isStopping else { return }
    let readAhead = files?.readAhead ?? batch.settings.inFlight
    while isRoomForNext {
      let loads = crew.map(load)
      guard let next = WorkerLoad.next(loads, readAhead: readAhead), let load = loads[next],
        readingCost.allowsAnother(
          besides: load.toCompute, pending: pending.count, workers: crew.count)
      else { return }
      stock(crew[next])
    }
  }

  /// Nil where no job can be sent. One that is still being set up gets the name of its first input
  /// on the way, and has read it when it is ready; but inputs themselves are not sent to where
  /// nobody may be there to take them.
  private func load(of slot: WorkerSlot) -> WorkerLoad? {
    guard slot.isListening, !slot.isUnable, slot.isReady || files == nil else { return nil }
    return WorkerLoad(toCompute: slot.assigned.toCompute, isReady: slot.isReady)
  }

  /// Whether there is another job, and room for its input: memory, and a descriptor where it is
  /// shared. One that is larger than the budget comes alone.
  private var isRoomForNext: Bool {
    guard let job = pending.first, files?.hasRoomForInput ?? true else { return false }
    let held = crew.reduce(0) { $0 + $1.assigned.inputBytes }
    return held == 0 || held + job.inputBytes <= batch.settings.memoryBudget / 4
  }

  private func stock(_ slot: WorkerSlot) {
    let job = pending.removeFirst()
    if let files {
      slot.assigned.give(job, .reading)
      files.read(job)
    } else {
      slot.assigned.give(job, .sent)
      slot.send(
        .job(id: job.id, payload: .none, bytes: 0, again: halfWritten.contains(job.id)))
    }
  }

  /// Nothing more can be heard from a worker: it has left, or it is dying. Which of the two, and
  /// how, the fork server will say.
  func lose(_ slot: WorkerSlot) {
    guard let channel = slot.channel else { return }
    figures.handoff?.bytesToWorkers += UInt64(channel.bytesSent)
    figures.handoff?.bytesFromWorkers += UInt64(channel.bytesReceived)
    figures.handoff?.messages += UInt64(channel.messages)
    figures.handoff?.spent(channel.nanoseconds)
    slot.close()
  }

  /// Gives up a worker that broke the protocol and may still be running.
  private func expel(_ slot: WorkerSlot) {
    lose(slot)
    guard !slot.isReaped, slot.process > 0 else { return }
    try? Sys.kill(CInt(slot.process), Sys.killSignal)
  }
}
