import Platform
import SystemPackage

/// Threads that make blocking calls, so that callers need not.
package final class PoolEngine: FileEngine {
  package let name = "pool"
  package let isSynchronous = false
  package var trouble: String? { nil }
  private let inbox = Inbox()
  private let threads = Guarded<[Thread]>([])

  /// Starts the threads, so create it after any fork.
  /// - Parameter threads: operations that can be under way at the same time, at least 1.
  /// - Throws: when not one thread can be started.
  package init(threads count: Int, pace: Pace? = nil) throws(FileError) {
    precondition(count > 0, "a pool without threads")
    var started: [Thread] = []
    for number in 0..<count {
      do throws(Errno) {
        started.append(
          try Thread(name: "io-\(number)", stackBytes: 256 << 10) { [inbox] in
            while let handed = inbox.take() {
              handed.operation.run(submitted: handed.submitted, pace: pace)
            }
          })
      } catch {
        // Fewer threads are slower, not wrong.
        if !started.isEmpty { break }
        throw FileError(.start, "the I/O pool", error, note: "cannot start a thread (\(error))")
      }
    }
    threads.withLock { $0 = started }
  }

  package func read(
    _ request: ReadRequest, then completion: @escaping @Sendable (ReadResult) -> Void
  ) {
    inbox.put(ReadOperation(request, completion))
  }

  package func write(
    _ request: WriteRequest, then completion: @escaping @Sendable (WriteResult) -> Void
  ) {
    inbox.put(WriteOperation(request, completion))
  }

  package func shutdown() {
    inbox.close()
    let running = threads.withLock { threads in
      defer { threads = [] }
      return threads
    }
    for thread in running { thread.join() }
  }
}
