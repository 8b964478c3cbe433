import Pixels

/// The loop of the bilateral filter: one row, some pixels at a time, each with all its neighbours.
///
/// Weights are not looked up, which would be one number at a time, but computed for several pixels
/// at once: exp(−x) ≈ (((b − u)² + a) ÷ (b² + a))¹⁶ with u = min(s · x ÷ 16, b). With the constants
/// below, the error times √x is at most `0.0006`: what an approximated weight adds to a pixel is
/// that times the neighbour's difference, which is √2x · range. The constants minimise that.
///
/// Samples come scaled so that the square of the summed differences is u, and differences are
/// averaged rather than samples, so that a flat area stays exactly as it is.
@safe
struct BilateralKernel {
  @safe
  struct Tap {
    /// The neighbour of the row's first pixel.
    @unsafe var row: UnsafePointer<Float>
    /// By distance, times `gain`.
    var weight: Float
  }

  typealias Lanes = SIMD4<Float>
  private static let lanes = 4

  private static let b: Float = 1
  private static let a: Float = 1
  private static let s = 1.0

  /// What samples are multiplied by before they come here.
  ///
  /// - Parameter range: in the samples' own levels.
  static func scale(range: Double) -> Float {
    Float((s / (16 * 2 * range * range)).squareRoot())
  }

  /// (b² + a)⁻¹⁶, which belongs to every weight.
  static let gain: Float = {
    var power = 1 / (b * b + a)
    for _ in 0..<4 { power *= power }
    return power
  }()

  @unsafe let centre: UnsafePointer<Float>
  let planeStride: Int
  @unsafe let taps: UnsafePointer<Tap>
  let tapCount: Int
  let inverseScale: Float

  @unsafe
  @inline(__always)
  func fill<S: Sample>(_ out: UnsafeMutablePointer<S>, _ channels: Int, _ pixels: Range<Int>) {
    switch channels {
    case 1: unsafe fill(out, channels: 1, pixels)
    case 2: unsafe fill(out, channels: 2, pixels)
    case 3: unsafe fill(out, channels: 3, pixels)
    default: unsafe fill(out, channels: 4, pixels)
    }
  }

  @unsafe
  @inline(__always)
  private func fill<S: Sample>(
    _ out: UnsafeMutablePointer<S>, channels: Int, _ pixels: Range<Int>
  ) {
    for x in stride(from: pixels.lowerBound, to: pixels.upperBound, by: Self.lanes) {
      let (r, g, b, a) = unsafe averages(at: x, channels)
      let count = min(Self.lanes, pixels.upperBound - x)
      unsafe store(r, out + x * channels, channels, count)
      if channels > 1 { unsafe store(g, out + x * channels + 1, channels, count) }
      if channels > 2 { unsafe store(b, out + x * channels + 2, channels, count) }
      if channels > 3 { unsafe store(a, out + x * channels + 3, channels, count) }
    }
  }

  /// The averages of some pixels in each channel, scaled.
  @unsafe
  @inline(__always)
  private func averages(at x: Int, _ channels: Int) -> (Lanes, Lanes, Lanes, Lanes) {
    let c0 = unsafe lanes(centre + x)
    let c1 = channels > 1 ? unsafe lanes(centre + x + planeStride) : Lanes()
    let c2 = channels > 2 ? unsafe lanes(centre + x + 2 * planeStride) : Lanes()
    let c3 = channels > 3 ? unsafe lanes(centre + x + 3 * planeStride) : Lanes()
    var (sum0, sum1, sum2, sum3) = (Lanes(), Lanes(), Lanes(), Lanes())
    var total = Lanes(repeating: 1)
    for i in 0..<tapCount {
      let from = unsafe taps[i].row + x
      let d0 = unsafe lanes(from) - c0
      var distance = magnitude(d0)
      let d1 = channels > 1 ? unsafe lanes(from + planeStride) - c1 : Lanes()
      if channels > 1 { distance += magnitude(d1) }
      let d2 = channels > 2 ? unsafe lanes(from + 2 * planeStride) - c2 : Lanes()
      if channels > 2 { distance += magnitude(d2) }
      let d3 = channels > 3 ? unsafe lanes(from + 3 * planeStride) - c3 : Lanes()
      if channels > 3 { distance += magnitude(d3) }
      let weight = unsafe weight(distance) * taps[i].weight
      total += weight
      sum0 += weight * d0
      if channels > 1 { sum1 += weight * d1 }
      if channels > 2 { sum2 += weight * d2 }
      if channels > 3 { sum3 += weight * d3 }
    }
    return (c0 + sum0 / total, c1 + sum1 / total, c2 + sum2 / total, c3 + sum3 / total)
  }

  /// exp(−distance²), times a constant.
  @inline(__always)
  private func weight(_ distance: Lanes) -> Lanes {
    let limit = Lanes(repeating: Self.b)
    let square = distance * distance
    var power = limit - square.replacing(with: limit, where: square .> limit)
    power = power * power + Self.a
    power *= power
    power *= power
    power *= power
    return power * power
  }

  @inline(__always)
  private func magnitude(_ value: Lanes) -> Lanes {
    // Safe: both types are four times four bytes without padding.
    let bits = unsafe unsafeBitCast(value, to: SIMD4<UInt32>.self) & 0x7FFF_FFFF
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
