import Platform

/// Reads and writes on the caller's thread: the simplest engine, and the oracle of the others.
package final class BlockingEngine: FileEngine {
  package let name = "blocking"
  package let isSynchronous = true
  package var trouble: String? { nil }
  private let pace: Pace?

  package init(pace: Pace? = nil) { self.pace = pace }

  package func read(
    _ request: ReadRequest, then completion: @escaping @Sendable (ReadResult) -> Void
  ) {
    ReadOperation(request, completion).run(submitted: Clock.wall(), pace: pace)
  }

  package func write(
    _ request: WriteRequest, then completion: @escaping @Sendable (WriteResult) -> Void
  ) {
    WriteOperation(request, completion).run(submitted: Clock.wall(), pace: pace)
  }

  package func shutdown() {}
}
