import Pixels
import Platform

/// One picture that several threads work on.
///
/// Work on it comes in **tasks** of some milliseconds, which are had at **desks**: one where the
/// next rows are decoded, one where bands of rows are filtered, one where pieces of a PNG are
/// compressed. Everything that desks know is guarded by one mutex, and one condition says that
/// something has changed: with so few tasks nobody notices. A task itself runs without the mutex,
/// on what nobody else touches meanwhile.
///
/// The owner encodes. Whenever it wants something that is not there yet, it takes a task itself,
/// from the desk nearest to the output that has one, and waits only where all tasks that there are
/// have been taken by others. Helpers take theirs from the other end: a picture is decoded by one
/// thread at a time, and everybody waits for it in the end.
///
/// So nobody waits unless somebody else works, and no thread waits for a particular other one:
/// without helpers the owner does everything, in the order in which it would do it alone. A task
/// that fails leaves its error in the place of its result, and the owner meets it where it would
/// have met it alone. Then, as at a good end, the owner closes the picture, and helpers leave after
/// the task that they are at.
package final class SharedPicture: @unchecked Sendable {
  /// Does something without the mutex, and says what is to be noted with it.
  typealias Task = (Hand) -> () -> Void

  private let job: Int?
  private let hands: Int
  private let desks: [any Desk]
  private let mutex = PThreadMutex()
  private let changed = PThreadCondition()
  // Guarded by `mutex`:
  private var isClosed = false
  private var inside = 0
  private var helpers: Set<Int> = []
  private var times = StageTimes()

  /// - Parameters:
  ///   - hands: threads that work at a time at most, the owner included.
  ///   - desks: from the input to the output.
  init(job: Int?, hands: Int, desks: [any Desk]) {
    self.job = job
    self.hands = hands
    self.desks = desks
  }

  /// Whether one thread more would find something to do, now or later.
  package var wantsHelp: Bool { mutex.withLock { !isOver && inside < hands - 1 } }

  /// Helps until there is nothing more to be done; at once where there is not.
  package func help(_ worker: Worker) {
    mutex.lock()
    defer { mutex.unlock() }
    guard !isOver, inside < hands - 1 else { return }
    inside += 1
    worker.clock.job = job
    // What went before was not for this job.
    _ = worker.clock.collect()
    let hand = Hand(worker)
    while !isOver {
      if let task = desks.firstNonNil({ $0.take(hand) }) {
        helpers.insert(worker.index)
        run(task, hand)
      } else {
        changed.wait(mutex)
      }
    }
    worker.clock.job = nil
    times.add(worker.clock.collect())
    inside -= 1
    changed.broadcast()
  }

  /// Works, as the owner, until something is there. `isThere` is asked with the mutex held.
  func work(_ hand: Hand, until isThere: () -> Bool) {
    mutex.lock()
    defer { mutex.unlock() }
    while !isThere() {
      if let task = desks.reversed().firstNonNil({ $0.take(hand) }) {
        run(task, hand)
      } else {
        hand.worker.clock.pause { changed.wait(mutex) }
      }
    }
  }

  /// Changes, as the owner, what desks know.
  func note(_ change: () -> Void) {
    mutex.lock()
    change()
    changed.broadcast()
    mutex.unlock()
  }

  /// Waits until all helpers have left, and takes over what they spent.
  ///
  /// - Returns: threads that had a part in the picture.
  func close(_ worker: Worker) -> Int {
    mutex.lock()
    defer { mutex.unlock() }
    isClosed = true
    changed.broadcast()
    worker.clock.pause { while inside > 0 { changed.wait(mutex) } }
    worker.clock.charge(times)
    times = StageTimes()
    return 1 + helpers.count
  }

  private var isOver: Bool { isClosed || desks.allSatisfy(\.isDone) }

  /// Called, and returns, with the mutex held.
  private func run(_ task: Task, _ hand: Hand) {
    mutex.unlock()
    let note = task(hand)
    mutex.lock()
    note()
    changed.broadcast()
  }
}

/// Where tasks of one kind are had. All of it is called with the picture's mutex held.
protocol Desk: AnyObject {
  /// A task that can be done now; nil where there is none.
  func take(_ hand: Hand) -> SharedPicture.Task?
  /// Whether there will be no more tasks.
  var isDone: Bool { get }
}

/// A thread at work on a shared picture, and what it keeps from task to task.
final class Hand {
  let worker: Worker
  /// The filters that it has started.
  var filters: StartedFilters?

  init(_ worker: Worker) { self.worker = worker }
}

extension Sequence {
  fileprivate func firstNonNil<Result>(_ make: (Element) -> Result?) -> Result? {
    for element in self {
      if let result = make(element) { return result }
    }
    return nil
  }
}
