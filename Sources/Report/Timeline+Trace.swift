/// Writing, in the JSON object format of Chrome's trace viewer, which ui.perfetto.dev opens.
///
/// Events are put together byte by byte instead of as a tree of values: a trace may have millions of
/// them, and writing it is part of what tracing costs.
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
      for span in track.ordered {
        if track.kind.mayOverlap {
          operation += 1
          text.putBegin(span, place, operation)
          text.putEnd(span, place, operation)
        } else {
          text.putComplete(span, place, track.kind)
        }
        if text.isFull { try sink(text.take()) }
      }
    }
    let process = tracks.first?.process ?? 0
    for counter in counters {
      for sample in counter.samples { text.putSample(sample, of: counter, process: process) }
    }
    text.put("\n]}\n")
    try sink(text.take())
  }

  private func putNames(to text: inout TraceText) {
    var named: Set<Int> = []
    for (index, track) in tracks.enumerated() {
      if named.insert(track.process).inserted {
        let place = TraceText.Place(process: track.process, track: 0)
        text.putName("process_name", place, ["name": .string(track.processName)])
      }
      let number = index + Timeline.firstTrack
      let place = TraceText.Place(process: track.process, track: number)
      text.putName(
        "thread_name", place,
        ["name": .string(track.name), "kind": .string(track.kind.rawValue)])
      text.putName("thread_sort_index", place, ["sort_index": JSONValue(number)])
    }
  }
}

/// The growing text of a trace.
private struct TraceText {
  struct Place {
    var process: Int
    var track: Int
  }

  private static let piece = 1 << 16

  private var bytes: [UInt8] = []
  private let origin: UInt64
  private var isFirst = true
  /// Names and categories as they stand in quotes; there are few of them.
  private var quoted: [String: [UInt8]] = [:]

  init(origin: UInt64) {
    self.origin = origin
    bytes.reserveCapacity(TraceText.piece + 1024)
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
    for place in stride(from: count - 1, through: 0, by: -1) { bytes.append(digits[place]) }
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

  private mutating func putQuoted(_ name: String) {
    if let known = quoted[name] {
      bytes.append(contentsOf: known)
    } else {
      let made = Array(JSONValue.string(name).line.utf8)
      quoted[name] = made
      bytes.append(contentsOf: made)
    }
  }

  private mutating func putHead(_ phase: String, _ name: String, _ place: Place) {
    put(isFirst ? "\n" : ",\n")
    isFirst = false
    put(#"{"ph":""#)
    put(phase)
    put(#"","name":"#)
    putQuoted(name)
    put(#","pid":"#)
    put(place.process)
    put(#","tid":"#)
    put(place.track)
  }

  private mutating func putTime(_ time: UInt64) {
    put(#","ts":"#)
    putMicroseconds(time - origin)
  }

  mutating func putName(_ name: String, _ place: Place, _ arguments: JSONObject) {
    putHead("M", name, place)
    put(#","args":"#)
    put(JSONValue.object(arguments).line)
    put("}")
  }

  mutating func putComplete(_ span: Timeline.Span, _ place: Place, _ kind: Timeline.Kind) {
    putHead("X", span.name, place)
    putTime(span.start)
    put(#","dur":"#)
    putMicroseconds(span.end - span.start)
    put(#","cat":"#)
    putQuoted(kind.rawValue)
    put(#","args":{"id":"#)
    put(span.id)
    put("}}")
  }

  mutating func putBegin(_ span: Timeline.Span, _ place: Place, _ operation: UInt64) {
    putHead("b", span.name, place)
    putTime(span.start)
    put(#","cat":"io","id":"#)
    put(operation)
    put(#","args":{"id":"#)
    put(span.id)
    put("}}")
  }

  mutating func putEnd(_ span: Timeline.Span, _ place: Place, _ operation: UInt64) {
    putHead("e", span.name, place)
    putTime(span.end)
    put(#","cat":"io","id":"#)
    put(operation)
    put("}")
  }

  mutating func putSample(
    _ sample: Timeline.Counter.Sample, of counter: Timeline.Counter, process: Int
  ) {
    putHead("C", counter.name, Place(process: process, track: 0))
    putTime(sample.time)
    put(#","args":{"#)
    putQuoted(counter.unit)
    put(":")
    put(sample.value)
    put("}}")
  }
}
