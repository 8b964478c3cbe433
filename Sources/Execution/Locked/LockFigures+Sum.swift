import Figures

extension LockFigures {
  /// Adds what another thread saw.
  package mutating func add(_ other: LockFigures) {
    acquisitions += other.acquisitions
    switches += other.switches
    forcedSwitches += other.forcedSwitches
    hold.add(other.hold)
    wait.add(other.wait)
    reacquire.add(other.reacquire)
  }
}
