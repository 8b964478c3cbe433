import Measure
import Report

extension ArmTimeline {
  /// More spans than these are more than a page can show; the shortest are left out first.
  package static let mostSpans = 20_000
  private static let computing: Set<String> = ["decode", "filter", "encode"]
  private static let waiting = "waiting for the lock"

  /// What a run recorded, as rows of a chart: a track for each worker, on which waiting for the
  /// lock cuts the stage that it interrupts, and one each for reads and writes.
  package init(of recorded: Timeline, wall: UInt64) {
    let start = recorded.origin
    let ends = recorded.tracks.flatMap { $0.spans.map(\.end) }
    let end = max(ends.max() ?? start, start)
    let locks = recorded.tracks.filter { $0.kind == .lock }
    let workers = recorded.tracks.filter { $0.kind == .worker }.enumerated().map { index, track in
      let waits = index < locks.count ? locks[index].spans.filter { $0.name == Self.waiting } : []
      return Track(
        name: "worker \(index)",
        spans: ArmTimeline.joined(track.spans.filter { $0.name != "job" }, waits, from: start))
    }
    let io = ["read", "write"].map { name in
      let spans = recorded.tracks.filter { $0.kind == .io }.flatMap(\.spans)
        .filter { $0.name == name && $0.start < $0.end }
      let covered = TimeSpans(spans.map { $0.start..<$0.end })
      return Track(
        name: name + "s",
        spans: covered.spans.map {
          Span(start: $0.lowerBound - start, end: $0.upperBound - start, name: name)
        })
    }
    let tracks = workers + io.filter { !$0.spans.isEmpty }
    self.init(
      wall: wall, duration: end - start, tracks: tracks,
      counters: ArmTimeline.counters(recorded, workers, start..<max(end, start + 1)),
      recordedSpans: tracks.reduce(0) { $0 + $1.spans.count })
    thin()
  }

  /// Stage spans and waits as one row, each moment of which belongs to one of them.
  private static func joined(
    _ stages: [Timeline.Span], _ waits: [Timeline.Span], from origin: UInt64
  ) -> [Span] {
    let pauses = TimeSpans(waits.filter { $0.start < $0.end }.map { $0.start..<$0.end })
    var row = pauses.spans.map {
      Span(start: $0.lowerBound - origin, end: $0.upperBound - origin, name: "wait")
    }
    var first = 0
    for stage in stages.sorted(by: { $0.start < $1.start }) where stage.start < stage.end {
      var from = stage.start
      while first < pauses.spans.count, pauses.spans[first].upperBound <= from { first += 1 }
      var next = first
      while next < pauses.spans.count, pauses.spans[next].lowerBound < stage.end {
        let pause = pauses.spans[next]
        if from < pause.lowerBound {
          row.append(Span(start: from - origin, end: pause.lowerBound - origin, name: stage.name))
        }
        from = max(from, pause.upperBound)
        next += 1
      }
      if from < stage.end {
        row.append(Span(start: from - origin, end: stage.end - origin, name: stage.name))
      }
    }
    return row.sorted { $0.start < $1.start }
  }

  private static func counters(
    _ recorded: Timeline, _ workers: [Track], _ window: Range<UInt64>
  ) -> [Counter] {
    let start = window.lowerBound
    var counters: [Counter] = []
    if let cpu = recorded.counters.first(where: { $0.name == "CPU" }), cpu.samples.count > 1 {
      let points = zip(cpu.samples, cpu.samples.dropFirst()).compactMap { a, b in
        b.time > a.time && b.value >= a.value
          ? Counter.Point(
            time: a.time - start, value: Double(b.value - a.value) / Double(b.time - a.time)) : nil
      }
      counters.append(Counter(name: "effective_cores", points: points))
    }
    let parts = 200
    let length = window.upperBound - start
    let busy = workers.flatMap(\.spans).filter { computing.contains($0.name) }
      .map { $0.start..<$0.end }
    let average = Concurrency.average(of: busy, in: 0..<length, parts: parts)
    counters.append(
      Counter(
        name: "computing_workers",
        points: average.enumerated().map { part, value in
          Counter.Point(time: length * UInt64(part) / UInt64(parts), value: value)
        }))
    if let memory = recorded.counters.first(where: { $0.unit == "bytes" }) {
      counters.append(
        Counter(
          name: "memory_bytes",
          points: memory.samples.map {
            Counter.Point(time: $0.time - start, value: Double($0.value))
          }))
    }
    return counters
  }

  private mutating func thin() {
    guard recordedSpans > Self.mostSpans else { return }
    let lengths = tracks.flatMap { $0.spans.map { $0.end - $0.start } }.sorted(by: >)
    let least = lengths[Self.mostSpans - 1]
    for index in tracks.indices { tracks[index].spans.removeAll { $0.end - $0.start < least } }
  }
}
