import Execution
import Figures
import Platform
import Synchronization
import Testing

@Suite struct LockTests {
  /// A tally that only a lock makes exact: each step loads, computes and stores.
  private final class Tally: Sendable {
    let value = Atomic<Int>(0)
    let inside = Atomic<Int>(0)
    let intrusions = Atomic<Int>(0)

    func step() {
      if inside.add(1, ordering: .relaxed).oldValue != 0 { intrusions.add(1, ordering: .relaxed) }
      let old = value.load(ordering: .relaxed)
      value.store(old + 1, ordering: .relaxed)
      inside.subtract(1, ordering: .relaxed)
    }
  }

  /// Threads that step and poll, and now and then leave the lock altogether.
  private func crowd(
    _ lock: any GlobalLocking, threads count: Int, steps: Int, tally: Tally
  ) -> [LockSeat] {
    let seats = (0..<count).map { _ in LockSeat() }
    let threads = seats.map { seat in
      try! Thread(name: "crowd") {
        lock.take(seat)
        for step in 0..<steps {
          tally.step()
          lock.checkpoint(seat)
          if step % 97 == 0 { lock.blocking(seat) {} }
        }
        lock.drop(seat)
      }
    }
    for thread in threads { thread.join() }
    return seats
  }

  @Test(arguments: [1, 2, 3, 8, 16], [10_000, 500_000] as [UInt64])
  func oneThreadAtATime(threads: Int, interval: UInt64) {
    let tally = Tally()
    let lock = InterpreterLock(switchInterval: interval)
    let seats = crowd(lock, threads: threads, steps: 20_000, tally: tally)
    #expect(tally.value.load(ordering: .relaxed) == threads * 20_000)
    #expect(tally.intrusions.load(ordering: .relaxed) == 0)

    var figures = LockFigures()
    for seat in seats {
      #expect(!seat.holds)
      #expect(seat.figures.hold.count == seat.figures.acquisitions, "each take has its drop")
      figures.add(seat.figures)
    }
    #expect(figures.hold.count == figures.acquisitions)
    #expect(figures.wait.count == figures.acquisitions)
    #expect(figures.reacquire.count == UInt64(threads * ((20_000 + 96) / 97)))
    #expect(figures.switches <= figures.acquisitions)
    #expect(figures.switches >= UInt64(threads), "each thread's first take is a switch")
    #expect(figures.forcedSwitches <= figures.acquisitions)
  }

  @Test func aThreadAloneIsNeverAskedNorSwitched() {
    let seats = crowd(InterpreterLock(switchInterval: 1), threads: 1, steps: 5_000, tally: Tally())
    #expect(seats[0].figures.switches == 1)
    #expect(seats[0].figures.forcedSwitches == 0)
  }

  /// Two threads that only compute and poll: both get on, each waiting for the other to be seen.
  @Test(arguments: [2, 3, 5])
  func checkpointsLetOthersIn(threads count: Int) {
    let lock = InterpreterLock(switchInterval: 100_000)
    let arrived = Atomic<Int>(0)
    let seats = (0..<count).map { _ in LockSeat() }
    let threads = seats.map { seat in
      try! Thread(name: "poller") {
        lock.take(seat)
        arrived.add(1, ordering: .relaxed)
        while arrived.load(ordering: .relaxed) < count { lock.checkpoint(seat) }
        lock.drop(seat)
      }
    }
    for thread in threads { thread.join() }  // never, if a computing thread is not interrupted
    #expect(seats.map(\.figures.forcedSwitches).reduce(0, +) >= 1)
  }

  /// A request seen only when the holder leaves for I/O forces a switch as well.
  @Test func blockingHandsOverToWhoeverAsked() {
    let lock = InterpreterLock(switchInterval: 10_000)
    let me = LockSeat()
    lock.take(me)
    let other = try! Thread(name: "asker") {
      let seat = LockSeat()
      lock.take(seat)
      lock.drop(seat)
    }
    #expect(eventually { me.isAsked })
    lock.blocking(me) {}
    lock.drop(me)
    other.join()
    #expect(me.figures.forcedSwitches == 1)
    #expect(me.figures.switches == 2, "coming back was a switch: the other has had it")
    #expect(me.figures.reacquire.count == 1)
  }

  @Test func figuresAddUp() {
    let one = LockSeat()
    one.took(since: 100, at: 103, after: .other, switched: true)
    one.dropping(at: 110, asked: true)
    one.waited(5)
    one.took(since: 120, at: 121, after: .blocking, switched: false)
    one.dropping(at: 124, asked: false)
    #expect(one.figures.acquisitions == 2)
    #expect(one.figures.switches == 1 && one.figures.forcedSwitches == 1)
    #expect(one.figures.hold.total == 7 + 4 - 1)
    #expect(one.figures.wait.total == 3 + 1 + 5, "a forced wait counts as waiting")
    #expect(one.figures.reacquire.total == 1 && one.figures.reacquire.count == 1)
    var sum = LockFigures()
    sum.add(one.figures)
    sum.add(one.figures)
    #expect(sum.acquisitions == 4 && sum.switches == 2 && sum.forcedSwitches == 2)
    #expect(sum.hold.total == 20 && sum.wait.total == 18 && sum.reacquire.count == 2)
  }
}
