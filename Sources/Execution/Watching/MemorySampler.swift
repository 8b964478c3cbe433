import Measure
import Platform

/// A thread beside a run that looks, now and then, how much memory all its processes have.
///
/// Proportional sizes (PSS) add up to what is really taken, but the kernel goes through all pages
/// for them. Resident sizes are there for the asking, and count shared pages once for each process.
/// So the proportional sizes are taken as often as `SamplingPace` allows, and between two of those
/// looks the sum is worked out from what the resident sizes changed by (`MemoryReference`). Where
/// that may be a new peak, proportional sizes are taken at once, if they may be.
final class MemorySampler: @unchecked Sendable {
  private struct KernelWorker: Hashable {
    var process: CInt
    var thread: CInt
  }

  private let watchesKernelWorkers: Bool
  private let tellsShared: Bool
  private let mutex = PThreadMutex()
  private let ended = PThreadCondition()
  // Guarded by `mutex`:
  private var processes: [CInt] = []
  private var kernelWorkers: [KernelWorker: UInt64] = [:]
  private var isEnding = false
  // The sampling thread's until it is joined:
  private var figures = MemoryFigures()
  private var pace = SamplingPace()
  private var reference: MemoryReference?
  /// CPU nanoseconds last seen of each process, also of those that have ended.
  private var cpu: [CInt: UInt64] = [:]
  /// The owner's.
  private var thread: Thread?

  /// - Parameters:
  ///   - kernelWorkers: whether there may be any.
  ///   - sharedBlocks: whether processes hand each other shared memory.
  init(kernelWorkers: Bool, sharedBlocks: Bool) {
    watchesKernelWorkers = kernelWorkers
    tellsShared = sharedBlocks
  }

  /// Starts the thread: not before everything is forked. Where it cannot be had, nothing is
  /// measured.
  func start() {
    add(Sys.processID)
    // Calls that only watch must not be taken for those of the run.
    Faults.aside {
      thread = try? Thread(name: "memory") { [self] in watch() }
    }
  }

  func add(_ process: CInt) { mutex.withLock { processes.append(process) } }
  func remove(_ process: CInt) { mutex.withLock { processes.removeAll { $0 == process } } }

  /// A copy of its own, not one that shares its elements until somebody appends: the thread
  /// sanitizer cannot see that the last reader has gone by then.
  private var watched: [CInt] { mutex.withLock { processes.map(\.self) } }

  /// Ends the thread.
  /// - Returns: what it saw; nil where there was none.
  func finish() -> MemoryFigures? {
    guard let thread else { return nil }
    mutex.withLock {
      isEnding = true
      ended.broadcast()
    }
    thread.join()
    self.thread = nil
    if watchesKernelWorkers {
      figures.kernelWorkers = mutex.withLock { kernelWorkers.values.reduce(0, +) }
    }
    return figures
  }

  /// To be called before an engine or a worker ends, and its kernel workers with it.
  func noteKernelWorkers() {
    guard watchesKernelWorkers else { return }
    Faults.aside {
      for process in watched { note(KernelWorkers.cpu(of: process) ?? [:], process) }
    }
  }

  private func note(_ times: [CInt: UInt64], _ process: CInt) {
    mutex.lock()
    defer { mutex.unlock() }
    for (thread, time) in times {
      kernelWorkers[KernelWorker(process: process, thread: thread)] = time
    }
  }

  private func watch() {
    let begun = Clock.wall()
    figures.beginning = Clock.cpu(of: Sys.processID).map { (begun, $0) }
    var spent = Clock.threadCPU()
    // The first look comes after a pause: worker processes are only being forked now.
    while !pauseIsLast() {
      let isDear = turn(after: Clock.wall() - begun)
      // Being woken costs as much as looking does, and both count.
      let now = Clock.threadCPU()
      if isDear { pace.sampled(for: now - spent) } else { pace.looked(for: now - spent) }
      spent = now
    }
    // A run may be over before there was a second look; what it had is mostly still there.
    let last = watched
    if figures.peak.samples < 3, let now = resident(last) { _ = sample(last, now) }
    figures.cost = Clock.threadCPU()
  }

  /// - Returns: whether a dear look was taken, or tried.
  private func turn(after elapsed: UInt64) -> Bool {
    let processes = watched
    // One that is about to end has no memory any more.
    guard let now = resident(processes) else { return false }
    reference?.meet(now)
    let worth =
      reference?.worthOfRenewal(now, at: Clock.wall(), peak: figures.peak.bytes ?? 0) ?? .much
    // One is kept back for where it is worth much.
    let isDear =
      worth != .nothing
      && pace.maySample(
        worth == .much ? 1 : 2, after: elapsed, spent: Clock.threadCPU())
    if isDear, sample(processes, now) { return true }
    if let reference { record(reference.likely(now), processes) }
    return isDear
  }

  /// - Returns: true once the end has come.
  private func pauseIsLast() -> Bool {
    mutex.withLock {
      if !isEnding { _ = ended.wait(mutex, nanoseconds: pace.pause) }
      return isEnding
    }
  }

  /// - Parameter before: what was resident just now.
  /// - Returns: false where one of them has ended meanwhile.
  private func sample(_ processes: [CInt], _ before: [CInt: ResidentMemory]) -> Bool {
    let sizes = processes.compactMap { ProcessMemory.proportional(of: $0) }
    guard sizes.count == processes.count, let after = resident(processes) else { return false }
    var entries: [CInt: MemoryReference.Entry] = [:]
    for (process, size) in zip(processes, sizes) {
      guard let old = before[process], let new = after[process] else { return false }
      entries[process] = MemoryReference.Entry(proportional: size, resident: old.middle(to: new))
    }
    reference = MemoryReference(entries, time: Clock.wall())
    record(sizes.reduce(0, +), processes)
    noteKernelWorkers()
    return true
  }

  /// By process; nil where one could not be looked at.
  private func resident(_ processes: [CInt]) -> [CInt: ResidentMemory]? {
    var found: [CInt: ResidentMemory] = [:]
    for process in processes {
      guard let its = ResidentMemory.of(process: process, tellingShared: tellsShared) else {
        return nil
      }
      found[process] = its
    }
    return found
  }

  private func record(_ bytes: UInt64, _ processes: [CInt]) {
    for process in processes { cpu[process] = Clock.cpu(of: process) ?? cpu[process] }
    figures.record(
      MemoryFigures.Sample(time: Clock.wall(), bytes: bytes, cpu: cpu.values.reduce(0, +)))
  }
}
