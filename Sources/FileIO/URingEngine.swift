import Platform
import SystemPackage

/// Many operations under way at once, for which the kernel's io_uring makes the calls. One thread
/// owns the ring; callers leave their requests in an inbox and wake it through an event counter.
package final class URingEngine: FileEngine {
  package let name = "uring"
  package let isSynchronous = false
  private let inbox = Inbox()
  private let wakeUp: Descriptor
  private let thread: Guarded<Thread?>
  private let failure: Guarded<Errno?>

  /// Starts the ring and its thread, so create it after any fork.
  /// - Parameters:
  ///   - depth: operations that can be under way at the same time, at least 1.
  ///   - limited: do without the calls that older kernels lack, for tests of what happens there.
  /// - Throws: where rings are missing, too old or forbidden.
  package init(
    depth: Int, pace: Pace? = nil, limited: Bool = false
  ) throws(FileError) {
    precondition(depth > 0, "a ring without entries")
    do throws(Errno) {
      // Beyond this many, more in flight gains nothing, and rings have a largest size.
      let depth = min(depth, 1024)
      let ring = try Ring(entries: depth + 1, limited: limited)
      wakeUp = try Sys.eventCounter()
      let loop = RingLoop(
        ring: ring, inbox: inbox, wakeUp: wakeUp.borrowed, depth: depth, pace: pace)
      failure = loop.failure
      thread = Guarded(try Thread(name: "io-ring", stackBytes: 256 << 10) { loop.run() })
    } catch {
      let note = "io_uring: \(Self.explanation(of: error)); use --io pool or --io auto instead"
      throw FileError(.start, "io_uring", error, note: note)
    }
    pace?.onCallOff { [weak self] in
      if let self { Sys.bump(wakeUp.borrowed) }
    }
  }

  package func read(
    _ request: ReadRequest, then completion: @escaping @Sendable (ReadResult) -> Void
  ) {
    if inbox.put(ReadOperation(request, completion)) { Sys.bump(wakeUp.borrowed) }
  }

  package func write(
    _ request: WriteRequest, then completion: @escaping @Sendable (WriteResult) -> Void
  ) {
    if inbox.put(WriteOperation(request, completion)) { Sys.bump(wakeUp.borrowed) }
  }

  package func shutdown() {
    inbox.close()
    Sys.bump(wakeUp.borrowed)
    let running = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    running?.join()
  }

  package var trouble: String? {
    guard let errno = failure.withLock({ $0 }) else { return nil }
    return "io_uring failed: \(errno); from then on its thread makes the calls"
  }

  /// Why a ring could not be had, in words.
  static func explanation(of errno: Errno) -> String {
    switch errno {
    case .notPermitted, .permissionDenied:
      "not permitted here, as in many containers (\(errno))"
    case .noFunction, .invalidArgument: "this kernel has none, or one that is too old (\(errno))"
    case .noMemory: "no memory for it, or the limit on locked memory is too low (\(errno))"
    default: "\(errno)"
    }
  }
}
