// Adding 2²³ leaves no room for a fraction in a `Float`, so the processor rounds there, ties to
// even, and the integer stands in the low bits. Unlike the checked conversions this has no branch
// and vectorises. Values are numbers; those out of range are clamped.

@inline(__always)
func nearest8(_ value: Float) -> UInt8 {
  UInt8(truncatingIfNeeded: (clamped(value, 255) + 8_388_608).bitPattern)
}

@inline(__always)
func nearest16(_ value: Float) -> UInt16 {
  UInt16(truncatingIfNeeded: (clamped(value, 65_535) + 8_388_608).bitPattern)
}

/// Comparisons, since `min` and `max` have to look after what is not a number.
@inline(__always)
private func clamped(_ value: Float, _ largest: Float) -> Float {
  let low: Float = value > 0 ? value : 0
  return low < largest ? low : largest
}
