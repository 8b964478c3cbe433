/// One run as it went, thinned so that many of them fit on a page. Times are nanoseconds from its
/// first event. It is a run made for this purpose, after those that were measured: measured runs
/// record no timeline.
package struct ArmTimeline: Sendable, Hashable {
  package struct Span: Sendable, Hashable {
    package var start: UInt64
    package var end: UInt64
    /// `read`, `decode`, `filter`, `encode`, `write`, `wait` (for the lock), or several short ones
    /// drawn as one: the name of the one that took longest.
    package var name: String

    package init(start: UInt64, end: UInt64, name: String) {
      self.start = start
      self.end = end
      self.name = name
    }
  }

  /// A row of the chart: spans of one track do not overlap and are in order.
  package struct Track: Sendable, Hashable {
    /// `worker 0`, `reads`.
    package var name: String
    package var spans: [Span]

    package init(name: String, spans: [Span]) {
      self.name = name
      self.spans = spans
    }
  }

  /// A quantity over time, such as `effective_cores`.
  package struct Counter: Sendable, Hashable {
    package struct Point: Sendable, Hashable {
      package var time: UInt64
      package var value: Double

      package init(time: UInt64, value: Double) {
        self.time = time
        self.value = value
      }
    }
    package var name: String
    package var points: [Point]

    package init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// What the run took from outside, nanoseconds, to set against the arm's median.
  package var wall: UInt64
  /// From the first event to the last.
  package var duration: UInt64
  package var tracks: [Track]
  package var counters: [Counter]
  /// How many spans were recorded, before short neighbours were drawn together.
  package var recordedSpans: Int

  package init(
    wall: UInt64, duration: UInt64, tracks: [Track], counters: [Counter], recordedSpans: Int
  ) {
    self.wall = wall
    self.duration = duration
    self.tracks = tracks
    self.counters = counters
    self.recordedSpans = recordedSpans
  }
}
