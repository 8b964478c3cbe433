import CPlatformShims
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// A pthread. Whoever starts one joins it: letting go of a running thread is a mistake that traps.
/// It may be passed on, but has one owner at a time, who joins: that makes the `Sendable` sound.
@safe
package final class Thread: @unchecked Sendable {
  private var handle: pthread_t?
  /// How many of this process have been started, and have got to their bodies.
  private static let started = Atomic<Int>(0)
  fileprivate static let begun = Atomic<Int>(0)

  /// Starts a thread that runs `body` once. It obeys the fault plan of the thread that starts it.
  /// - Parameters:
  ///   - name: shown by tools; the kernel keeps 15 bytes.
  ///   - stackBytes: room for its stack; enough for any own code, and address space only.
  /// - Throws: EAGAIN, when the machine or a limit allows no more threads.
  package init(
    name: String, stackBytes: Int = 1 << 20, _ body: @escaping @Sendable () -> Void
  ) throws(Errno) {
    Thread.started.add(1, ordering: .relaxed)
    let start = Start(name: name, plan: Faults.ofThisThread, body: body)
    let box = unsafe Unmanaged.passRetained(start)
    var attributes = pthread_attr_t()
    var started = pthread_t()
    _ = unsafe pthread_attr_init(&attributes)
    defer { _ = unsafe pthread_attr_destroy(&attributes) }
    _ = unsafe pthread_attr_setstacksize(&attributes, max(stackBytes, 64 << 10))
    do {
      _ = try Sys.call(.thread) {
        // pthread functions return their error; the seam expects it in errno.
        let status = unsafe pthread_create(&started, &attributes, threadMain, box.toOpaque())
        errno = status
        return status == 0 ? 0 : -1
      }
    } catch {
      unsafe box.release()
      Thread.started.subtract(1, ordering: .relaxed)
      throw error
    }
    handle = started
  }

  deinit { precondition(handle == nil, "a thread was dropped without being joined") }

  /// Waits until every thread that this one has started is at its body, for what must not come in
  /// between. Others must not start any meanwhile.
  package static func waitUntilAllHaveBegun() {
    while begun.load(ordering: .acquiring) < started.load(ordering: .relaxed) { sched_yield() }
  }

  /// Waits until the body has returned. Once.
  package func join() {
    guard let handle else { preconditionFailure("a thread was joined twice") }
    let status = pthread_join(handle, nil)
    precondition(status == 0, "pthread_join failed with error \(status)")
    self.handle = nil
  }
}

/// What a new thread needs to know, carried through pthread's one pointer.
private final class Start: Sendable {
  let name: String
  let plan: FaultPlan?
  let body: @Sendable () -> Void

  init(name: String, plan: FaultPlan?, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.plan = plan
    self.body = body
  }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  // Balances the retain in `init`; the pointer came from there.
  let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
  _ = unsafe start.name.withCString { unsafe platform_set_thread_name($0) }
  RunQueue.threadBegins()
  Thread.begun.add(1, ordering: .releasing)
  if let plan = start.plan {
    Faults.with(plan, start.body)
  } else {
    start.body()
  }
  RunQueue.threadEnds()
  return nil
}
