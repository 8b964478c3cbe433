import Execution
import Platform

/// No lock at all, for the same experiments without one.
package final class NoLock: GlobalLocking {
  package init() {}

  package func take(_ me: LockSeat, after absence: LockAbsence) {
    let now = Clock.wall()
    me.took(since: now, at: now, after: absence, switched: false)
  }

  package func drop(_ me: LockSeat) { me.dropping(at: Clock.wall(), asked: false) }
}
