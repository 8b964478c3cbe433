import FileIO
import Pipeline
import Pixels
import Platform
import SystemPackage

/// What one thread of a crew brings with it: how it passes from stage to stage, and what it does
/// at the start and the end of its life.
protocol CrewMember: AnyObject, StageGate {
  var checkpoint: Checkpoint { get }
  func begin()
  func end()
  /// Runs something that waits for others.
  func waiting(_ body: () throws(ImageError) -> Void) throws(ImageError)
}

/// A thread that nothing holds up.
final class FreeMember: CrewMember {
  let checkpoint: Checkpoint
  init(_ stop: StopRequest, _ jobClock: JobClock?) {
    checkpoint = Checkpoint(stoppedBy: stop, jobClock)
  }
  func begin() {}
  func end() {}
  func move(from old: Stage?, to new: Stage?) {}
  func waiting(_ body: () throws(ImageError) -> Void) throws(ImageError) { try body() }
}

/// Memory granted by a budget, waited for in the way that the crew member waits.
private final class MemberMemory: MemoryGrant {
  private let budget: ByteBudget
  private let member: any CrewMember

  init(_ budget: ByteBudget, _ member: any CrewMember) {
    self.budget = budget
    self.member = member
  }

  func reserve(_ bytes: Int) throws(ImageError) {
    try member.waiting { () throws(ImageError) in try budget.reserve(bytes) }
  }

  func tryReserve(_ bytes: Int) -> Bool { budget.tryReserve(bytes) }
  func release(_ bytes: Int) { budget.release(bytes) }
  func change(_ held: Int, to bytes: Int) { budget.change(held, to: bytes) }
}

/// Runs the batch on threads of this process, which claim jobs from one queue: the free mode, and,
/// with members that pass through a lock, the locked mode.
///
/// - Parameters:
///   - splitting: whether idle threads help others with their pictures.
///   - member: makes the member for each thread, of which it gets the number and what its jobs are
///     timed with, on that thread.
func runThreads(
  _ batch: Batch, _ threadsAllowed: () -> Void, splitting: Splitting = .off,
  member: @escaping @Sendable (Int, JobClock?) -> any CrewMember
) throws(ExecutionError) -> RunFigures {
  threadsAllowed()
  let files = try Files(batch)
  let wanted = max(1, splitting == .off ? batch.worthStarting : batch.settings.workers)
  let feed = files.feed
  let board =
    splitting == .off || wanted == 1
    ? nil : HelpBoard(splitting, workers: wanted) { feed.bytesLeft }
  let crew = Crew(batch, files, board)
  var threads: [Thread] = []
  var failure: Errno?
  for index in 0..<wanted {
    do {
      threads.append(
        try Thread(name: "worker \(index)", stackBytes: Crew.stackBytes) {
          let jobClock = files.timeLimit?.clock()
          crew.work(index, member(index, jobClock), jobClock)
        })
    } catch {
      // Fewer workers than asked for still do all the work; none cannot.
      if threads.isEmpty {
        _ = files.finish()
        throw ExecutionError(.fork, "cannot start a thread: \(error); try a higher `ulimit -u`")
      }
      board?.expect(fewer: wanted - index)
      failure = error
      break
    }
  }
  for thread in threads { thread.join() }
  var figures = files.finish()
  if let failure {
    figures.noteShortfall(threads.count, of: wanted, "cannot start a thread: \(failure)")
  }
  return figures
}

extension Batch {
  /// Threads that could each have a job.
  fileprivate var worthStarting: Int { min(settings.workers, jobs.count) }
}

/// What the threads of a crew share.
private final class Crew: @unchecked Sendable {
  /// Codecs keep their state on the heap; this is what their deepest calls need, many times over.
  static let stackBytes = 2 << 20

  private let batch: Batch
  private let files: Files
  private let board: HelpBoard?

  init(_ batch: Batch, _ files: Files, _ board: HelpBoard?) {
    self.batch = batch
    self.files = files
    self.board = board
  }

  func work(_ index: Int, _ member: any CrewMember, _ jobClock: JobClock?) {
    member.begin()
    defer { member.end() }
    let worker = Worker(
      index: index, checkpoint: member.checkpoint,
      clock: StageClock(gate: member, observer: batch.watch.worker(index)),
      memory: MemberMemory(files.memory.work, member), company: board, tally: batch.tally,
      jobClock: jobClock)
    Execution.work(
      from: files.feed, into: files.drain, batch.recipe, worker, began: batch.reporter.began)
    board?.help(worker)
  }
}
