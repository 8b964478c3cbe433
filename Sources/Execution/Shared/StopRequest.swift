import Platform
import Synchronization

/// How a batch is asked to end early, by a signal, by a failure under `--fail-fast`, or because
/// the disk is full.
package final class StopRequest: Sendable {
  package enum Urgency: Int, Sendable, Comparable {
    case none
    /// Start nothing new; finish what is in flight.
    case stop
    /// Drop what is in flight, too.
    case cancel

    package static func < (a: Urgency, b: Urgency) -> Bool { a.rawValue < b.rawValue }
  }

  private let level = Atomic<Int>(0)
  private let listeners = Listeners()

  package init() {}

  package var urgency: Urgency { Urgency(rawValue: level.load(ordering: .acquiring)) ?? .cancel }
  package var isStopping: Bool { urgency >= .stop }
  package var isCancelled: Bool { urgency >= .cancel }

  /// Finish what is in flight, start nothing new.
  package func stop() { raise(to: .stop) }

  /// Drop what is in flight.
  package func cancel() { raise(to: .cancel) }

  /// Calls `listener`, on whichever thread stops, each time the urgency rises; at once if it
  /// already has.
  package func onRise(_ listener: @escaping @Sendable (Urgency) -> Void) {
    listeners.add(listener)
    if isStopping { listener(urgency) }
  }

  private func raise(to urgency: Urgency) {
    let before = level.max(urgency.rawValue, ordering: .acquiringAndReleasing).oldValue
    guard before < urgency.rawValue else { return }
    for listener in listeners.all { listener(urgency) }
  }
}

/// Who wants to know when a batch is stopped.
private final class Listeners: @unchecked Sendable {
  private let mutex = PThreadMutex()
  /// Guarded by `mutex`.
  private var list: [@Sendable (StopRequest.Urgency) -> Void] = []

  func add(_ listener: @escaping @Sendable (StopRequest.Urgency) -> Void) {
    mutex.withLock { list.append(listener) }
  }

  /// A copy of its own, not one that shares its elements until somebody appends: the thread
  /// sanitizer cannot see that the last reader has gone by then.
  var all: [@Sendable (StopRequest.Urgency) -> Void] { mutex.withLock { list.map(\.self) } }
}
