/// Stretches of time, each with its start and without its end, that neither overlap nor touch.
/// Nanoseconds of one clock.
package struct TimeSpans: Sendable, Hashable {
  /// In ascending order, none of them empty.
  package private(set) var spans: [Range<UInt64>] = []

  package init() {}

  /// What is covered by at least one of `ranges`, which may overlap and come in any order.
  package init(_ ranges: some Sequence<Range<UInt64>>) {
    let sorted = ranges.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
    for range in sorted {
      if let last = spans.last, range.lowerBound <= last.upperBound {
        spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        spans.append(range)
      }
    }
  }

  /// Nanoseconds in all.
  package var length: UInt64 { spans.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } }

  package func union(_ other: TimeSpans) -> TimeSpans { TimeSpans(spans + other.spans) }

  package func intersection(_ other: TimeSpans) -> TimeSpans {
    var result = TimeSpans()
    var (mine, others) = (0, 0)
    while mine < spans.count, others < other.spans.count {
      let (a, b) = (spans[mine], other.spans[others])
      let lower = max(a.lowerBound, b.lowerBound)
      let upper = min(a.upperBound, b.upperBound)
      if lower < upper { result.spans.append(lower..<upper) }
      if a.upperBound < b.upperBound { mine += 1 } else { others += 1 }
    }
    return result
  }
}

extension TimeSpans {
  /// I/O overlap: the share of the time with I/O during which some worker was computing, 0 to 1.
  ///
  /// Time is counted once, however many reads and writes run in it. One worker that reads, computes
  /// and writes in turn has 0; with several such workers, one computes while another waits.
  ///
  /// - Returns: nil where there was no I/O.
  package static func overlap(io: TimeSpans, computing: TimeSpans) -> Double? {
    let length = io.length
    guard length > 0 else { return nil }
    return Double(io.intersection(computing).length) / Double(length)
  }
}
