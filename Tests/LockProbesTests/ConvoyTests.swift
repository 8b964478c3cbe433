import Execution
import LockProbes
import Platform
import SystemPackage
import Testing

/// That the experiments end, and count what they are to count. How long anything takes is not said.
@Suite(.serialized) struct ConvoyTests {
  @Test(arguments: [true, false], [0, 2])
  func everySampleIsTaken(isLocked: Bool, computing: Int) throws {
    let lock: any GlobalLocking =
      isLocked ? InterpreterLock(switchInterval: 500_000) : NoLock()
    let late = try Convoy.lateness(computing: computing, under: lock, samples: 5, seconds: 60)
    #expect(late.count == 5)
    #expect(late == late.sorted())
    #expect(late.allSatisfy { $0 >= 0 })
  }

  @Test func itEndsWhenTimeIsUp() throws {
    let late = try Convoy.lateness(computing: 1, under: NoLock(), samples: 1000, seconds: 0)
    #expect(late.isEmpty)
  }

  @Test func requestsAreAnsweredWithAndWithoutALock() throws {
    for lock in [InterpreterLock(), NoLock()] as [any GlobalLocking] {
      let perSecond = try Convoy.pairs(computing: 1, under: lock, seconds: 0.05)
      #expect(perSecond > 0)
    }
  }

  @Test func aThreadMayTakeWhatIsNoLock() {
    let lock = NoLock()
    let seats = [LockSeat(), LockSeat()]
    for seat in seats { lock.take(seat) }
    #expect(seats.allSatisfy { $0.holds })
    for seat in seats { lock.drop(seat) }
    #expect(seats.allSatisfy { !$0.holds && $0.figures.acquisitions == 1 })
  }

  /// Whichever of the three threads is missing, those that were started end.
  @Test(arguments: 1...3) func aThreadThatCannotBeStartedIsAnError(failing: Int) {
    let plan = FaultPlan(.thread, .fail(.resourceTemporarilyUnavailable), first: failing)
    let error = Faults.with(plan) { () -> Errno? in
      do throws(Errno) {
        _ = try Convoy.lateness(computing: 1, under: InterpreterLock(), samples: 2, seconds: 60)
        return nil
      } catch {
        return error
      }
    }
    #expect(error == .resourceTemporarilyUnavailable)
  }
}
