import Synchronization

/// The place where long work looks up to see whether somebody wants something of it.
///
/// A worker has one checkpoint. Others raise `requested`; the worker, between two pieces of work
/// well under 0.1 ms long, calls `poll`, which costs one relaxed load when nobody asked. What
/// answering means (drop a lock and take it again, give up because the batch is stopping) is the
/// owner's business: the filters only poll.
package final class Checkpoint: Sendable {
  /// Raised by whoever wants the worker's attention; lowered by `answer`.
  package let requested = Atomic<Bool>(false)
  private let answer: @Sendable () -> Verdict

  package enum Verdict: Sendable {
    case goOn
    case stop
    /// Give this picture up, for a reason of its own, and go on with others.
    case refuse(ImageError)
  }

  /// - Parameter answer: called on the worker's own thread when `requested` was seen raised.
  package init(answer: @escaping @Sendable () -> Verdict) {
    self.answer = answer
  }

  /// A checkpoint that nobody ever raises.
  package static let never = Checkpoint { .goOn }

  /// Looks whether somebody asked, and answers if so.
  ///
  /// - Throws: `ImageError.interrupted` when the answer is to stop, and what a refusal says.
  @inline(__always)
  package func poll() throws(ImageError) {
    if requested.load(ordering: .relaxed) { try respond() }
  }

  @inline(never)
  private func respond() throws(ImageError) {
    switch answer() {
    case .goOn: break
    case .stop: throw .interrupted
    case .refuse(let error): throw error
    }
  }

  /// Cuts `count` items into stretches and polls after each, so that a long row of slow items
  /// still polls often enough.
  ///
  /// - Parameter stretch: items between two polls; choose it so that a stretch takes about 20 µs.
  @inlinable
  package func paced(
    _ count: Int, stretch: Int, _ body: (Range<Int>) throws(ImageError) -> Void
  ) throws(ImageError) {
    var start = 0
    while start < count {
      let end = min(start + stretch, count)
      try body(start..<end)
      try poll()
      start = end
    }
  }
}
