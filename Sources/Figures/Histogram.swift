/// Counts of durations in buckets that grow with them, so that histograms of any two runs, threads
/// or processes can be added exactly.
///
/// Values below 16 have a bucket each; above, every power of two is cut into 16 equal parts, so a
/// bucket is at most 1/16 as wide as its lower end: a percentile is known to within 6.25 %.
package struct Histogram: Sendable, Hashable {
  package private(set) var count: UInt64 = 0
  package private(set) var total: UInt64 = 0
  package private(set) var maximum: UInt64 = 0
  /// Counts by bucket index, from 0; trailing empty buckets are not stored.
  package private(set) var buckets: [UInt64] = []

  package init() {}

  /// Puts a histogram together again from what was written of it.
  ///
  /// Nil where the parts contradict each other.
  package init?(total: UInt64, maximum: UInt64, buckets: [UInt64]) {
    var count: UInt64 = 0
    for entry in buckets {
      let (sum, overflow) = count.addingReportingOverflow(entry)
      if overflow { return nil }
      count = sum
    }
    guard buckets.count <= Histogram.bucketCount, (count == 0) == (buckets.isEmpty) else {
      return nil
    }
    if let last = buckets.indices.last {
      guard buckets[last] > 0, Histogram.index(of: maximum) == last else { return nil }
    } else if total != 0 || maximum != 0 {
      return nil
    }
    guard Histogram.totals(of: buckets, maximum: maximum).contains(total) else { return nil }
    self.count = count
    self.total = total
    self.maximum = maximum
    self.buckets = buckets
  }

  package mutating func record(_ value: UInt64) {
    let index = Histogram.index(of: value)
    if index >= buckets.count {
      buckets.append(contentsOf: repeatElement(0, count: index + 1 - buckets.count))
    }
    buckets[index] += 1
    count += 1
    total += value
    maximum = max(maximum, value)
  }

  package mutating func add(_ other: Histogram) {
    if other.buckets.count > buckets.count {
      buckets.append(contentsOf: repeatElement(0, count: other.buckets.count - buckets.count))
    }
    for (index, entry) in other.buckets.enumerated() { buckets[index] += entry }
    count += other.count
    total += other.total
    maximum = max(maximum, other.maximum)
  }

  package var mean: Double? { count == 0 ? nil : Double(total) / Double(count) }

  /// The value below which the share `quantile` (0 to 1) of all values lies, as the middle of its
  /// bucket; nil for an empty histogram.
  package func quantile(_ quantile: Double) -> UInt64? {
    guard count > 0 else { return nil }
    let rank = max(1, UInt64((quantile * Double(count)).rounded(.up)))
    var seen: UInt64 = 0
    for (index, entry) in buckets.enumerated() {
      seen += entry
      if seen >= rank {
        let range = Histogram.range(of: index)
        return min(range.lowerBound + (range.upperBound - range.lowerBound) / 2, maximum)
      }
    }
    return maximum
  }
}

extension Histogram {
  private static let partsLog2 = 4
  private static var parts: Int { 1 << partsLog2 }
  /// Buckets that cover all of `UInt64`.
  package static var bucketCount: Int { parts * (64 - partsLog2 + 1) }

  /// The totals that values in these buckets can have, the largest of them being `maximum`. A total
  /// too large for the type counts as the largest number there is.
  private static func totals(of buckets: [UInt64], maximum: UInt64) -> ClosedRange<UInt64> {
    var least: UInt64 = 0
    var most: UInt64 = 0
    func grow(_ sum: inout UInt64, by value: UInt64, times: UInt64) {
      let (product, tooLarge) = value.multipliedReportingOverflow(by: times)
      let (larger, overflow) = sum.addingReportingOverflow(product)
      sum = tooLarge || overflow ? .max : larger
    }
    for (index, entry) in buckets.enumerated() where entry > 0 {
      let range = range(of: index)
      // One of the last bucket's values is the maximum itself, and the others are no larger.
      let isLast = index == buckets.count - 1
      grow(&least, by: range.lowerBound, times: isLast ? entry - 1 : entry)
      grow(&most, by: isLast ? maximum : range.upperBound, times: entry)
      if isLast { grow(&least, by: maximum, times: 1) }
    }
    return least...most
  }

  /// The bucket that a value falls into.
  package static func index(of value: UInt64) -> Int {
    guard value >= UInt64(parts) else { return Int(value) }
    let exponent = 63 - value.leadingZeroBitCount
    let part = Int(value >> UInt64(exponent - partsLog2)) & (parts - 1)
    return parts * (exponent - partsLog2 + 1) + part
  }

  /// The values of a bucket, both ends included.
  package static func range(of index: Int) -> ClosedRange<UInt64> {
    guard index >= parts else { return UInt64(index)...UInt64(index) }
    let shift = UInt64(index / parts - 1)
    let lower = UInt64(parts + index % parts) << shift
    return lower...(lower + ((1 << shift) - 1))
  }
}
