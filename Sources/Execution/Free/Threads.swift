import FileIO
import Pipeline
import Pixels
import Platform

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

  func release(_ bytes: Int) { budget.release(bytes) }
  func change(_ held: Int, to bytes: Int) { budget.change(held, to: bytes) }
}

/// Runs the batch on threads of this process, which claim jobs from one queue: the free mode, and,
/// with members that pass through a lock, the locked mode.
///
/// - Parameter member: makes the member for each thread, of which it gets the number and what its jobs
///   are timed with, on that thread.
func runThreads(
  _ batch: Batch, _ threadsAllowed: () -> Void,
  member: @escaping @Sendable (Int, JobClock?) -> any CrewMember
) throws(ExecutionError) -> RunFigures {
  threadsAllowed()
  let files = try Files(batch)
  let crew = Crew(batch, files)
  var threads: [Thread] = []
  for index in 0..<max(1, min(batch.settings.workers, batch.jobs.count)) {
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
      break
    }
  }
  for thread in threads { thread.join() }
  return files.finish()
}

/// What the threads of a crew share.
private final class Crew: @unchecked Sendable {
  /// Codecs keep their state on the heap; this is what their deepest calls need, many times over.
  static let stackBytes = 2 << 20

  private let batch: Batch
  private let files: Files

  init(_ batch: Batch, _ files: Files) {
    self.batch = batch
    self.files = files
  }

  func work(_ index: Int, _ member: any CrewMember, _ jobClock: JobClock?) {
    member.begin()
    defer { member.end() }
    let worker = Worker(
      index: index, checkpoint: member.checkpoint,
      clock: StageClock(gate: member, observer: batch.watch.worker(index)),
      memory: MemberMemory(files.memory.work, member), tally: batch.tally,
      jobClock: jobClock)
    Execution.work(
      from: files.feed, into: files.drain, batch.recipe, worker, began: batch.reporter.began)
  }
}
