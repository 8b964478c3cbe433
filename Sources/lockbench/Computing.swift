import Execution
import Platform
import Synchronization

/// A thread that does nothing but compute under the lock, and looks up often.
final class Computing: @unchecked Sendable {
  enum Work {
    /// Arithmetic with a checkpoint after so many steps.
    case loop(steps: Int)
    /// Calls of so many nanoseconds that never look up.
    case block(UInt64)
    /// A system call that never blocks, with the lock released around each.
    case tiny(descriptor: CInt)
  }

  /// The moments at which this thread found itself running after another.
  private(set) var arrivals: [UInt64] = []
  private(set) var turns = 0
  let seat = LockSeat()

  func run(
    _ work: Work, under lock: any GlobalLocking, as me: Int, owner: borrowing Atomic<Int>,
    while running: () -> Bool
  ) {
    var state = UInt32(truncatingIfNeeded: me)
    lock.take(seat)
    while running() {
      if owner.load(ordering: .relaxed) != me {
        owner.store(me, ordering: .relaxed)
        arrivals.append(Clock.wall())
      }
      switch work {
      case .loop(let steps):
        state = Computing.spin(state, steps: steps)
      case .block(let duration):
        let until = Clock.wall() + duration
        while Clock.wall() < until { state = Computing.spin(state, steps: 1_000) }
      case .tiny(let descriptor):
        lock.blocking(seat) { touch(descriptor) }
      }
      turns += 1
      lock.checkpoint(seat)
    }
    lock.drop(seat)
    sink.store(state, ordering: .relaxed)
  }

  /// Steps between two checkpoints that take about 0.2 µs, which is CPython's spacing.
  static let fine = 1_500

  /// Some arithmetic; the compiler folds several steps into one.
  static func spin(_ start: UInt32, steps: Int) -> UInt32 {
    var state = start
    for _ in 0..<steps { state = state &* 69_069 &+ 1 }
    return state
  }

  /// Where results go, so that computing them cannot be left out.
  private let sink = Atomic<UInt32>(0)
}
