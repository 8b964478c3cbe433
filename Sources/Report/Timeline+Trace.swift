/// Writing, in the JSON object format of Chrome's trace viewer, which ui.perfetto.dev opens.
///
/// Events are put together byte by byte instead of as a tree of values: a trace may have millions
/// of them, and writing it is part of what tracing costs.
extension Timeline {
  package static let schema = "triptych.trace/1"

  /// Threads and lines of a trace are told apart by numbers; 0 stands for the process itself.
  private static let firstTrack = 1

  /// - Parameter sink: given the text piece by piece.
  package func write<Failure: Error>(
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let origin = origin
    var text = TraceText(origin: origin)
    text.put(#"{"displayTimeUnit":"ns","otherData":{"schema":"\#(Timeline.schema)","#)
    text.put(#""clock":"CLOCK_MONOTONIC","origin_ns":"\#(origin)","dropped_spans":"#)
    text.put(droppedSpans)
    text.put(#"},"traceEvents":["#)
    putNames(to: &text)
    var operation: UInt64 = 0
    for (index, track) in tracks.enumerated() {
      let place = TraceText.Place(process: track.process, track: index + Timeline.firstTrack)
      text.start(place)
      for span in track.ordered {
        if track.kind.mayOverlap {
          operation += 1
          text.putBegin(span, operation)
          text.putEnd(span, operation)
        } else {
          text.putComplete(span, track.kind)
        }
        if text.isFull { try sink(text.take()) }
      }
    }
    let process = tracks.first?.process ?? 0
    text.start(TraceText.Place(process: process, track: 0))
    for counter in counters {
      for sample in counter.samples { text.putSample(sample, of: counter) }
    }
    text.put("\n]}\n")
    try sink(text.take())
  }

  private func putNames(to text: inout TraceText) {
    var named: Set<Int> = []
    for (index, track) in tracks.enumerated() {
      if named.insert(track.process).inserted {
        text.start(TraceText.Place(process: track.process, track: 0))
        text.putName("process_name", ["name": .string(track.processName)])
      }
      let number = index + Timeline.firstTrack
      text.start(TraceText.Place(process: track.process, track: number))
      text.putName(
        "thread_name", ["name": .string(track.name), "kind": .string(track.kind.rawValue)])
      text.putName("thread_sort_index", ["sort_index": JSONValue(number)])
    }
  }
}

/// The growing text of a trace.
private struct TraceText {
  struct Place {
    var process: Int
    var track: Int
  }

  /// What an event of a track begins with, up to its time: made once for each name, for a track has
  /// thousands of events and few names.
  private struct Head {
    var phase: String
    var name: String
    var bytes: [UInt8]
  }

  private static let piece = 1 << 16

  private var bytes: [UInt8] = []
  private let origin: UInt64
  private var isFirst = true
  private var place = Place(process: 0, track: 0)
  private var heads: [Head] = []

  init(origin: UInt64) {
    self.origin = origin
    bytes.reserveCapacity(TraceText.piece + 1024)
  }

  /// What follows happened there.
  mutating func start(_ place: Place) {
    self.place = place
    heads.removeAll(keepingCapacity: true)
  }

  var isFull: Bool { bytes.count >= TraceText.piece }

  mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func put(_ number: UInt64) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var (rest, count) = (number, 0)
    repeat {
      digits[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    } while rest > 0
    while count > 0 {
      count -= 1
      bytes.append(digits[count])
    }
  }

  private mutating func put(_ number: Int) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    put(UInt64(number.magnitude))
  }

  /// Nanoseconds as microseconds with three decimals.
  private mutating func putMicroseconds(_ nanoseconds: UInt64) {
    put(nanoseconds / 1000)
    bytes.append(UInt8(ascii: "."))
    let rest = nanoseconds % 1000
    for unit: UInt64 in [100, 10, 1] {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit % 10))
    }
  }

  private mutating func putHead(_ phase: String, _ name: String) {
    put(isFirst ? "\n" : ",\n")
    isFirst = false
    if let known = heads.firstIndex(where: { $0.name == name && $0.phase == phase }) {
      bytes.append(contentsOf: heads[known].bytes)
    } else {
      let made = Head(phase: phase, name: name, bytes: head(phase, name))
      heads.append(made)
      bytes.append(contentsOf: made.bytes)
    }
  }

  private func head(_ phase: String, _ name: String) -> [UInt8] {
    let name = JSONValue.string(name).line
    return Array(
      #"{"ph":"\#(phase)","name":\#(name),"pid":\#(place.process),"tid":\#(place.track)"#.utf8)
  }

  private mutating func putTime(_ time: UInt64) {
    put(#","ts":"#)
    putMicroseconds(time - origin)
  }

  mutating func putName(_ name: String, _ arguments: JSONObject) {
    putHead("M", name)
    put(#","args":"#)
    put(JSONValue.object(arguments).line)
    put("}")
  }

  mutating func putComplete(_ span: Timeline.Span, _ kind: Timeline.Kind) {
    putHead("X", span.name)
    putTime(span.start)
    put(#","dur":"#)
    putMicroseconds(span.end - span.start)
    put(#","cat":""#)
    put(kind.rawValue)
    put(#"","args":{"id":"#)
    put(span.id)
    put("}}")
  }

  mutating func putBegin(_ span: Timeline.Span, _ operation: UInt64) {
    putHead("b", span.name)
    putTime(span.start)
    put(#","cat":"io","id":"#)
    put(operation)
    put(#","args":{"id":"#)
    put(span.id)
    put("}}")
  }

  mutating func putEnd(_ span: Timeline.Span, _ operation: UInt64) {
    putHead("e", span.name)
    putTime(span.end)
    put(#","cat":"io","id":"#)
    put(operation)
    put("}")
  }

  mutating func putSample(_ sample: Timeline.Counter.Sample, of counter: Timeline.Counter) {
    putHead("C", counter.name)
    putTime(sample.time)
    put(#","args":{"#)
    put(JSONValue.string(counter.unit).line)
    put(":")
    put(sample.value)
    put("}}")
  }
}
