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
    unsafe eachBlock(centre, taps, pixels) { means, x, count in
      let block = unsafe out + x &* channels
      for channel in 0..<channels {
        let plane = unsafe means + channel &* lanes
        for i in 0..<count {
          unsafe block[i &* channels &+ channel] = nearest8(plane[i])
        }
      }
    }
  }

  @inline(never)
  static func bilateral(
    _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ out: UnsafeMutablePointer<UInt16>, _ pixels: Range<Int>
  ) {
    let channels = unsafe centre.channels
    unsafe eachBlock(centre, taps, pixels) { means, x, count in
      let block = unsafe out + x &* channels
      for channel in 0..<channels {
        let plane = unsafe means + channel &* lanes
        for i in 0..<count {
          unsafe block[i &* channels &+ channel] = nearest16(plane[i])
        }
      }
    }
  }

  /// Hands on the averages of eight pixels at a time, or of as many as are left: a plane of eight
  /// samples for each channel.
  @inline(__always)
  private static func eachBlock(
    _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>, _ pixels: Range<Int>,
    _ body: (_ means: UnsafePointer<Float>, _ x: Int, _ count: Int) -> Void
  ) {
    let means = unsafe centre.means
    for x in stride(from: pixels.lowerBound, to: pixels.upperBound, by: lanes) {
      switch unsafe centre.channels {
      case 1: unsafe average1(at: x, centre, taps, means)
      case 2: unsafe average2(at: x, centre, taps, means)
      case 3: unsafe average3(at: x, centre, taps, means)
      default: unsafe average4(at: x, centre, taps, means)
      }
      unsafe body(means, x, min(lanes, pixels.upperBound &- x))
    }
  }

  // One function for each number of channels, never inlined: the compiler would make one loop of
  // the four, with questions in it and the sums in memory, which takes nearly twice as long.

  @inline(never)
  private static func average1(
    at x: Int, _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ means: UnsafeMutablePointer<Float>
  ) { unsafe average(at: x, centre, taps, means, 1) }

  @inline(never)
  private static func average2(
    at x: Int, _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ means: UnsafeMutablePointer<Float>
  ) { unsafe average(at: x, centre, taps, means, 2) }

  @inline(never)
  private static func average3(
    at x: Int, _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ means: UnsafeMutablePointer<Float>
  ) { unsafe average(at: x, centre, taps, means, 3) }

  @inline(never)
  private static func average4(
    at x: Int, _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ means: UnsafeMutablePointer<Float>
  ) { unsafe average(at: x, centre, taps, means, 4) }

  /// The averages of eight pixels in each channel.
  @inline(__always)
  private static func average(
    at x: Int, _ centre: BilateralCentre, _ taps: UnsafeBufferPointer<BilateralTap>,
    _ means: UnsafeMutablePointer<Float>, _ channels: Int
  ) {
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
    let scale = unsafe centre.inverseScale
    unsafe store((c0 + sum0 / total) * scale, means)
    if channels > 1 { unsafe store((c1 + sum1 / total) * scale, means + lanes) }
    if channels > 2 { unsafe store((c2 + sum2 / total) * scale, means + 2 &* lanes) }
    if channels > 3 { unsafe store((c3 + sum3 / total) * scale, means + 3 &* lanes) }
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

  @inline(__always)
  private static func store(_ value: Lanes, _ start: UnsafeMutablePointer<Float>) {
    unsafe UnsafeMutableRawPointer(start).storeBytes(of: value, as: Lanes.self)
  }
}
