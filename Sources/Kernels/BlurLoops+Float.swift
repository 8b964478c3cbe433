import KernelTable

// The same in single precision. Sums of two samples are exact, so it does not matter that they are
// added as numbers.
extension BlurLoops {
  @inline(never)
  static func sumPairs(
    _ row: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>
  ) {
    let (near, far, weights, start) = unsafe (taps.near, taps.far, taps.weights, taps.start)
    for i in stride(from: 0, to: count, by: blurBlock / 2) {
      var a = Numbers(repeating: start)
      var (b, c, d) = (a, a, a)
      for k in unsafe 0..<taps.count {
        let weight = unsafe numbers(weights + 16 &* k)
        let p = unsafe row + (i &+ near[k])
        let q = unsafe row + (i &+ far[k])
        unsafe a += (widened8(p) + widened8(q)) * weight
        unsafe b += (widened8(p + 8) + widened8(q + 8)) * weight
        unsafe c += (widened8(p + 16) + widened8(q + 16)) * weight
        unsafe d += (widened8(p + 24) + widened8(q + 24)) * weight
      }
      unsafe store(sums + i, a, b, c, d)
    }
  }

  @inline(never)
  static func sumPairs(
    _ row: UnsafePointer<UInt16>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>
  ) {
    let (near, far, weights, start) = unsafe (taps.near, taps.far, taps.weights, taps.start)
    for i in stride(from: 0, to: count, by: blurBlock / 2) {
      var a = Numbers(repeating: start)
      var (b, c, d) = (a, a, a)
      for k in unsafe 0..<taps.count {
        let weight = unsafe numbers(weights + 16 &* k)
        let p = unsafe row + (i &+ near[k])
        let q = unsafe row + (i &+ far[k])
        unsafe a += (widened16(p) + widened16(q)) * weight
        unsafe b += (widened16(p + 8) + widened16(q + 8)) * weight
        unsafe c += (widened16(p + 16) + widened16(q + 16)) * weight
        unsafe d += (widened16(p + 24) + widened16(q + 24)) * weight
      }
      unsafe store(sums + i, a, b, c, d)
    }
  }

  @inline(never)
  static func sumPairs(
    _ row: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>
  ) {
    let (near, far, weights, start) = unsafe (taps.near, taps.far, taps.weights, taps.start)
    for i in stride(from: 0, to: count, by: blurBlock / 2) {
      var a = Numbers(repeating: start)
      var (b, c, d) = (a, a, a)
      for k in unsafe 0..<taps.count {
        let weight = unsafe numbers(weights + 16 &* k)
        let p = unsafe row + (i &+ near[k])
        let q = unsafe row + (i &+ far[k])
        unsafe a += (numbers(p) + numbers(q)) * weight
        unsafe b += (numbers(p + 8) + numbers(q + 8)) * weight
        unsafe c += (numbers(p + 16) + numbers(q + 16)) * weight
        unsafe d += (numbers(p + 24) + numbers(q + 24)) * weight
      }
      unsafe store(sums + i, a, b, c, d)
    }
  }

  private typealias Numbers = SIMD8<Float>

  @inline(__always)
  private static func numbers(_ from: UnsafePointer<Float>) -> Numbers {
    unsafe UnsafeRawPointer(from).loadUnaligned(as: Numbers.self)
  }

  @inline(__always)
  private static func widened8(_ from: UnsafePointer<UInt8>) -> Numbers {
    let levels = unsafe UnsafeRawPointer(from).loadUnaligned(as: SIMD8<UInt8>.self)
    var result = Numbers()
    for lane in 0..<8 { result[lane] = Float(Int32(levels[lane])) }
    return result
  }

  @inline(__always)
  private static func widened16(_ from: UnsafePointer<UInt16>) -> Numbers {
    let levels = unsafe UnsafeRawPointer(from).loadUnaligned(as: SIMD8<UInt16>.self)
    var result = Numbers()
    for lane in 0..<8 { result[lane] = Float(Int32(levels[lane])) }
    return result
  }

  @inline(__always)
  private static func store(
    _ to: UnsafeMutablePointer<Float>, _ a: Numbers, _ b: Numbers, _ c: Numbers, _ d: Numbers
  ) {
    let to = UnsafeMutableRawPointer(to)
    unsafe to.storeBytes(of: a, as: Numbers.self)
    unsafe to.storeBytes(of: b, toByteOffset: 32, as: Numbers.self)
    unsafe to.storeBytes(of: c, toByteOffset: 64, as: Numbers.self)
    unsafe to.storeBytes(of: d, toByteOffset: 96, as: Numbers.self)
  }
}
