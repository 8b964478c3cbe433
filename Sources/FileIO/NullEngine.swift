import Platform

/// Reads really and forgets what is written: what remains of a run when output costs nothing.
package final class NullEngine: FileEngine {
  package let name = "null"
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
    let now = Clock.wall()
    completion(WriteResult(error: nil, span: IOSpan(submitted: now, finished: now)))
  }

  package func shutdown() {}
}
