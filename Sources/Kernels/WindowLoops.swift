import KernelTable

enum WindowLoops: WindowKernels {
  @inline(never)
  static func add(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ weights: UnsafePointer<Float>,
    _ start: Int, _ sums: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    unsafe add(rows, weights, start, sums, count) { Float($0) }
  }

  @inline(never)
  static func add(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ weights: UnsafePointer<Double>,
    _ start: Int, _ sums: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    unsafe add(rows, weights, start, sums, count) { Double($0) }
  }

  /// Four taps at a time: the sums are read and written once for all of them.
  @inline(__always)
  private static func add<S, Sum: FloatingPoint>(
    _ rows: UnsafeBufferPointer<UnsafePointer<S>>, _ weights: UnsafePointer<Sum>,
    _ start: Int, _ sums: UnsafeMutablePointer<Sum>, _ count: Int, _ number: (S) -> Sum
  ) {
    var k = 0
    while k &+ 4 <= rows.count {
      let (a, b) = unsafe (rows[k] + start, rows[k &+ 1] + start)
      let (c, d) = unsafe (rows[k &+ 2] + start, rows[k &+ 3] + start)
      let (u, v) = unsafe (weights[k], weights[k &+ 1])
      let (w, x) = unsafe (weights[k &+ 2], weights[k &+ 3])
      for i in 0..<count {
        let two = unsafe sums[i] + u * number(a[i]) + v * number(b[i])
        unsafe sums[i] = two + w * number(c[i]) + x * number(d[i])
      }
      k &+= 4
    }
    while k < rows.count {
      let (a, u) = unsafe (rows[k] + start, weights[k])
      for i in 0..<count { unsafe sums[i] += u * number(a[i]) }
      k &+= 1
    }
  }

  @inline(never)
  static func round(
    _ sums: UnsafePointer<Float>, isAbsolute: Bool, _ levels: UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) {
    if isAbsolute {
      for i in 0..<count { unsafe levels[i] = nearest8(sums[i].magnitude) }
    } else {
      for i in 0..<count { unsafe levels[i] = nearest8(sums[i]) }
    }
  }

  @inline(never)
  static func round(
    _ sums: UnsafePointer<Double>, isAbsolute: Bool, _ levels: UnsafeMutablePointer<UInt16>,
    _ count: Int
  ) {
    if isAbsolute {
      for i in 0..<count { unsafe levels[i] = nearest16(Float(sums[i].magnitude)) }
    } else {
      for i in 0..<count { unsafe levels[i] = nearest16(Float(sums[i])) }
    }
  }
}
