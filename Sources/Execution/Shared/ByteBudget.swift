import Pipeline
import Pixels
import Platform

/// So many bytes and no more: back-pressure for memory.
///
/// A reservation waits until it fits. One larger than the whole budget is granted when nothing
/// else is held, so that a single huge picture is slow and not impossible. Requests are served in
/// the order they came, so that small ones cannot keep a large one waiting for ever.
///
/// The three kinds of memory of a batch (inputs, pictures in work, outputs being written) have a
/// budget each. Whoever holds bytes of one may wait for a later one, in that order, and never for
/// the same or an earlier one; outputs wait for nothing but the disk. So no deadlock can come of
/// it.
package final class ByteBudget: MemoryGrant, @unchecked Sendable {
  package let limit: Int
  private let mutex = PThreadMutex()
  private let changed = PThreadCondition()
  private let stop: StopRequest
  private var held = 0
  private var nextTicket = 0
  private var serving = 0

  package init(limit: Int, stop: StopRequest) {
    self.limit = limit
    self.stop = stop
    stop.onRise { [weak self] _ in self?.wakeAll() }
  }

  package func reserve(_ bytes: Int) throws(ImageError) {
    mutex.lock()
    defer { mutex.unlock() }
    let ticket = nextTicket
    nextTicket += 1
    while ticket != serving || !fits(bytes) {
      // A ticket that leaves would block those behind it, so everybody leaves together.
      if stop.isCancelled { throw .interrupted }
      changed.wait(mutex)
    }
    serving += 1
    held += bytes
    changed.broadcast()
  }

  /// Reserves at once or not at all.
  package func tryReserve(_ bytes: Int) -> Bool {
    mutex.lock()
    defer { mutex.unlock() }
    guard nextTicket == serving, fits(bytes) else { return false }
    held += bytes
    return true
  }

  package func release(_ bytes: Int) { change(bytes, to: 0) }

  package func change(_ held: Int, to bytes: Int) {
    mutex.lock()
    self.held += bytes - held
    if bytes < held { changed.broadcast() }
    mutex.unlock()
  }

  private func fits(_ bytes: Int) -> Bool { held == 0 || held + bytes <= limit }

  private func wakeAll() {
    mutex.lock()
    changed.broadcast()
    mutex.unlock()
  }
}

/// Bytes of a budget that are given back when the last holder lets go.
package final class Reservation: Sendable {
  private let budget: ByteBudget
  private let bytes: Int

  /// Takes over bytes already reserved.
  package init(_ bytes: Int, of budget: ByteBudget) {
    self.bytes = bytes
    self.budget = budget
  }

  deinit { budget.release(bytes) }
}

/// The memory of a batch, divided among what can hold it.
package struct MemoryPlan {
  package let readAhead: ByteBudget
  package let work: ByteBudget
  package let writeBehind: ByteBudget

  /// A quarter for inputs, half for pictures in work, a quarter for outputs.
  package init(total: Int, stop: StopRequest) {
    readAhead = ByteBudget(limit: total / 4, stop: stop)
    work = ByteBudget(limit: total / 2, stop: stop)
    writeBehind = ByteBudget(limit: total / 4, stop: stop)
  }
}
