import Report
import TestSupport
import Testing

@Suite struct TimelineTests {
  private static func text(_ timeline: Timeline) -> String {
    var bytes: [UInt8] = []
    timeline.write { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A sound timeline with several processes, nested spans, overlapping I/O and counters.
  private static func random(_ seed: UInt64) -> Timeline {
    var random = SeededRandom(seed: seed)
    var timeline = Timeline()
    let start = UInt64.random(in: 0..<(1 << 50), using: &random)
    for number in 0..<Int.random(in: 1...5, using: &random) {
      let kind = Timeline.Kind.allCases[number % 3]
      var track = Timeline.Track(
        "\(kind) \"\(number)\"", kind, process: 100 + number / 2, processName: "p\(number / 2)")
      var now = start
      for id in 0..<Int.random(in: 0...40, using: &random) {
        now += UInt64.random(in: 0..<5000, using: &random)
        let length = UInt64.random(in: 2..<1_000_000, using: &random)
        track.spans.append(.init("job", id: id, start: now, end: now + length))
        if kind.mayOverlap { continue }
        let middle = now + UInt64.random(in: 1..<length, using: &random)
        track.spans.append(.init("é\n", id: id, start: now, end: middle))
        track.spans.append(.init("write", id: id, start: middle, end: now + length))
        now += length
      }
      timeline.tracks.append(track)
    }
    timeline.counters = [
      .init(
        "memory", unit: "bytes",
        samples: (0..<3).map { .init(time: start + $0 * 1001, value: .max - $0) })
    ]
    timeline.droppedSpans = seed
    return timeline
  }

  /// Spans of one track in the order in which they are written and read.
  private static func sorted(_ timeline: Timeline) -> Timeline {
    var timeline = timeline
    for index in timeline.tracks.indices {
      timeline.tracks[index].spans = timeline.tracks[index].ordered
    }
    return timeline
  }

  @Test(arguments: UInt64(0)..<40)
  func whatIsWrittenReadsBackToTheNanosecond(seed: UInt64) throws {
    let timeline = TimelineTests.random(seed)
    #expect(timeline.problems.isEmpty)
    let read = try Timeline(json: try JSONValue(parsing: TimelineTests.text(timeline)))
    #expect(read == TimelineTests.sorted(timeline))
  }

  @Test func theTextIsWhatTraceViewersWant() {
    var timeline = Timeline()
    timeline.tracks = [
      .init(
        "worker 0", .worker, process: 7, processName: "tool",
        spans: [.init("decode", id: 3, start: 1_000_000, end: 1_002_500)]),
      .init(
        "files", .io, process: 7, processName: "tool",
        spans: [.init("read", id: 3, start: 999_999, end: 1_000_001)]),
    ]
    timeline.counters = [
      .init("memory (PSS)", unit: "bytes", samples: [.init(time: 1_000_000, value: 5)])
    ]
    #expect(
      TimelineTests.text(timeline) == """
        {"displayTimeUnit":"ns","otherData":{"schema":"triptych.trace/1",\
        "clock":"CLOCK_MONOTONIC","origin_ns":"999999","dropped_spans":0},"traceEvents":[
        {"ph":"M","name":"process_name","pid":7,"tid":0,"args":{"name":"tool"}},
        {"ph":"M","name":"thread_name","pid":7,"tid":1,"args":{"name":"worker 0","kind":"worker"}},
        {"ph":"M","name":"thread_sort_index","pid":7,"tid":1,"args":{"sort_index":1}},
        {"ph":"M","name":"thread_name","pid":7,"tid":2,"args":{"name":"files","kind":"io"}},
        {"ph":"M","name":"thread_sort_index","pid":7,"tid":2,"args":{"sort_index":2}},
        {"ph":"X","name":"decode","pid":7,"tid":1,"ts":0.001,"dur":2.500,"cat":"worker",\
        "args":{"id":3}},
        {"ph":"b","name":"read","pid":7,"tid":2,"ts":0.000,"cat":"io","id":1,"args":{"id":3}},
        {"ph":"e","name":"read","pid":7,"tid":2,"ts":0.002,"cat":"io","id":1},
        {"ph":"C","name":"memory (PSS)","pid":7,"tid":0,"ts":0.001,"args":{"bytes":5}}
        ]}

        """)
  }

  @Test func theCheckerSeesWhatIsUnsound() {
    func problems(_ kind: Timeline.Kind, _ spans: [(UInt64, UInt64)]) -> Int {
      var timeline = Timeline()
      timeline.tracks = [.init("t", kind, process: 1, processName: "p")]
      timeline.tracks[0].spans = spans.map { .init("s", id: 0, start: $0.0, end: $0.1) }
      return timeline.problems.count
    }
    #expect(problems(.worker, [(0, 10), (0, 5), (5, 10), (10, 11), (6, 7)]) == 0)
    #expect(problems(.worker, [(0, 10), (5, 11)]) == 1)
    #expect(problems(.lock, [(0, 10), (9, 20), (19, 30)]) == 2)
    #expect(problems(.io, [(0, 10), (5, 11)]) == 0)
    #expect(problems(.io, [(3, 2)]) == 1)
    var timeline = Timeline()
    timeline.tracks = [
      .init("", .worker, process: 1, processName: "p"),
      .init("", .worker, process: 1, processName: "p"),
    ]
    timeline.counters = [
      .init("c", unit: "u", samples: [.init(time: 2, value: 0), .init(time: 1, value: 0)])
    ]
    #expect(timeline.problems.count == 4)
  }

  /// Each event is damaged in one way that must not be overlooked.
  @Test(arguments: [
    (#""ph":"X""#, #""ph":"Y""#), (#""tid":1,"ts""#, #""tid":9,"ts""#),
    (#""pid":7,"tid":1,"ts""#, #""pid":8,"tid":1,"ts""#),
    (#""dur":2.500"#, #""dur":-1"#), (#""ph":"e""#, #""ph":"b""#), (#""ph":"b""#, #""ph":"e""#),
    (#""id":1}"#, #""id":2}"#), (#""kind":"io""#, #""kind":"ïo""#), ("triptych.trace/1", "trace/9"),
    (#""bytes":5"#, #""bytes":null"#),
  ])
  func damagedTracesAreRefused(sound: String, damaged: String) throws {
    var timeline = Timeline()
    timeline.tracks = [
      .init(
        "worker 0", .worker, process: 7, processName: "tool",
        spans: [.init("decode", id: 3, start: 1_000_000, end: 1_002_500)]),
      .init(
        "files", .io, process: 7, processName: "tool",
        spans: [.init("read", id: 3, start: 1_000_000, end: 1_000_001)]),
    ]
    timeline.counters = [.init("m", unit: "bytes", samples: [.init(time: 1_000_000, value: 5)])]
    let text = TimelineTests.text(timeline)
    let parts = text.split(separator: sound, maxSplits: 1)
    #expect(parts.count == 2, "\(sound) is not in the text")
    let broken = parts.joined(separator: damaged)
    _ = try Timeline(json: try JSONValue(parsing: text))
    #expect(throws: ReportError.self) { try Timeline(json: try JSONValue(parsing: broken)) }
  }
}
