import Benchmark
import Claims
import Figures

extension ClaimsPage {
  /// What two threads did, under the lock and without it, on the same scale of time.
  static func timelines(_ evidence: Evidence) -> Markup {
    let drawn = evidence.overlaps.compactMap { runs in
      runs.timeline.flatMap { $0.duration > 0 && !$0.tracks.isEmpty ? (runs, $0) : nil }
    }
    guard let longest = drawn.map(\.1.duration).max() else { return Markup() }
    let names = Set(drawn.flatMap { $0.1.tracks }.flatMap(\.spans).map(\.name))
    let key = StageTexture.allCases.filter { names.contains($0.rawValue) }
    // Some thirty switch intervals: single turns can be seen, and that they are taken.
    let piece = evidence.switchInterval * 30
    return element("div") {
      element("div", ["class": "key"]) {
        for stage in key { Patterns.swatch(stage.texture, stage.label) }
      }
      for (runs, timeline) in drawn {
        element("h3") { "\(runs.mode), \(Humanised.count(runs.workers, "thread"))" }
        chart(
          runs, timeline, 0..<longest, "the whole run", "c1-\(runs.mode)",
          caption:
            "The whole run, of \(Humanised.duration(timeline.duration)); both modes have the same "
            + "scale. What to look for: each thread has a job from one end to the other, so jobs "
            + "overlap. Whether they also run at the same time is the question.")
        if piece < timeline.duration / 2 {
          let start = (timeline.duration - piece) / 2
          chart(
            runs, timeline, start..<start + piece,
            "\(Humanised.duration(piece)) from its middle", "c1-\(runs.mode)-piece",
            caption: "\(Humanised.duration(piece)) from its middle, larger. "
              + (runs.mode == "locked"
                ? "What to look for: where one row is filled, the other waits for the lock, and "
                  + "after about \(Humanised.duration(evidence.switchInterval)) they change "
                  + "places. That is concurrency without parallelism."
                : "What to look for: rows that are filled at the same moments. That is "
                  + "parallelism.")
          )
        }
      }
    }
  }

  private static func chart(
    _ runs: OverlapRuns, _ timeline: ArmTimeline, _ window: Range<UInt64>, _ words: String,
    _ identifier: String, caption: String
  ) -> Markup {
    let chart = TimelineChart(
      title: "What \(runs.mode) threads did: \(words)",
      summary: "\(Humanised.count(timeline.tracks.count, "row")), "
        + "\(Humanised.count(timeline.recordedSpans, "span")) in "
        + "\(Humanised.duration(timeline.duration)).",
      lanes: timeline.tracks.map(TimelineLane.init), window: window, origin: 0)
    return Exhibit(identifier, chart, caption: caption).markup
  }
}
