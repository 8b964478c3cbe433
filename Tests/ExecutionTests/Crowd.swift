import Pipeline
import Pixels
import Platform

/// A company that always has time: as many threads as it is asked for help with each picture, and
/// the owner begins only when one of them has.
final class Crowd: Company, @unchecked Sendable {
  private let threads: Int
  private let checkpoint: @Sendable () -> Checkpoint
  private let mutex = PThreadMutex()
  private let changed = PThreadCondition()
  // Guarded by `mutex`:
  private var started: [Thread] = []
  private var hasBegun = false
  private var hasEnded = 0

  /// - Parameters:
  ///   - threads: the owner included.
  ///   - checkpoint: makes each helper's.
  init(threads: Int, checkpoint: @escaping @Sendable () -> Checkpoint = { .never }) {
    self.threads = threads
    self.checkpoint = checkpoint
  }

  func hands(inputBytes: Int, pixels: Int) -> Int { threads }

  func offer(_ picture: SharedPicture) {
    mutex.lock()
    defer { mutex.unlock() }
    for index in 1..<max(threads, 1) {
      guard
        let thread = try? Thread(name: "helper \(index)", { self.help(picture, index) })
      else { continue }
      started.append(thread)
    }
    while !hasBegun, hasEnded < started.count { changed.wait(mutex) }
  }

  func withdraw(_ picture: SharedPicture) {}

  /// Waits for all helpers.
  func finish() {
    for thread in mutex.withLock({ started }) { thread.join() }
    mutex.withLock { started = [] }
  }

  private func help(_ picture: SharedPicture, _ index: Int) {
    let clock = StageClock(gate: OpenGate(), observer: Witness { self.note { $0.hasBegun = true } })
    picture.help(
      Worker(
        index: index, checkpoint: checkpoint(), clock: clock, memory: BoundlessMemory()))
    note { $0.hasEnded += 1 }
  }

  private func note(_ change: (Crowd) -> Void) {
    mutex.withLock { change(self) }
    changed.broadcast()
  }
}

/// Says when a helper has begun to compute.
private final class Witness: StageObserver {
  private let begins: () -> Void
  init(_ begins: @escaping () -> Void) { self.begins = begins }
  func began(_ stage: Stage) { begins() }
  func ended(_ stage: Stage, job: Int?, from start: UInt64, to end: UInt64) {}
}
