import FileIO
import Memory
import Pipeline
import Platform

/// The coordinator's own reading and writing, for the hand-offs that pass encoded bytes: workers
/// then touch no file at all.
///
/// Engine completions come on other threads; they leave their results here and wake the
/// coordinator's loop.
final class CoordinatorFiles: @unchecked Sendable {
  let engine: any FileEngine
  let note: String?
  private let batch: Batch
  private let wakeup: Wakeup
  private let writeLimit: Int
  private let shared: Bool
  private let share: DescriptorShare

  private let mutex = PThreadMutex()
  // Guarded by `mutex`:
  private var read: [LoadedJob] = []
  private var writing = 0
  private var writingBytes = 0
  /// The coordinator's thread only: how long each input took to read.
  private var spans: [Int: IOSpan] = [:]
  /// The coordinator's thread only: inputs that are being read, or were and are still here.
  private var inputs = 0

  init(_ batch: Batch, _ wakeup: Wakeup) throws(FileError) {
    let settings = batch.settings
    share = DescriptorShare(spare: spareDescriptors(), settings)
    let made = try makeEngine(
      settings.io, depth: 2 * settings.workers * settings.inFlight, sparing: share.total,
      pace: settings.pace(until: batch.stop))
    engine = batch.watch.watching(made.engine)
    note = made.note
    self.batch = batch
    self.wakeup = wakeup
    writeLimit = settings.memoryBudget / 4
    shared = settings.handoff == .shm
  }

  /// Jobs that a worker may be given besides the one it computes.
  var readAhead: Int { share.readAhead }

  /// Whether another input may be read.
  var hasRoomForInput: Bool { inputs < share.blocks }

  /// An input that was taken has been handed over or dropped.
  func letGo() { inputs -= 1 }

  func read(_ job: Job) {
    inputs += 1
    let request = ReadRequest(
      path: job.input, limit: batch.settings.maxInputBytes, shared: shared, tag: job.id)
    engine.read(request) { [self] result in
      mutex.lock()
      read.append(LoadedJob(job: job, read: result, reservation: nil))
      mutex.unlock()
      wakeup.signal()
    }
  }

  /// Inputs that have arrived since the last call.
  func takeRead() -> [LoadedJob] {
    mutex.lock()
    defer { mutex.unlock() }
    let taken = read
    read = []
    return taken
  }

  func remember(_ span: IOSpan, of job: Int) { spans[job] = span }

  /// When the input of a job that has ended was read.
  func takeSpan(of job: Int) -> IOSpan? { spans.removeValue(forKey: job) }

  func write(_ job: Job, _ outcome: Outcome, _ block: ByteBlock) {
    let request = WriteRequest(
      path: job.output, beneath: batch.root, bytes: block, replace: job.replace,
      durability: batch.settings.durability,
      tag: job.id)
    count(1, block.count)
    engine.write(request) { [self] written in
      var outcome = outcome
      outcome.conclude(written)
      batch.reporter.ended(job, outcome)
      count(-1, -block.count)
      wakeup.signal()
    }
  }

  /// Whether so many outputs are on their way that workers should wait.
  var isFull: Bool {
    mutex.lock()
    defer { mutex.unlock() }
    return (writing > 1 && writingBytes > writeLimit) || writing >= share.blocks
  }

  var isIdle: Bool {
    mutex.lock()
    defer { mutex.unlock() }
    return writing == 0
  }

  private func count(_ files: Int, _ bytes: Int) {
    mutex.lock()
    writing += files
    writingBytes += bytes
    mutex.unlock()
  }
}
