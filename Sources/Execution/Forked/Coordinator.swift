import FileIO
import Memory
import Pipeline
import Platform
import SystemPackage

/// Something that can interrupt a `poll` from another thread.
final class Wakeup: Sendable {
  private let counter: Descriptor

  init() throws(Errno) { counter = try Sys.eventCounter() }

  var descriptor: FileDescriptor { counter.borrowed }
  func signal() { Sys.bump(descriptor) }
  func clear() { Sys.reset(descriptor) }
}

/// The coordinator of worker processes: one thread, one loop that waits for whoever has something
/// to say (workers, fork server, its own I/O engine, a request to stop) and answers.
///
/// Every job is in exactly one place: `pending`, assigned to one worker, being written by the
/// coordinator, or reported; where nobody is left to do them, jobs stay in `pending` and are not
/// reported. A worker that dies gives back what it was assigned: the job it was computing is
/// reported as lost, those it had not begun, or whose output it was still writing, go to the front
/// of `pending`.
final class Coordinator {
  let batch: Batch
  let server: ForkServer
  let files: CoordinatorFiles?
  let wakeup: Wakeup
  var figures = RunFigures()
  var fork = ForkFigures()

  var crew: [WorkerSlot] = []
  var pending: JobDeque
  var budget: GrantLedger
  var readingCost: ReadingCost
  /// Job number → how often a worker died while it had the job, without computing it.
  var requeued: [Int: Int] = [:]
  /// Jobs whose output a worker was writing when it died: it may have come into place in the
  /// worker's last moment, is our own then, and may be replaced.
  var halfWritten: Set<Int> = []
  /// Deaths in a row of workers that had done nothing.
  var fruitless = 0
  /// So many of them, and no more workers are made; so often given back by dying workers, and a
  /// job is taken for what kills them.
  static let patience = 5
  /// Numbers of the slots whose processes the fork server is still to be asked for.
  private var unasked: ArraySlice<Int> = []
  /// Orders that the fork server did not answer yet.
  private var unanswered = 0
  /// So many of them at most, whose answers its socket has room for: it would otherwise wait for
  /// its news to be heard, and the coordinator for it to take the next order.
  private static let mostUnanswered = 64
  /// Whether workers get no more work.
  var isFinishing = false
  private var isDropping = false
  private var isCancelling = false
  /// When workers that were cancelled are killed; nanoseconds of the monotonic clock.
  private var deadline: UInt64?
  /// Nanoseconds that a cancelled worker has for leaving by itself.
  private static let grace: UInt64 = 2_000_000_000
  private var isEnforcing = false
  /// Why a worker could not begin.
  var startFailure: ExecutionError?

  /// - Parameter mostBytes: of memory that no worker takes.
  init(
    _ batch: Batch, _ server: ForkServer, _ wakeup: Wakeup, _ files: CoordinatorFiles?,
    mostBytes: Int
  ) {
    self.batch = batch
    self.server = server
    self.files = files
    self.wakeup = wakeup
    pending = JobDeque(batch.jobs)
    budget = GrantLedger(limit: batch.settings.memoryBudget / 2, bound: mostBytes)
    readingCost = ReadingCost(
      overlapped: files != nil || ![.blocking, .null].contains(batch.settings.io))
    figures.handoff = HandoffFigures()
    figures.workersRunQueueDelay = 0
    fork.threadsAtFork = server.threads
    batch.stop.onRise { [wakeup] _ in wakeup.signal() }
  }

  /// Asks for the first workers, without waiting for them.
  func askForCrew() {
    crew = (0..<min(batch.settings.workers, max(1, batch.jobs.count))).map { WorkerSlot($0) }
    unasked = ArraySlice(crew.indices)
    askForWorkers()
  }

  /// Runs the batch with the workers that were asked for.
  func run() throws(ExecutionError) -> RunFigures {
    while true {
      obeyStop()
      enforceCancel()
      if !isFinishing { stockAll() }
      if !isFinishing, isDone { finish() }
      // Before anybody is waited for: not one worker may have been had.
      if isFinishing, crew.allSatisfy(\.isGone) { break }
      turn()
    }
    if let startFailure, batch.reporter.ended == 0, !batch.jobs.isEmpty {
      throw startFailure
    }
    leaveRest(startFailure?.reason ?? "no worker process is left")
    let begun = crew.count { $0.process > 0 }
    if begun < crew.count, let startFailure {
      figures.noteShortfall(begun, of: crew.count, startFailure.reason)
    }
    figures.fork = fork
    figures.workersPeakResident = crew.map(\.peakResident).reduce(0, +)
    return figures
  }

  /// One round: wait, then hear everybody who has something to say.
  private func turn() {
    let talking = files?.isFull == true ? [] : crew.filter(\.isListening)
    var polls = [Sys.Poll(wakeup.descriptor), Sys.Poll(server.channel.descriptor)]
    polls += talking.compactMap { $0.channel.map { Sys.Poll($0.descriptor) } }
    do throws(Errno) {
      _ = try Sys.poll(&polls, milliseconds: patienceLeft)
    } catch {
      // Nobody can be heard any more.
      buryServer("cannot wait for worker processes: \(error)")
      return
    }
    if polls[0].canRead {
      wakeup.clear()
      hearEngine()
    }
    for (slot, poll) in zip(talking, polls.dropFirst(2)) where poll.canRead || poll.hungUp {
      if files?.isFull == true { break }
      hear(slot)
    }
    if polls[1].canRead || polls[1].hungUp { hearServer() }
  }

  /// Whether no job is anywhere between the queue and its outcome.
  private var isDone: Bool {
    let nobodyLeft = crew.allSatisfy(\.isGone)
    return (pending.isEmpty || batch.stop.isStopping || nobodyLeft)
      && crew.allSatisfy { $0.assigned.isEmpty }
      && (files?.isIdle ?? true)
  }

  private func finish() {
    isFinishing = true
    forgetUnasked()
    batch.sampler.noteKernelWorkers()
    for slot in crew where slot.isListening { slot.send(.finish) }
  }

  private func obeyStop() {
    if batch.stop.isStopping, !isDropping {
      isDropping = true
      for slot in crew where slot.isListening && !slot.assigned.isEmpty { slot.send(.stop) }
    }
    guard batch.stop.isCancelled, !isCancelling else { return }
    isCancelling = true
    deadline = Clock.wall() + Coordinator.grace
    for slot in crew where slot.isListening { slot.send(.cancel) }
  }

  /// Milliseconds until workers that were told to drop everything are made to; nil when none were.
  private var patienceLeft: Int? {
    guard let deadline else { return nil }
    let now = Clock.wall()
    return now < deadline ? Int((deadline - now) / 1_000_000) + 1 : 0
  }

  /// Ends workers that did not drop their work when told: one may be stopped, or stuck in a call.
  /// When nothing is heard of their end either, it is the fork server that is stuck, and it goes.
  private func enforceCancel() {
    guard let deadline, Clock.wall() >= deadline else { return }
    if isEnforcing {
      self.deadline = nil
      // Its socket may stay open: a worker that was stopped before it had closed what it inherited
      // holds the other end, too.
      buryServer("the process that forks workers takes no orders")
      return
    }
    isEnforcing = true
    self.deadline = Clock.wall() + Coordinator.grace
    for slot in crew where !slot.isGone && !slot.isReaped && slot.process > 0 {
      try? Sys.kill(CInt(slot.process), Sys.killSignal)
    }
  }

  /// Asks the fork server for a process in the slot, now or when it has answered others.
  func spawn(_ index: Int) {
    crew[index].isGone = false
    unasked.append(index)
    askForWorkers()
  }

  private func askForWorkers() {
    while unanswered < Coordinator.mostUnanswered, let index = unasked.popFirst() {
      ask(for: crew[index])
    }
  }

  /// Where there is nothing left for them to do, or nobody to make them.
  func forgetUnasked() {
    for index in unasked { crew[index].isGone = true }
    unasked = []
  }

  private func ask(for slot: WorkerSlot) {
    do {
      let stop = batch.stop
      let (ours, theirs) = try Channel.pair(givingUp: { stop.isCancelled })
      try server.spawn(worker: slot.index, socket: theirs.descriptor)
      slot.open(ours)
      unanswered += 1
    } catch {
      // A server that is gone is told of when it is heard no more.
      if ![.brokenPipe, .connectionReset, .timedOut].contains(error) {
        startFailure = ExecutionError(startingProcess: error)
      }
      slot.isGone = true
    }
  }

  private func hearServer() {
    guard let news = (try? server.receive()) ?? nil else {
      buryServer("the process that forks workers died or cannot be heard")
      return
    }
    switch news {
    case .spawned(let worker, let process, let threads):
      crew[worker].process = process
      batch.sampler.add(CInt(process))
      fork.forked(threads: threads, isReplacement: crew[worker].isReplacement)
      answered()
    case .failed(let worker, let errno):
      startFailure = ExecutionError(startingProcess: Errno(rawValue: errno))
      giveUp(crew[worker])
      answered()
    case .exited(let worker, let process, let cause, let peakResident):
      batch.sampler.remove(CInt(process))
      let slot = crew[worker]
      slot.peakResident = max(slot.peakResident, peakResident)
      slot.isReaped = true
      // What it said before it died still counts.
      while slot.isListening { hear(slot) }
      bury(slot, cause)
    }
  }

  private func answered() {
    unanswered -= 1
    askForWorkers()
  }
}
