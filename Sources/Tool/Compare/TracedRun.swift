import Benchmark
import Measure
import Report

/// A run that recorded when what happened.
struct TracedRun {
  let wall: UInt64
  let timeline: Timeline

  /// A run that recorded nothing has an empty timeline.
  init(_ run: ChildRun) {
    wall = run.outside.wall
    timeline = run.timeline ?? Timeline()
  }

  var chart: ArmTimeline { ArmTimeline(of: timeline, wall: wall) }

  /// Of each arm the run whose wall time is closest to the median of those that were measured.
  static func representatives(_ runs: [[TracedRun]], of arms: [Arm]) -> [(Int, TracedRun)] {
    zip(runs, arms).enumerated().compactMap { index, pair in
      let (runs, arm) = pair
      guard let median = Sample(arm.values(of: .wall))?.median else { return nil }
      return runs.min { abs(Double($0.wall) - median) < abs(Double($1.wall) - median) }
        .map { (index, $0) }
    }
  }

  /// All of them as one trace: each arm's processes under its name, all beginning at the same time.
  static func trace(_ runs: [(Int, TracedRun)], of arms: [Arm]) -> String {
    var merged = Timeline()
    for (index, run) in runs {
      let origin = run.timeline.origin
      for track in run.timeline.tracks {
        var track = track
        // Numbers of processes come again from run to run.
        track.process += index * 10_000_000
        track.processName = "\(arms[index].label): \(track.processName)"
        for span in track.spans.indices {
          track.spans[span].start -= origin
          track.spans[span].end -= origin
        }
        merged.tracks.append(track)
      }
      for counter in run.timeline.counters {
        let samples = counter.samples.map {
          Timeline.Counter.Sample(time: $0.time - origin, value: $0.value)
        }
        merged.counters.append(
          Timeline.Counter(
            "\(arms[index].label): \(counter.name)", unit: counter.unit, samples: samples))
      }
      merged.droppedSpans += run.timeline.droppedSpans
    }
    var bytes: [UInt8] = []
    merged.write(to: { bytes += $0 })
    return String(decoding: bytes, as: UTF8.self)
  }
}
