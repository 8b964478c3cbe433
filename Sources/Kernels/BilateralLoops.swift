import KernelTable

/// One row, eight pixels at a time, each with all its neighbours.
///
/// Weights are computed for all of them at once: looking them up would be one number at a time.
/// Samples come scaled so that the square of the summed differences is the exponent, and
/// differences are averaged rather than samples, so that a flat area stays exactly as it is.
extension AverageLoops {
  private typealias Lanes = SIMD8<Float>
  private static var lanes: Int { 8 }

  @inline(never)
  static func bilateral(
    _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ out: UnsafeMutablePointer<UInt8>, _ pixels: Range<Int>
  ) {
    let channels = unsafe centre.channels
    let scale = unsafe centre.inverseScale
    for x in stride(from: pixels.lowerBound, to: pixels.upperBound, by: lanes) {
      let means = unsafe averages(at: x, centre, taps)
      let count = min(lanes, pixels.upperBound &- x)
      for i in 0..<count {
        let pixel = unsafe out + (x &+ i) &* channels
        unsafe pixel[0] = nearest8(means.0[i] * scale)
        if channels > 1 { unsafe pixel[1] = nearest8(means.1[i] * scale) }
        if channels > 2 { unsafe pixel[2] = nearest8(means.2[i] * scale) }
        if channels > 3 { unsafe pixel[3] = nearest8(means.3[i] * scale) }
      }
    }
  }

  @inline(never)
  static func bilateral(
    _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ out: UnsafeMutablePointer<UInt16>, _ pixels: Range<Int>
  ) {
    let channels = unsafe centre.channels
    let scale = unsafe centre.inverseScale
    for x in stride(from: pixels.lowerBound, to: pixels.upperBound, by: lanes) {
      let means = unsafe averages(at: x, centre, taps)
      let count = min(lanes, pixels.upperBound &- x)
      for i in 0..<count {
        let pixel = unsafe out + (x &+ i) &* channels
        unsafe pixel[0] = nearest16(means.0[i] * scale)
        if channels > 1 { unsafe pixel[1] = nearest16(means.1[i] * scale) }
        if channels > 2 { unsafe pixel[2] = nearest16(means.2[i] * scale) }
        if channels > 3 { unsafe pixel[3] = nearest16(means.3[i] * scale) }
      }
    }
  }

  @inline(__always)
  private static func averages(
    at x: Int, _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>
  ) -> (Lanes, Lanes, Lanes, Lanes) {
    // Known when compiled, the number of channels leaves no questions in the loop.
    switch unsafe centre.channels {
    case 1: unsafe averages(at: x, centre, taps, 1)
    case 2: unsafe averages(at: x, centre, taps, 2)
    case 3: unsafe averages(at: x, centre, taps, 3)
    default: unsafe averages(at: x, centre, taps, 4)
    }
  }

  /// The averages of eight pixels in each channel, scaled.
  @inline(__always)
  private static func averages(
    at x: Int, _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ channels: Int
  ) -> (Lanes, Lanes, Lanes, Lanes) {
    let plane = unsafe centre.planeStride
    let (row, zero) = unsafe (centre.row + x, Lanes())
    let c0 = unsafe load(row)
    let c1 = channels > 1 ? unsafe load(row + plane) : zero
    let c2 = channels > 2 ? unsafe load(row + 2 &* plane) : zero
    let c3 = channels > 3 ? unsafe load(row + 3 &* plane) : zero
    var (sum0, sum1, sum2, sum3) = (zero, zero, zero, zero)
    var total = Lanes(repeating: 1)
    for i in 0..<taps.count {
      let from = unsafe taps[i].row + x
      let d0 = unsafe load(from) - c0
      let d1 = channels > 1 ? unsafe load(from + plane) - c1 : zero
      let d2 = channels > 2 ? unsafe load(from + 2 &* plane) - c2 : zero
      let d3 = channels > 3 ? unsafe load(from + 3 &* plane) - c3 : zero
      var distance = magnitude(d0)
      if channels > 1 { distance += magnitude(d1) }
      if channels > 2 { distance += magnitude(d2) }
      if channels > 3 { distance += magnitude(d3) }
      let weight = unsafe power(distance * distance) * taps[i].weight
      total += weight
      sum0 += weight * d0
      if channels > 1 { sum1 += weight * d1 }
      if channels > 2 { sum2 += weight * d2 }
      if channels > 3 { sum3 += weight * d3 }
    }
    return (c0 + sum0 / total, c1 + sum1 / total, c2 + sum2 / total, c3 + sum3 / total)
  }

  /// The falling exponential's power, for u ≥ 0.
  @inline(__always)
  private static func power(_ u: Lanes) -> Lanes {
    var power = FallingExponential.b - u
    power = power.replacing(with: Lanes(), where: power .< Lanes())
    power = power * power + FallingExponential.a
    power *= power
    power *= power
    power *= power
    power *= power
    return power * power
  }

  @inline(__always)
  private static func magnitude(_ value: Lanes) -> Lanes {
    // Safe: both types are eight times four bytes without padding.
    let bits = unsafe unsafeBitCast(value, to: SIMD4<UInt64>.self) & 0x7FFF_FFFF_7FFF_FFFF
    return unsafe unsafeBitCast(bits, to: Lanes.self)
  }

  @inline(__always)
  private static func load(_ start: UnsafePointer<Float>) -> Lanes {
    unsafe UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
  }
}
