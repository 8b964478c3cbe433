import FileIO
import Pipeline
import Platform

/// Everybody who watches a run from within: made before anything is forked, told by workers, lock
/// seats and engines of all its processes.
final class RunWatch: Sendable {
  /// Nil where there was no memory for it: the run goes on unmeasured.
  let meter: OverlapMeter?
  private let arena: SpanArena?

  /// - Parameter arena: where to record; nil for no record.
  init(_ arena: SpanArena?) {
    meter = try? OverlapMeter()
    self.arena = arena
  }

  /// Call it in the worker's own process.
  func worker(_ index: Int) -> WorkerWatch {
    WorkerWatch(meter, arena?.recorder(.worker, index))
  }

  func lockRecorder(_ index: Int) -> SpanRecorder? { arena?.recorder(.lock, index) }

  /// The same engine, watched.
  func watching(_ engine: any FileEngine, worker index: Int = 0) -> any FileEngine {
    if meter == nil, arena == nil { return engine }
    return WatchedEngine(engine, meter, arena?.recorder(.files, index))
  }
}

/// Watches one worker, on its own thread.
final class WorkerWatch: StageObserver {
  private let meter: OverlapMeter?
  private let recorder: SpanRecorder?
  private var jobStart: UInt64 = 0

  init(_ meter: OverlapMeter?, _ recorder: SpanRecorder?) {
    self.meter = meter
    self.recorder = recorder
  }

  func began(_ stage: Stage) {
    if !stage.isIO { meter?.computingBegins() }
  }

  func ended(_ stage: Stage, job: Int?, from start: UInt64, to end: UInt64) {
    if !stage.isIO { meter?.computingEnds() }
    guard let job else { return }
    if stage.isIO { meter?.waited(end - start) }
    if stage == .read { jobStart = start }
    guard let recorder else { return }
    recorder.record(stage.spanName, id: job, from: start, to: end)
    if stage == .write { recorder.record(.job, id: job, from: jobStart, to: end) }
  }
}

extension Stage {
  fileprivate var spanName: SpanName {
    switch self {
    case .read: .read
    case .decode: .decode
    case .filter: .filter
    case .encode: .encode
    case .write: .write
    }
  }
}

/// An engine whose every request is noted when it is handed in and when it is over.
private final class WatchedEngine: FileEngine, @unchecked Sendable {
  private let inner: any FileEngine
  private let meter: OverlapMeter?
  private let mutex = PThreadMutex()
  /// Guarded by `mutex`: completions come on any thread.
  private let recorder: SpanRecorder?

  init(_ inner: any FileEngine, _ meter: OverlapMeter?, _ recorder: SpanRecorder?) {
    self.inner = inner
    self.meter = meter
    self.recorder = recorder
  }

  var name: String { inner.name }
  var isSynchronous: Bool { inner.isSynchronous }
  var trouble: String? { inner.trouble }

  func read(
    _ request: ReadRequest, then completion: @escaping @Sendable (ReadResult) -> Void
  ) {
    meter?.fileBegins()
    inner.read(request) { [self] result in
      over(.read, request.tag, result.span)
      completion(result)
    }
  }

  func write(
    _ request: WriteRequest, then completion: @escaping @Sendable (WriteResult) -> Void
  ) {
    meter?.fileBegins()
    inner.write(request) { [self] result in
      over(.write, request.tag, result.span)
      completion(result)
    }
  }

  func shutdown() { inner.shutdown() }

  private func over(_ name: SpanName, _ job: Int, _ span: IOSpan) {
    meter?.fileEnds()
    guard let recorder else { return }
    mutex.withLock { recorder.record(name, id: job, from: span.submitted, to: span.finished) }
  }
}
