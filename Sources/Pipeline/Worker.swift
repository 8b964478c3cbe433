import Pixels

/// Grants memory before it is used. May block until others have given back enough.
package protocol MemoryGrant: AnyObject {
  /// - Throws: interrupted, when the batch is stopping.
  func reserve(_ bytes: Int) throws(ImageError)
  /// Reserves at once or not at all: what work is the faster for and can do without.
  func tryReserve(_ bytes: Int) -> Bool
  func release(_ bytes: Int)
  /// Changes what a job holds, upwards too, without waiting: a job that holds memory may always
  /// finish.
  func change(_ held: Int, to bytes: Int)
}

/// A grant that says yes to everything.
package final class BoundlessMemory: MemoryGrant {
  package init() {}
  package func reserve(_ bytes: Int) throws(ImageError) {}
  package func tryReserve(_ bytes: Int) -> Bool { true }
  package func release(_ bytes: Int) {}
  package func change(_ held: Int, to bytes: Int) {}
}

/// What one worker has to itself while it runs jobs, whatever the mode.
package final class Worker {
  /// Counted from 0.
  package let index: Int
  package let checkpoint: Checkpoint
  package let clock: StageClock
  package let memory: any MemoryGrant
  /// Who may help with a picture; nil where everybody works alone.
  package let company: (any Company)?
  /// What pixels are counted with; nil where they are not.
  package let tally: TallySheet?
  /// What jobs are timed with; nil where they may take as long as they like.
  package let jobClock: JobClock?

  package init(
    index: Int, checkpoint: Checkpoint = .never, clock: StageClock, memory: any MemoryGrant,
    company: (any Company)? = nil, tally: Tally? = nil, jobClock: JobClock? = nil
  ) {
    self.index = index
    self.checkpoint = checkpoint
    self.clock = clock
    self.memory = memory
    self.company = company
    self.tally = tally.map { TallySheet($0) }
    self.jobClock = jobClock
  }
}
