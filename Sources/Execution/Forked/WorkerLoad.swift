/// What counts of a worker process when the next job is handed out.
package struct WorkerLoad: Sendable, Hashable {
  /// Jobs that it was given and has not computed.
  package var toCompute: Int
  /// Whether it can work: one that is still being set up would say later if it cannot.
  package var isReady: Bool

  package init(toCompute: Int, isReady: Bool) {
    self.toCompute = toCompute
    self.isReady = isReady
  }

  /// The worker that gets the next job: of those that have the fewest, the first that is ready, or
  /// the first.
  ///
  /// - Parameters:
  ///   - loads: one of each worker, nil of those that no job can be sent to.
  ///   - readAhead: jobs that a worker has besides the one it computes. One that is not ready gets
  ///     its first job only.
  /// - Returns: its place in `loads`; nil where everybody has enough.
  package static func next(_ loads: [WorkerLoad?], readAhead: Int) -> Int? {
    var next: (index: Int, load: WorkerLoad)?
    for case (let index, let load?) in loads.enumerated()
    where load.toCompute <= (load.isReady ? readAhead : 0) {
      if next.map({ load.comesBefore($0.load) }) ?? true { next = (index, load) }
    }
    return next?.index
  }

  private func comesBefore(_ other: WorkerLoad) -> Bool {
    (toCompute, isReady ? 0 : 1) < (other.toCompute, other.isReady ? 0 : 1)
  }
}
