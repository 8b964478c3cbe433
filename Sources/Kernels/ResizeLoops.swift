import KernelTable

// Down the columns, and what a resize ends with.
enum ResizeLoops: ResizeKernels {
  /// Two rows at a time: their samples are put side by side, so that one instruction multiplies
  /// both and adds the products (pmaddwd), and the sum is a number only once.
  @inline(never)
  static func add(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ weights: UnsafePointer<Int16>,
    _ scale: Float, _ samples: Range<Int>, _ sums: UnsafeMutablePointer<Float>
  ) {
    var i = samples.lowerBound
    while i &+ 16 <= samples.upperBound {
      unsafe addSixteen(rows, weights, scale, i, UnsafeMutableRawPointer(sums + i))
      i &+= 16
    }
    while i < samples.upperBound {
      var sum: Int32 = 0
      for k in rows.indices { unsafe sum &+= Int32(rows[k][i]) &* Int32(weights[k]) }
      unsafe sums[i] += Float(sum) * scale
      i &+= 1
    }
  }

  @inline(__always)
  private static func addSixteen(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ weights: UnsafePointer<Int16>,
    _ scale: Float, _ i: Int, _ sums: UnsafeMutableRawPointer
  ) {
    var (first, second) = (SIMD8<Int32>(), SIMD8<Int32>())
    var k = 0
    while k < rows.count {
      let a = unsafe UnsafeRawPointer(rows[k] + i).loadUnaligned(as: SIMD16<UInt8>.self)
      let b = unsafe UnsafeRawPointer(rows[k &+ 1] + i).loadUnaligned(as: SIMD16<UInt8>.self)
      let pair = unsafe UnsafeRawPointer(weights + k).loadUnaligned(as: Int32.self)
      // Safe: both types are 32 bytes without padding.
      let factors = unsafe unsafeBitCast(SIMD8<Int32>(repeating: pair), to: SIMD16<Int16>.self)
      first &+= productsInPairs(beside(a.lowHalf, b.lowHalf), factors)
      second &+= productsInPairs(beside(a.highHalf, b.highHalf), factors)
      k &+= 2
    }
    unsafe add(first, scale, sums)
    unsafe add(second, scale, sums + 32)
  }

  @inline(__always)
  private static func beside(_ a: SIMD8<UInt8>, _ b: SIMD8<UInt8>) -> SIMD16<Int16> {
    var both = SIMD16<Int16>()
    for lane in 0..<8 {
      both[2 &* lane] = Int16(a[lane])
      both[2 &* lane &+ 1] = Int16(b[lane])
    }
    return both
  }

  @inline(__always)
  private static func productsInPairs(
    _ samples: SIMD16<Int16>, _ weights: SIMD16<Int16>
  ) -> SIMD8<Int32> {
    var sums = SIMD8<Int32>()
    for lane in 0..<8 {
      let (i, j) = (2 &* lane, 2 &* lane &+ 1)
      sums[lane] =
        Int32(samples[i]) &* Int32(weights[i]) &+ Int32(samples[j]) &* Int32(weights[j])
    }
    return sums
  }

  @inline(__always)
  private static func add(
    _ sums: SIMD8<Int32>, _ scale: Float, _ to: UnsafeMutableRawPointer
  ) {
    var numbers = SIMD8<Float>()
    for lane in 0..<8 { numbers[lane] = Float(sums[lane]) }
    let old = unsafe to.loadUnaligned(as: SIMD8<Float>.self)
    unsafe to.storeBytes(of: old + numbers * scale, as: SIMD8<Float>.self)
  }

  /// Four rows at a time.
  @inline(never)
  static func add(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ weights: UnsafePointer<Float>,
    _ samples: Range<Int>, _ sums: UnsafeMutablePointer<Float>
  ) {
    var k = 0
    while k + 4 <= rows.count {
      let (a, b, c, d) = unsafe (rows[k], rows[k + 1], rows[k + 2], rows[k + 3])
      let (u, v, w, x) = unsafe (weights[k], weights[k + 1], weights[k + 2], weights[k + 3])
      for i in samples {
        let ab = unsafe Float(a[i]) * u + Float(b[i]) * v
        let cd = unsafe Float(c[i]) * w + Float(d[i]) * x
        unsafe sums[i] += ab + cd
      }
      k += 4
    }
    while k < rows.count {
      let (a, u) = unsafe (rows[k], weights[k])
      for i in samples { unsafe sums[i] += Float(a[i]) * u }
      k += 1
    }
  }

  @inline(never)
  static func round(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<UInt8>, _ range: Range<Int>
  ) {
    for i in range { unsafe to[i] = nearest8(from[i]) }
  }

  @inline(never)
  static func round(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<UInt16>, _ range: Range<Int>
  ) {
    for i in range { unsafe to[i] = nearest16(from[i]) }
  }
}
