import KernelTable

enum HalvingLoops: HalvingKernels {
  @inline(never)
  static func halve(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, channels: Int,
    _ out: UnsafeMutablePointer<UInt8>, _ pixels: Int
  ) {
    unsafe halve(upper, lower, channels, out, pixels)
  }

  @inline(never)
  static func halve(
    _ upper: UnsafePointer<UInt16>, _ lower: UnsafePointer<UInt16>, channels: Int,
    _ out: UnsafeMutablePointer<UInt16>, _ pixels: Int
  ) {
    unsafe halve(upper, lower, channels, out, pixels)
  }

  @inline(__always)
  private static func halve<S: HalvingSample>(
    _ upper: UnsafePointer<S>, _ lower: UnsafePointer<S>, _ channels: Int,
    _ out: UnsafeMutablePointer<S>, _ pixels: Int
  ) {
    switch channels {
    case 1: unsafe halve(upper, lower, 1, out, pixels, 8)
    case 2: unsafe halve(upper, lower, 2, out, pixels, 8)
    case 3: unsafe halve(upper, lower, 3, out, pixels, 9)
    default: unsafe halve(upper, lower, 4, out, pixels, 8)
    }
  }

  /// Sums of pixels with their right neighbours, of which every other one is wanted.
  ///
  /// - Parameter kept: how many of 16 means side by side are wanted. What is stored behind them is
  ///   written over by the next.
  @inline(__always)
  private static func halve<S: HalvingSample>(
    _ upper: UnsafePointer<S>, _ lower: UnsafePointer<S>, _ channels: Int,
    _ out: UnsafeMutablePointer<S>, _ pixels: Int, _ kept: Int
  ) {
    let count = pixels &* channels
    var i = 0
    while i &+ 16 <= count {
      let (a, b) = unsafe (upper + 2 &* i, lower + 2 &* i)
      let left = unsafe S.widened(a) &+ S.widened(b)
      let right = unsafe S.widened(a + channels) &+ S.widened(b + channels)
      unsafe S.store(quarter(left &+ right), channels, out + i)
      i &+= kept
    }
    while i < count {
      let from = i / channels &* 2 &* channels &+ i % channels
      let (a, b) = unsafe (upper + from, lower + from)
      let sum = unsafe (S.Sum(a[0]) &+ S.Sum(b[0])) &+ (S.Sum(a[channels]) &+ S.Sum(b[channels]))
      unsafe out[i] = S(truncatingIfNeeded: (sum &+ 1 &+ (sum &>> 2 & 1)) &>> 2)
      i &+= 1
    }
  }

  /// A quarter, to the nearest, halves to even.
  @inline(__always)
  private static func quarter<Sum: FixedWidthInteger & SIMDScalar>(_ sums: SIMD16<Sum>) -> SIMD16<
    Sum
  > {
    let odd = (sums &>> 2) & SIMD16(repeating: 1)
    return (sums &+ odd &+ SIMD16(repeating: 1)) &>> 2
  }
}

/// A protocol and not closures, which the compiler would leave calls where there are many of them.
protocol HalvingSample: FixedWidthInteger {
  associatedtype Sum: FixedWidthInteger, SIMDScalar
  /// Sixteen samples.
  @unsafe static func widened(_ p: UnsafePointer<Self>) -> SIMD16<Sum>
  /// Stores those of sixteen means that are wanted, and others behind them.
  @unsafe static func store(
    _ means: SIMD16<Sum>, _ channels: Int, _ to: UnsafeMutablePointer<Self>)
}

/// The means of every other pixel, in front.
@inline(__always)
private func chosen<S: FixedWidthInteger & SIMDScalar>(
  _ a: SIMD16<S>, _ channels: Int
) -> SIMD16<S> {
  switch channels {
  case 1: SIMD16(a[0], a[2], a[4], a[6], a[8], a[10], a[12], a[14], 0, 0, 0, 0, 0, 0, 0, 0)
  case 2: SIMD16(a[0], a[1], a[4], a[5], a[8], a[9], a[12], a[13], 0, 0, 0, 0, 0, 0, 0, 0)
  case 3: SIMD16(a[0], a[1], a[2], a[6], a[7], a[8], a[12], a[13], a[14], 0, 0, 0, 0, 0, 0, 0)
  default: SIMD16(a[0], a[1], a[2], a[3], a[8], a[9], a[10], a[11], 0, 0, 0, 0, 0, 0, 0, 0)
  }
}

extension UInt8: HalvingSample {
  @inline(__always)
  static func widened(_ p: UnsafePointer<UInt8>) -> SIMD16<UInt16> {
    let samples = unsafe UnsafeRawPointer(p).loadUnaligned(as: SIMD16<UInt8>.self)
    var sums = SIMD16<UInt16>()
    for lane in 0..<16 { sums[lane] = UInt16(samples[lane]) }
    return sums
  }

  @inline(__always)
  static func store(
    _ means: SIMD16<UInt16>, _ channels: Int, _ to: UnsafeMutablePointer<UInt8>
  ) {
    var samples = SIMD16<UInt8>()
    for lane in 0..<16 { samples[lane] = UInt8(truncatingIfNeeded: means[lane]) }
    unsafe UnsafeMutableRawPointer(to).storeBytes(
      of: chosen(samples, channels), as: SIMD16<UInt8>.self)
  }
}

extension UInt16: HalvingSample {
  @inline(__always)
  static func widened(_ p: UnsafePointer<UInt16>) -> SIMD16<UInt32> {
    let samples = unsafe UnsafeRawPointer(p).loadUnaligned(as: SIMD16<UInt16>.self)
    var sums = SIMD16<UInt32>()
    for lane in 0..<16 { sums[lane] = UInt32(samples[lane]) }
    return sums
  }

  @inline(__always)
  static func store(
    _ means: SIMD16<UInt32>, _ channels: Int, _ to: UnsafeMutablePointer<UInt16>
  ) {
    var samples = SIMD16<UInt16>()
    for lane in 0..<16 { samples[lane] = UInt16(truncatingIfNeeded: means[lane]) }
    unsafe UnsafeMutableRawPointer(to).storeBytes(
      of: chosen(samples, channels), as: SIMD16<UInt16>.self)
  }
}
