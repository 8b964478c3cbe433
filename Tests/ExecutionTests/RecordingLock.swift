import Execution
import Synchronization

/// Writes down what is asked of it, and checks that takes and drops alternate.
final class RecordingLock: GlobalLocking, @unchecked Sendable {
  enum Event: Hashable {
    case take(LockAbsence)
    case drop
  }

  private(set) var events: [Event] = []
  /// The seat that took it last, for a test to ask.
  private(set) var seat: LockSeat?

  func take(_ me: LockSeat, after absence: LockAbsence) {
    me.took(since: 0, at: 0, after: absence, switched: false)
    me.asked.store(false, ordering: .relaxed)
    seat = me
    events.append(.take(absence))
  }

  func drop(_ me: LockSeat) {
    me.dropping(at: 0, asked: false)
    events.append(.drop)
  }

  func forget() { events = [] }
}

extension LockSeat {
  var isAsked: Bool { asked.load(ordering: .relaxed) }
}
