import Execution
import Platform
import Report

/// What a run recorded, as a timeline.
package enum RunTimeline {
  package static func make(_ arena: SpanArena, _ memory: MemoryFigures?) -> Timeline {
    let own = Int(Sys.processID)
    var timeline = Timeline()
    let record = arena.record
    timeline.droppedSpans = record.dropped
    timeline.tracks = record.tracks.map { track in
      Timeline.Track(
        name(track), kind(track), process: track.process,
        processName: track.process == own ? "triptych" : "triptych worker \(track.index)",
        spans: track.spans.map {
          Timeline.Span($0.name.text, id: $0.id, start: $0.start, end: $0.end)
        })
    }
    let samples = memory?.samples ?? []
    if !samples.isEmpty {
      let beginning =
        memory?.beginning.map { [Timeline.Counter.Sample(time: $0.time, value: $0.cpu)] } ?? []
      timeline.counters = [
        .init(
          "memory (PSS)", unit: "bytes",
          samples: samples.map { .init(time: $0.time, value: $0.bytes) }),
        .init(
          "CPU", unit: "ns",
          samples: beginning + samples.map { .init(time: $0.time, value: $0.cpu) }),
      ]
    }
    return timeline
  }

  private static func name(_ track: RecordedTrack) -> String {
    switch track.kind {
    case .worker: "worker \(track.index)"
    case .lock: "worker \(track.index) at the lock"
    case .files: "files"
    }
  }

  private static func kind(_ track: RecordedTrack) -> Timeline.Kind {
    switch track.kind {
    case .worker: .worker
    case .lock: .lock
    case .files: .io
    }
  }
}
