/// What happened when: spans on tracks, and counters, of one or several processes that share a
/// clock. It knows nothing of what the spans mean.
package struct Timeline: Sendable, Hashable {
  /// Something that took a while. Times are nanoseconds of the monotonic clock.
  package struct Span: Sendable, Hashable {
    package var name: String
    /// What it was about, such as the number of a job.
    package var id: Int
    package var start: UInt64
    package var end: UInt64

    package init(_ name: String, id: Int, start: UInt64, end: UInt64) {
      self.name = name
      self.id = id
      self.start = start
      self.end = end
    }
  }

  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// One thread's work. Spans lie in each other or beside each other.
    case worker
    /// One thread's dealings with a lock; spans as a worker's.
    case lock
    /// Operations of which several may be under way: spans may overlap.
    case io

    package var mayOverlap: Bool { self == .io }
  }

  package struct Track: Sendable, Hashable {
    package var name: String
    package var kind: Kind
    /// The process that it happened in, and that process's name.
    package var process: Int
    package var processName: String
    /// In any order; written in order of their starts.
    package var spans: [Span]

    package init(
      _ name: String, _ kind: Kind, process: Int, processName: String, spans: [Span] = []
    ) {
      self.name = name
      self.kind = kind
      self.process = process
      self.processName = processName
      self.spans = spans
    }
  }

  /// A quantity that was looked at now and then.
  package struct Counter: Sendable, Hashable {
    package struct Sample: Sendable, Hashable {
      package var time: UInt64
      package var value: UInt64

      package init(time: UInt64, value: UInt64) {
        self.time = time
        self.value = value
      }
    }

    package var name: String
    package var unit: String
    package var samples: [Sample]

    package init(_ name: String, unit: String, samples: [Sample]) {
      self.name = name
      self.unit = unit
      self.samples = samples
    }
  }

  package var tracks: [Track] = []
  package var counters: [Counter] = []
  /// Spans for which there was no room, or that made no sense.
  package var droppedSpans: UInt64 = 0

  package init() {}

  /// The earliest moment in it; 0 where there is none.
  package var origin: UInt64 {
    let starts = tracks.compactMap { track in track.spans.lazy.map(\.start).min() }
    let samples = counters.compactMap { counter in counter.samples.lazy.map(\.time).min() }
    return (starts + samples).min() ?? 0
  }
}

extension Timeline.Track {
  /// The spans in order of their starts, outer ones before those in them.
  package var ordered: [Timeline.Span] {
    spans.sorted { $0.start == $1.start ? $0.end > $1.end : $0.start < $1.start }
  }
}
