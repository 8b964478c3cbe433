extension Timeline {
  /// What is wrong with it, in words; nothing of a sound one.
  package var problems: [String] {
    var problems: [String] = []
    var names: Set<[String]> = []
    for track in tracks {
      let name = "\(track.processName), \(track.name)"
      if track.name.isEmpty || track.processName.isEmpty { problems.append("\(name): no name") }
      if !names.insert(["\(track.process)", track.name]).inserted {
        problems.append("\(name): two tracks of one name")
      }
      problems += track.problems.map { "\(name): \($0)" }
    }
    for counter in counters
    where zip(counter.samples, counter.samples.dropFirst()).contains(where: { $0.time > $1.time }) {
      problems.append("\(counter.name): goes back in time")
    }
    return problems
  }
}

extension Timeline.Track {
  var problems: [String] {
    var problems: [String] = []
    // The ends of the spans that the present one lies in, innermost last.
    var open: [UInt64] = []
    for span in ordered {
      if span.end < span.start {
        problems.append("\(span.name) \(span.id) ends before it starts")
        continue
      }
      if kind.mayOverlap { continue }
      while let end = open.last, end <= span.start { open.removeLast() }
      if let end = open.last, end < span.end {
        problems.append("\(span.name) \(span.id) ends after the span that it began in")
      }
      open.append(span.end)
    }
    return problems
  }
}
