/// How many things went on at once, over time.
package enum Concurrency {
  /// The average number of `ranges` that were under way in each of `parts` equal parts of `window`.
  ///
  /// Fed with the stretches in which workers computed, it shows how many cores they could have
  /// used at most; fed with CPU time it would show effective cores.
  ///
  /// - Parameters:
  ///   - ranges: nanoseconds of one clock; what lies outside the window is not counted.
  ///   - parts: how many, from 1.
  /// - Returns: one number a part; none for an empty window.
  package static func average(
    of ranges: some Sequence<Range<UInt64>>, in window: Range<UInt64>, parts: Int
  ) -> [Double] {
    guard !window.isEmpty, parts > 0 else { return [] }
    let start = window.lowerBound
    let width = Double(window.upperBound - start) / Double(parts)
    var sums = [Double](repeating: 0, count: parts)
    for range in ranges {
      let clamped = range.clamped(to: window)
      guard !clamped.isEmpty else { continue }
      let from = Double(clamped.lowerBound - start) / width
      let to = Double(clamped.upperBound - start) / width
      for part in min(Int(from), parts - 1)...min(Int(to), parts - 1) {
        sums[part] += max(0, min(to, Double(part + 1)) - max(from, Double(part)))
      }
    }
    return sums
  }

  /// The time in which two of `ranges` or more were under way, as a share of the time in which at
  /// least one was: 0 where one follows the other, 1 where there are always several.
  ///
  /// - Returns: nil where nothing ever was.
  package static func overlap(of ranges: some Sequence<Range<UInt64>>) -> Double? {
    let edges = ranges.filter { !$0.isEmpty }
      .flatMap { [(time: $0.lowerBound, change: 1), (time: $0.upperBound, change: -1)] }
      // One that ends when another begins does not overlap with it.
      .sorted { ($0.time, $0.change) < ($1.time, $1.change) }
    var depth = 0
    var since: UInt64 = 0
    var busy: UInt64 = 0
    var shared: UInt64 = 0
    for edge in edges {
      if depth > 0 { busy += edge.time - since }
      if depth > 1 { shared += edge.time - since }
      depth += edge.change
      since = edge.time
    }
    return busy == 0 ? nil : Double(shared) / Double(busy)
  }
}
