#if canImport(Glibc)
  import Glibc
#endif

/// Takes values to places along one direction of a drawing.
package protocol Scale: Sendable {
  /// Values outside the domain land outside the range.
  func position(of value: Double) -> Double
  /// Round values to be written along the scale.
  func ticks(atMost count: Int) -> Ticks
}

package struct LinearScale: Scale {
  package let domain: ClosedRange<Double>
  /// Where the domain's lower and upper end are drawn; `start` may be the larger.
  package let start: Double
  package let end: Double

  /// A domain of no width is given one.
  package init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    let isWide = domain.upperBound > domain.lowerBound
    self.domain = isWide ? domain : domain.lowerBound...(domain.lowerBound + 1)
    self.start = start
    self.end = end
  }

  package func position(of value: Double) -> Double {
    start + (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (end - start)
  }

  package func ticks(atMost count: Int) -> Ticks { Ticks(in: domain, atMost: count) }
}

/// Equal ratios are equally far apart.
package struct LogScale: Scale {
  package let domain: ClosedRange<Double>
  package let start: Double
  package let end: Double

  /// - Parameter domain: above 0; one of no width is given a decade.
  package init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    precondition(domain.lowerBound > 0)
    let isWide = domain.upperBound > domain.lowerBound
    self.domain = isWide ? domain : domain.lowerBound...(domain.lowerBound * 10)
    self.start = start
    self.end = end
  }

  package func position(of value: Double) -> Double {
    start + log(value / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
      * (end - start)
  }

  /// Powers of ten, every so many of them.
  package func ticks(atMost count: Int) -> Ticks {
    let first = Int(log10(domain.lowerBound).rounded(.up))
    let last = Int(log10(domain.upperBound).rounded(.down))
    guard last >= first else { return Ticks(values: [domain.lowerBound], decimals: 0) }
    let stride = (last - first) / max(count, 1) + 1
    let powers = Swift.stride(from: first, through: last, by: stride)
    return Ticks(values: powers.map { pow(10, Double($0)) }, decimals: 0)
  }
}
