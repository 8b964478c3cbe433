import Platform
import SystemPackage

/// What the ring's thread does: admits operations, moves each on by one step whenever its last one
/// has come back, and holds finished ones until their pace lets them go.
///
/// An operation has at most one step in the ring, so `depth` operations and the wake-up always fit.
///
/// Where the kernel refuses to take anything more, the thread makes the calls itself from then on,
/// one after the other: slower, but nothing is lost.
final class RingLoop: @unchecked Sendable {
  private struct Slot {
    let handed: Handed
    let started: UInt64
    /// The step in the ring; it keeps alive the memory that the kernel works on.
    var step: Step
  }

  private static let wakeUpTag = UInt64(1) << 32

  private let ring: Ring
  private let inbox: Inbox
  private let wakeUp: FileDescriptor
  private let pace: Pace?
  /// Why nothing can be put in the ring any more, once that is so. For any thread.
  let failure = Guarded<Errno?>(nil)
  // From here on touched by the ring's thread only, which makes the `Sendable` sound.
  private var slots: [Slot?]
  private var free: [Int]
  /// Finished but held back; the one due first stands last.
  private var held: [(due: UInt64, slot: Int)] = []
  /// Whether there is a `failure`.
  private var isLost = false

  init(ring: Ring, inbox: Inbox, wakeUp: FileDescriptor, depth: Int, pace: Pace?) {
    self.ring = ring
    self.inbox = inbox
    self.wakeUp = wakeUp
    self.pace = pace
    slots = Array(repeating: nil, count: depth)
    free = Array((0..<depth).reversed())
  }

  /// Runs until the inbox is closed and everything handed in has completed.
  func run() {
    ring.prepareWait(for: wakeUp, tag: Self.wakeUpTag)
    while true {
      let isOver = admit()
      if isOver, free.count == slots.count { return }
      if isLost {
        waitOutside()
      } else {
        do throws(Errno) {
          try ring.submitAndWait(nanoseconds: timeToNextDue())
        } catch {
          lose(error)
        }
      }
      while let completion = ring.next() { handle(completion) }
      releaseDue()
    }
  }

  /// Goes on without the ring: makes the calls itself that the kernel has not taken. Those that it
  /// has taken complete by themselves.
  private func lose(_ errno: Errno) {
    isLost = true
    failure.withLock { $0 = errno }
    while let tag = ring.withdraw() {
      guard tag < UInt64(slots.count), let slot = slots[Int(tag)] else { continue }
      // It has passed the fault seam on its way into the ring.
      advance(Int(tag), Faults.aside { slot.step.perform() })
    }
  }

  /// Waits for what comes in, what comes due and what the kernel still has.
  private func waitOutside() {
    let isAwaited = slots.count { $0 != nil } > held.count
    let moment = isAwaited ? 1_000_000 : timeToNextDue()
    var polls = [Sys.Poll(wakeUp)]
    let milliseconds = moment.map { Int(($0 + 999_999) / 1_000_000) }
    do throws(Errno) {
      if try Sys.poll(&polls, milliseconds: milliseconds) > 0 { Sys.reset(wakeUp) }
    } catch {
      Clock.sleep(until: Clock.wall() + 1_000_000)
    }
  }

  /// Begins as many of the waiting operations as there are slots for.
  /// - Returns: whether no more will come.
  private func admit() -> Bool {
    while true {
      let (taken, isOver) = inbox.takeAvailable(atMost: free.count)
      for handed in taken {
        guard let slot = free.popLast() else { preconditionFailure("took more than fit") }
        let step = handed.operation.begin()
        slots[slot] = Slot(handed: handed, started: Clock.wall(), step: step)
        go(slot, step)
      }
      // Some may have ended at once and left room for others.
      if taken.isEmpty || free.isEmpty { return isOver }
    }
  }

  private func handle(_ completion: Ring.Completion) {
    if completion.tag == Self.wakeUpTag {
      // Reset before the inbox is looked at, so that whatever arrives later wakes anew.
      Sys.reset(wakeUp)
      if !isLost { ring.prepareWait(for: wakeUp, tag: Self.wakeUpTag) }
      return
    }
    // liburing's own timeouts, on older kernels, come back with a tag that is none of ours.
    guard completion.tag < UInt64(slots.count) else { return }
    let index = Int(completion.tag)
    guard let slot = slots[index] else { preconditionFailure("a completion for nobody") }
    let errno = Errno(rawValue: -completion.result)
    switch errno {
    case _ where completion.result >= 0: advance(index, .number(Int(completion.result)))
    // The descriptor is free by then, and may be somebody else's already.
    case .interrupted where slot.step.isClosing: advance(index, .number(0))
    case .interrupted: go(index, slot.step)
    // The ring will not wait for this one (an older kernel and O_NONBLOCK), or has dropped it: wait
    // here instead.
    case .resourceTemporarilyUnavailable, .canceled: advance(index, slot.step.perform())
    default: advance(index, .failed(errno))
    }
  }

  private func advance(_ index: Int, _ answer: Answer) {
    guard let slot = slots[index] else { preconditionFailure("an answer for nobody") }
    go(index, slot.handed.operation.advance(answer))
  }

  /// Gets a step, and those that follow, on their way until one is in the ring or none is left.
  private func go(_ index: Int, _ first: Step) {
    var step = first
    while true {
      guard let operation = slots[index]?.handed.operation else { return }
      if case .done = step { return finish(index) }
      slots[index]?.step = step
      switch isLost ? .unsupported : ring.prepare(step, tag: UInt64(index)) {
      case .submitted: return
      case .failed(let errno): step = operation.advance(.failed(errno))
      case .unsupported: step = operation.advance(step.perform())
      }
    }
  }

  private func finish(_ index: Int) {
    guard let slot = slots[index] else { return }
    guard let pace else { return complete(index) }
    let due = pace.due(started: slot.started, bytes: slot.handed.operation.bytesMoved)
    let position = held.firstIndex { $0.due <= due } ?? held.endIndex
    held.insert((due, index), at: position)
  }

  private func timeToNextDue() -> UInt64? {
    guard let next = held.last else { return nil }
    if pace?.isCalledOff == true { return 0 }
    let now = Clock.wall()
    return next.due > now ? next.due - now : 0
  }

  private func releaseDue() {
    while let next = held.last, next.due <= Clock.wall() || pace?.isCalledOff == true {
      held.removeLast()
      complete(next.slot)
    }
  }

  private func complete(_ index: Int) {
    guard let slot = slots[index] else { return }
    slots[index] = nil
    free.append(index)
    slot.handed.operation.complete(
      IOSpan(submitted: slot.handed.submitted, finished: Clock.wall()))
  }
}
