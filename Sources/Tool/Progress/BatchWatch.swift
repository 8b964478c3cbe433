import Execution
import Platform
import Synchronization
import SystemPackage

/// A thread beside a batch that keeps the progress line moving and turns signals into requests: the
/// first lets work in flight finish, the second drops it. (The third ends the process, watched or
/// not: outputs are whole or not there, and the journal says which.)
final class BatchWatch {
  /// Milliseconds between two looks at the progress.
  private static let interval = 100

  private let ending: Ending?
  private let thread: Thread?

  /// - Parameters:
  ///   - signals: becomes readable when a signal has arrived.
  ///   - obeyed: told, on the new thread, what was asked of the batch, and by which signal.
  ///   - tick: called on the new thread, ten times a second.
  init(
    stop: StopRequest, signals: FileDescriptor,
    obeyed: @escaping @Sendable (StopRequest.Urgency, StopSignals.Signal) -> Void,
    tick: @escaping @Sendable () -> Void
  ) {
    let ending = try? Ending()
    self.ending = ending
    thread = ending.flatMap { ending in
      try? Thread(name: "watch") {
        var seen = StopRequest.Urgency.none
        while let news = ending.wait(or: signals, milliseconds: BatchWatch.interval) {
          if news == .signal { Sys.reset(signals) }
          let wanted = BatchWatch.wanted
          if wanted > seen, let signal = StopSignals.received {
            // Before it is said, which waits for whoever reads standard error. How the batch ended
            // is said later still, when this thread is through.
            if wanted == .cancel { stop.cancel() } else { stop.stop() }
            obeyed(wanted, signal)
            seen = wanted
          }
          tick()
        }
        if !ending.isAnnounced { StopSignals.letGo() }
      }
    }
    // Without the thread, the bar stands still between files, and a signal ends the process at
    // once: outputs are whole or not there, and the journal says which.
    if thread == nil { StopSignals.letGo() }
  }

  /// Ends the thread, at once, and waits for it.
  func finish() {
    ending?.announce()
    thread?.join()
  }

  /// What the signals so far ask for.
  private static var wanted: StopRequest.Urgency {
    switch StopSignals.Signal.allCases.reduce(0, { $0 + StopSignals.count(of: $1) }) {
    case 0: .none
    case 1: .stop
    default: .cancel
    }
  }
}

/// The end of something, which another thread waits for while it does other things.
private final class Ending: Sendable {
  enum News { case nothing, signal }

  private let counter: Descriptor
  private let announced = Atomic(false)

  init() throws(Errno) { counter = try Sys.eventCounter() }

  var isAnnounced: Bool { announced.load(ordering: .acquiring) }

  func announce() {
    announced.store(true, ordering: .releasing)
    Sys.bump(counter.borrowed)
  }

  /// Waits for so long at most; nil when the end has come.
  func wait(or signals: FileDescriptor, milliseconds: Int) -> News? {
    var polls = [Sys.Poll(counter.borrowed), Sys.Poll(signals)]
    // A failure means that the kernel has no memory for two descriptors: as without the thread.
    guard (try? Sys.poll(&polls, milliseconds: milliseconds)) != nil else { return nil }
    if polls[0].canRead { return nil }
    return polls[1].canRead ? .signal : .nothing
  }
}
