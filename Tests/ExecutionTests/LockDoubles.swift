import Execution
import Platform
import Synchronization

/// A plain mutex: nobody is ever asked for it.
final class PlainLock: GlobalLocking {
  private let mutex = PThreadMutex()

  func take(_ me: LockSeat, after absence: LockAbsence) {
    mutex.lock()
    me.took(since: 0, at: 0, after: absence, switched: false)
  }

  func drop(_ me: LockSeat) {
    me.dropping(at: 0, asked: false)
    mutex.unlock()
  }
}

/// The protocol in its shortest form, with parts that can be left out.
final class AlteredLock: GlobalLocking, @unchecked Sendable {
  private let forcesSwitches: Bool
  private let guardsRequests: Bool
  private let freed: any LockCondition
  private let mutex = PThreadMutex()
  private let switched = PThreadCondition()
  private var held = false
  private var last: LockSeat?
  private var switches = 0

  init(forcesSwitches: Bool, guardsRequests: Bool, freed: any LockCondition) {
    self.forcesSwitches = forcesSwitches
    self.guardsRequests = guardsRequests
    self.freed = freed
  }

  func take(_ me: LockSeat, after absence: LockAbsence) {
    mutex.lock()
    defer { mutex.unlock() }
    while held {
      let seen = switches
      let expired = freed.wait(mutex, nanoseconds: 5_000_000)
      if expired, held, !guardsRequests || seen == switches { last?.ask() }
    }
    held = true
    if last !== me { switches += 1 }
    last = me
    me.asked.store(false, ordering: .relaxed)
    switched.broadcast()
    me.took(since: 0, at: 0, after: absence, switched: false)
  }

  func drop(_ me: LockSeat) {
    mutex.lock()
    defer { mutex.unlock() }
    me.dropping(at: 0, asked: false)
    held = false
    freed.signal()
    guard forcesSwitches, me.asked.exchange(false, ordering: .relaxed) else { return }
    while last === me { switched.wait(mutex) }
  }
}

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
