import Pixels

extension Sample {
  /// The nearest sample, ties to even, with what is out of range clamped. `value` is a number.
  ///
  /// Adding 2²³ leaves no room for a fraction in a `Float`, so the processor rounds there and the
  /// integer stands in the low bits. Unlike the checked conversions this has no branch and
  /// vectorises.
  @inline(__always)
  init(nearest value: Float) {
    let largest: Float = MemoryLayout<Self>.size == 1 ? 255 : 65_535
    let clamped = Swift.min(Swift.max(value, 0), largest)
    self.init(truncatingIfNeeded: (clamped + 8_388_608).bitPattern)
  }
}
