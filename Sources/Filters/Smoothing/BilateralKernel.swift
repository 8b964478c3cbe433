import Pixels

/// How many channels a kernel works on, known when compiled.
private protocol ChannelCount {
  static var count: Int { get }
}
private enum One: ChannelCount { static var count: Int { 1 } }
private enum Two: ChannelCount { static var count: Int { 2 } }
private enum Three: ChannelCount { static var count: Int { 3 } }
private enum Four: ChannelCount { static var count: Int { 4 } }

/// The loop of the bilateral filter: one row, four pixels at a time, each with all its neighbours.
///
/// Weights are computed for four pixels at once: looking them up would be one number at a time.
/// Samples come scaled so that the square of the summed differences is the exponent, and
/// differences are averaged rather than samples, so that a flat area stays exactly as it is.
@safe
struct BilateralKernel {
  @safe
  struct Tap {
    /// The neighbour of the row's first pixel.
    @unsafe var row: UnsafePointer<Float>
    /// By distance, times the exponential's gain.
    var weight: Float
  }

  typealias Lanes = SIMD4<Float>
  private static let lanes = 4

  /// What samples are multiplied by before they come here.
  ///
  /// - Parameter range: in the samples' own levels.
  static func scale(range: Double) -> Float {
    Float((Double(FallingExponential.unit) / (2 * range * range)).squareRoot())
  }

  @unsafe let centre: UnsafePointer<Float>
  let planeStride: Int
  @unsafe let taps: UnsafePointer<Tap>
  let tapCount: Int
  let inverseScale: Float

  @unsafe
  @inline(__always)
  func fill<S: Sample>(_ out: UnsafeMutablePointer<S>, _ channels: Int, _ pixels: Range<Int>) {
    switch channels {
    case 1: unsafe fill(out, One.self, pixels)
    case 2: unsafe fill(out, Two.self, pixels)
    case 3: unsafe fill(out, Three.self, pixels)
    default: unsafe fill(out, Four.self, pixels)
    }
  }

  @unsafe
  @inline(__always)
  private func fill<S: Sample, N: ChannelCount>(
    _ out: UnsafeMutablePointer<S>, _ channels: N.Type, _ pixels: Range<Int>
  ) {
    for x in stride(from: pixels.lowerBound, to: pixels.upperBound, by: Self.lanes) {
      let (r, g, b, a) = unsafe averages(at: x, channels)
      let count = min(Self.lanes, pixels.upperBound - x)
      unsafe store(r, out + x * N.count, N.count, count)
      if N.count > 1 { unsafe store(g, out + x * N.count + 1, N.count, count) }
      if N.count > 2 { unsafe store(b, out + x * N.count + 2, N.count, count) }
      if N.count > 3 { unsafe store(a, out + x * N.count + 3, N.count, count) }
    }
  }

  /// The averages of four pixels in each channel, scaled.
  @unsafe
  @inline(__always)
  private func averages<N: ChannelCount>(
    at x: Int, _: N.Type
  ) -> (Lanes, Lanes, Lanes, Lanes) {
    let (plane1, plane2, plane3) = (planeStride, 2 &* planeStride, 3 &* planeStride)
    let c0 = unsafe lanes(centre + x)
    let c1 = N.count > 1 ? unsafe lanes(centre + (x &+ plane1)) : Lanes()
    let c2 = N.count > 2 ? unsafe lanes(centre + (x &+ plane2)) : Lanes()
    let c3 = N.count > 3 ? unsafe lanes(centre + (x &+ plane3)) : Lanes()
    var (sum0, sum1, sum2, sum3) = (Lanes(), Lanes(), Lanes(), Lanes())
    var total = Lanes(repeating: 1)
    for i in 0..<tapCount {
      let from = unsafe taps[i].row + x
      let d0 = unsafe lanes(from) - c0
      let d1 = N.count > 1 ? unsafe lanes(from + plane1) - c1 : Lanes()
      let d2 = N.count > 2 ? unsafe lanes(from + plane2) - c2 : Lanes()
      let d3 = N.count > 3 ? unsafe lanes(from + plane3) - c3 : Lanes()
      var distance = magnitude(d0)
      if N.count > 1 { distance += magnitude(d1) }
      if N.count > 2 { distance += magnitude(d2) }
      if N.count > 3 { distance += magnitude(d3) }
      let weight = unsafe FallingExponential.power(distance * distance) * taps[i].weight
      total += weight
      sum0 += weight * d0
      if N.count > 1 { sum1 += weight * d1 }
      if N.count > 2 { sum2 += weight * d2 }
      if N.count > 3 { sum3 += weight * d3 }
    }
    return (c0 + sum0 / total, c1 + sum1 / total, c2 + sum2 / total, c3 + sum3 / total)
  }

  @inline(__always)
  private func magnitude(_ value: Lanes) -> Lanes {
    // Safe: both types are four times four bytes without padding.
    let bits = unsafe unsafeBitCast(value, to: SIMD2<UInt64>.self) & 0x7FFF_FFFF_7FFF_FFFF
    return unsafe unsafeBitCast(bits, to: Lanes.self)
  }

  @unsafe
  @inline(__always)
  private func lanes(_ start: UnsafePointer<Float>) -> Lanes {
    unsafe UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
  }

  @unsafe
  @inline(__always)
  private func store<S: Sample>(
    _ values: Lanes, _ out: UnsafeMutablePointer<S>, _ channels: Int, _ count: Int
  ) {
    for i in 0..<count {
      unsafe out[i * channels] = S(nearest: values[i] * inverseScale)
    }
  }
}
