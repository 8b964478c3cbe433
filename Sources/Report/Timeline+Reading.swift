extension Timeline {
  /// Reads back what `write` wrote; spans come in order of their starts.
  /// - Throws: for another schema; for an event of a kind, or on a track, that is unknown; for an
  ///   operation that begins and does not end, or the other way round.
  package init(json: JSONValue) throws(ReportError) {
    self.init()
    guard let other = json["otherData"], other["schema"]?.asString == Timeline.schema else {
      throw ReportError("otherData.schema", "is not \(Timeline.schema)")
    }
    guard let text = other["origin_ns"]?.asString, let origin = UInt64(text),
      let dropped = other["dropped_spans"]?.asCount
    else { throw ReportError("otherData", "lacks origin_ns or dropped_spans") }
    guard let events = json["traceEvents"]?.asArray else {
      throw ReportError("traceEvents", "is not an array")
    }
    var reader = TraceReader(origin: origin)
    for (index, event) in events.enumerated() {
      do throws(TraceReader.Fault) {
        try reader.take(event)
      } catch {
        throw ReportError("traceEvents[\(index)]", error.reason)
      }
    }
    if let left = reader.begun.values.first {
      throw ReportError("traceEvents", "\(left.name) \(left.id) begins and does not end")
    }
    tracks = reader.tracks
    counters = reader.counters
    droppedSpans = dropped
  }
}

/// Puts a timeline together from events in the order of the text.
private struct TraceReader {
  struct Fault: Error {
    var reason: String
  }

  private(set) var tracks: [Timeline.Track] = []
  private(set) var counters: [Timeline.Counter] = []
  /// Operations that have begun, by number.
  private(set) var begun: [Int: Timeline.Span] = [:]
  private let origin: UInt64
  private var processes: [Int: String] = [:]
  /// Track number → place in `tracks`.
  private var places: [Int: Int] = [:]

  init(origin: UInt64) { self.origin = origin }

  mutating func take(_ event: JSONValue) throws(Fault) {
    guard let name = event["name"]?.asString, let process = event["pid"]?.asInt,
      let number = event["tid"]?.asInt
    else { throw Fault(reason: "lacks name, pid or tid") }
    switch event["ph"]?.asString {
    case "M": try takeName(event, name, process, number)
    case "X":
      let place = try track(number, of: process)
      let start = try time(event)
      let length = try nanoseconds(event["dur"])
      tracks[place].spans.append(
        .init(name, id: try id(event), start: start, end: start + length))
    case "b":
      let span = Timeline.Span(name, id: try id(event), start: try time(event), end: 0)
      guard let operation = event["id"]?.asInt, begun.updateValue(span, forKey: operation) == nil
      else { throw Fault(reason: "begins what has begun") }
    case "e":
      guard let operation = event["id"]?.asInt, var span = begun.removeValue(forKey: operation),
        span.name == name
      else { throw Fault(reason: "ends what has not begun") }
      span.end = try time(event)
      tracks[try track(number, of: process)].spans.append(span)
    case "C": try takeSample(event, name)
    default: throw Fault(reason: "is of an unknown kind")
    }
  }

  private mutating func takeName(
    _ event: JSONValue, _ name: String, _ process: Int, _ number: Int
  ) throws(Fault) {
    let value = event["args"]?["name"]?.asString
    switch name {
    case "process_name": processes[process] = value
    case "thread_name":
      guard let value, let processName = processes[process],
        let kind = event["args"]?["kind"]?.asString.flatMap(Timeline.Kind.init(rawValue:)),
        places.updateValue(tracks.count, forKey: number) == nil
      else { throw Fault(reason: "names a track badly, or twice") }
      tracks.append(.init(value, kind, process: process, processName: processName))
    case "thread_sort_index": break
    default: throw Fault(reason: "is metadata of an unknown kind")
    }
  }

  private mutating func takeSample(_ event: JSONValue, _ name: String) throws(Fault) {
    guard let member = event["args"]?.asObject?.members.first, let value = member.value.asCount
    else { throw Fault(reason: "is a sample without a value") }
    let sample = Timeline.Counter.Sample(time: try time(event), value: value)
    if let place = counters.firstIndex(where: { $0.name == name && $0.unit == member.name }) {
      counters[place].samples.append(sample)
    } else {
      counters.append(.init(name, unit: member.name, samples: [sample]))
    }
  }

  private func track(_ number: Int, of process: Int) throws(Fault) -> Int {
    guard let place = places[number], tracks[place].process == process else {
      throw Fault(reason: "is on a track without a name")
    }
    return place
  }

  private func id(_ event: JSONValue) throws(Fault) -> Int {
    guard let id = event["args"]?["id"]?.asInt else { throw Fault(reason: "has no args.id") }
    return id
  }

  private func time(_ event: JSONValue) throws(Fault) -> UInt64 {
    origin + (try nanoseconds(event["ts"]))
  }

  /// Microseconds with three decimals: exact for more than a month.
  private func nanoseconds(_ value: JSONValue?) throws(Fault) -> UInt64 {
    guard let number = value?.asNumber, number >= 0, number < 9e15 else {
      throw Fault(reason: "has no time, or one that cannot be")
    }
    return UInt64((number * 1000).rounded())
  }
}
