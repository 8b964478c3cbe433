import KernelTable

// The sums of a block stay in registers while all taps are added.

enum BlurLoops: BlurKernels {
  @inline(never)
  static func sumPairs(
    _ row: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<UInt16>, _ count: Int,
    _ taps: BlurTaps<UInt16>
  ) {
    let (near, far, weights, start) = unsafe (taps.near, taps.far, taps.weights, taps.start)
    for i in stride(from: 0, to: count, by: blurBlock) {
      var a = Steps(repeating: start)
      var (b, c, d) = (a, a, a)
      for k in unsafe 0..<taps.count {
        let weight = unsafe steps(weights + 16 &* k)
        let p = unsafe row + (i &+ near[k])
        let q = unsafe row + (i &+ far[k])
        unsafe a &+= upperHalves((widened(p) &+ widened(q)) &<< 7, weight)
        unsafe b &+= upperHalves((widened(p + 16) &+ widened(q + 16)) &<< 7, weight)
        unsafe c &+= upperHalves((widened(p + 32) &+ widened(q + 32)) &<< 7, weight)
        unsafe d &+= upperHalves((widened(p + 48) &+ widened(q + 48)) &<< 7, weight)
      }
      unsafe store(sums + i, a, b, c, d)
    }
  }

  @inline(never)
  static func sumPairs(
    _ row: UnsafePointer<UInt16>, _ sums: UnsafeMutablePointer<UInt16>, _ count: Int,
    _ taps: BlurTaps<UInt16>
  ) {
    let (near, far, weights, start) = unsafe (taps.near, taps.far, taps.weights, taps.start)
    for i in stride(from: 0, to: count, by: blurBlock) {
      var a = Steps(repeating: start)
      var (b, c, d) = (a, a, a)
      for k in unsafe 0..<taps.count {
        let weight = unsafe steps(weights + 16 &* k)
        let p = unsafe row + (i &+ near[k])
        let q = unsafe row + (i &+ far[k])
        unsafe a &+= upperHalves(steps(p) &+ steps(q), weight)
        unsafe b &+= upperHalves(steps(p + 16) &+ steps(q + 16), weight)
        unsafe c &+= upperHalves(steps(p + 32) &+ steps(q + 32), weight)
        unsafe d &+= upperHalves(steps(p + 48) &+ steps(q + 48), weight)
      }
      unsafe store(sums + i, a, b, c, d)
    }
  }

  @inline(never)
  static func sumSingles(
    _ row: UnsafePointer<UInt16>, _ sums: UnsafeMutablePointer<UInt16>, _ count: Int,
    _ taps: BlurTaps<UInt16>
  ) {
    let (near, weights, start) = unsafe (taps.near, taps.weights, taps.start)
    for i in stride(from: 0, to: count, by: blurBlock) {
      var a = Steps(repeating: start)
      var (b, c, d) = (a, a, a)
      for k in unsafe 0..<taps.count {
        let weight = unsafe steps(weights + 16 &* k)
        let p = unsafe row + (i &+ near[k])
        unsafe a &+= upperHalves(steps(p), weight)
        unsafe b &+= upperHalves(steps(p + 16), weight)
        unsafe c &+= upperHalves(steps(p + 32), weight)
        unsafe d &+= upperHalves(steps(p + 48), weight)
      }
      unsafe store(sums + i, a, b, c, d)
    }
  }

  private typealias Steps = SIMD16<UInt16>

  @inline(__always)
  private static func steps(_ from: UnsafePointer<UInt16>) -> Steps {
    unsafe UnsafeRawPointer(from).loadUnaligned(as: Steps.self)
  }

  @inline(__always)
  private static func widened(_ from: UnsafePointer<UInt8>) -> Steps {
    let levels = unsafe UnsafeRawPointer(from).loadUnaligned(as: SIMD16<UInt8>.self)
    var result = Steps()
    for lane in 0..<16 { result[lane] = UInt16(levels[lane]) }
    return result
  }

  @inline(__always)
  private static func store(
    _ to: UnsafeMutablePointer<UInt16>, _ a: Steps, _ b: Steps, _ c: Steps, _ d: Steps
  ) {
    let to = UnsafeMutableRawPointer(to)
    unsafe to.storeBytes(of: a, as: Steps.self)
    unsafe to.storeBytes(of: b, toByteOffset: 32, as: Steps.self)
    unsafe to.storeBytes(of: c, toByteOffset: 64, as: Steps.self)
    unsafe to.storeBytes(of: d, toByteOffset: 96, as: Steps.self)
  }

  /// `value · weight ÷ 65,536`, cut off, in each lane.
  @inline(__always)
  private static func upperHalves(_ values: Steps, _ weights: Steps) -> Steps {
    var result = Steps()
    for lane in 0..<16 {
      let product = UInt32(values[lane]) &* UInt32(weights[lane])
      result[lane] = UInt16(truncatingIfNeeded: product &>> 16)
    }
    return result
  }
}
