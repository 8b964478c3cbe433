import Platform

/// An operation on its way to the thread that will work on it.
struct Handed: Sendable {
  let operation: any FileOperation
  /// When it was handed in, in nanoseconds of the monotonic clock.
  let submitted: UInt64
}

/// First in, first out: where callers leave operations for an engine's threads.
final class Inbox: @unchecked Sendable {
  // Everything below is touched only with the mutex held, which makes the `Sendable` sound.
  private let mutex = PThreadMutex()
  private let arrived = PThreadCondition()
  /// Taken from the end; filled by turning `incoming` round when it has run out.
  private var outgoing: [Handed] = []
  private var incoming: [Handed] = []
  private var isClosed = false

  /// - Returns: whether it is the first since the inbox was last emptied.
  @discardableResult
  func put(_ operation: any FileOperation) -> Bool {
    mutex.withLock {
      precondition(!isClosed, "a request was handed to an engine that was shut down")
      let wasEmpty = incoming.isEmpty && outgoing.isEmpty
      incoming.append(Handed(operation: operation, submitted: Clock.wall()))
      arrived.signal()
      return wasEmpty
    }
  }

  /// Waits for the oldest operation; nil when the inbox is closed and empty.
  func take() -> Handed? {
    mutex.withLock {
      while true {
        if let oldest = removeOldest() { return oldest }
        if isClosed { return nil }
        arrived.wait(mutex)
      }
    }
  }

  /// The oldest operations without waiting, at most so many, and whether no more will ever come.
  func takeAvailable(atMost limit: Int) -> (taken: [Handed], isOver: Bool) {
    mutex.withLock {
      var taken: [Handed] = []
      while taken.count < limit, let oldest = removeOldest() { taken.append(oldest) }
      return (taken, isClosed && incoming.isEmpty && outgoing.isEmpty)
    }
  }

  /// Takes no more, and lets those who wait go once it is empty.
  func close() {
    mutex.withLock {
      isClosed = true
      arrived.broadcast()
    }
  }

  private func removeOldest() -> Handed? {
    if outgoing.isEmpty {
      outgoing = incoming.reversed()
      incoming.removeAll(keepingCapacity: true)
    }
    return outgoing.popLast()
  }
}
