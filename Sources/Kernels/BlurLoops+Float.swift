import KernelTable

// The same in single precision. Sums of two samples are exact, so they are added as whole numbers,
// before they are converted.
extension BlurLoops {
  @inline(never)
  static func sumPairs(
    _ row: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<Float>, _ count: Int,
    _ taps: BlurTaps<Float>
  ) {
    let (near, far, weights, start) = unsafe (taps.near, taps.far, taps.weights, taps.start)
    for i in stride(from: 0, to: count, by: blurBlock / 2) {
      var a = Numbers(repeating: start)
      var b = a
      for k in unsafe 0..<taps.count {
        let weight = unsafe numbers(weights + blurWeightRepeats &* k)
        let p = unsafe row + (i &+ near[k])
        let q = unsafe row + (i &+ far[k])
        unsafe a += sum8(p, q) * weight
        unsafe b += sum8(p + 16, q + 16) * weight
      }
      unsafe store(sums + i, a, b)
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
      var b = a
      for k in unsafe 0..<taps.count {
        let weight = unsafe numbers(weights + blurWeightRepeats &* k)
        let p = unsafe row + (i &+ near[k])
        let q = unsafe row + (i &+ far[k])
        unsafe a += sum16(p, q) * weight
        unsafe b += sum16(p + 16, q + 16) * weight
      }
      unsafe store(sums + i, a, b)
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
      var b = a
      for k in unsafe 0..<taps.count {
        let weight = unsafe numbers(weights + blurWeightRepeats &* k)
        let p = unsafe row + (i &+ near[k])
        let q = unsafe row + (i &+ far[k])
        unsafe a += (numbers(p) + numbers(q)) * weight
        unsafe b += (numbers(p + 16) + numbers(q + 16)) * weight
      }
      unsafe store(sums + i, a, b)
    }
  }

  private typealias Numbers = SIMD16<Float>

  @inline(__always)
  private static func numbers(_ from: UnsafePointer<Float>) -> Numbers {
    unsafe UnsafeRawPointer(from).loadUnaligned(as: Numbers.self)
  }

  @inline(__always)
  private static func sum8(_ p: UnsafePointer<UInt8>, _ q: UnsafePointer<UInt8>) -> Numbers {
    let a = unsafe UnsafeRawPointer(p).loadUnaligned(as: SIMD16<UInt8>.self)
    let b = unsafe UnsafeRawPointer(q).loadUnaligned(as: SIMD16<UInt8>.self)
    var result = Numbers()
    for lane in 0..<16 { result[lane] = Float(Int32(a[lane]) &+ Int32(b[lane])) }
    return result
  }

  @inline(__always)
  private static func sum16(_ p: UnsafePointer<UInt16>, _ q: UnsafePointer<UInt16>) -> Numbers {
    let a = unsafe UnsafeRawPointer(p).loadUnaligned(as: SIMD16<UInt16>.self)
    let b = unsafe UnsafeRawPointer(q).loadUnaligned(as: SIMD16<UInt16>.self)
    var result = Numbers()
    for lane in 0..<16 { result[lane] = Float(Int32(a[lane]) &+ Int32(b[lane])) }
    return result
  }

  @inline(__always)
  private static func store(_ to: UnsafeMutablePointer<Float>, _ a: Numbers, _ b: Numbers) {
    let to = UnsafeMutableRawPointer(to)
    unsafe to.storeBytes(of: a, as: Numbers.self)
    unsafe to.storeBytes(of: b, toByteOffset: 64, as: Numbers.self)
  }
}
