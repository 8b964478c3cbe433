import Figures

#if canImport(Glibc)
  import Glibc
#endif

/// Round values along an axis, and the decimals that tell them apart.
package struct Ticks: Sendable, Hashable {
  package let values: [Double]
  package let decimals: Int

  init(values: [Double], decimals: Int) {
    self.values = values
    self.decimals = decimals
  }

  /// Multiples of 1, 2 or 5 times a power of ten within the domain: the smallest such step that
  /// yields no more than `count` of them.
  ///
  /// - Parameter isWhole: for what can only be counted; the step is at least 1.
  package init(in domain: ClosedRange<Double>, atMost count: Int, isWhole: Bool = false) {
    let width = domain.upperBound - domain.lowerBound
    guard width > 0, width.isFinite, count > 0 else {
      self.init(values: [domain.lowerBound], decimals: 0)
      return
    }
    var exponent = Int(log10(width / Double(count)).rounded(.down))
    if isWhole { exponent = max(exponent, 0) }
    while true {
      for factor in [1.0, 2, 5] {
        let step = factor * pow(10, Double(exponent))
        // Ends that are multiples themselves must not be lost to rounding.
        let first = (domain.lowerBound / step - 1e-9).rounded(.up)
        let last = (domain.upperBound / step + 1e-9).rounded(.down)
        if Int(last - first) < count {
          let values = stride(from: first, through: last, by: 1).map { $0 * step }
          self.init(values: values, decimals: max(0, -exponent))
          return
        }
      }
      exponent += 1
    }
  }

  package func text(_ value: Double) -> String { Humanised.fixed(value, decimals) }
}
