import KernelTable

enum LumaLoops: LumaKernels {
  /// Green's weight, which signed words of 16 bits cannot hold, is taken less 65,536, and green is
  /// added to the sum's upper half instead: all products are then of such words, and there is a
  /// quick instruction for those.
  @inline(never)
  static func luma(
    _ from: UnsafePointer<UInt8>, channels: Int, _ weights: LumaWeights,
    _ to: UnsafeMutablePointer<UInt8>, _ n: Int
  ) {
    let red = Int16(truncatingIfNeeded: weights.red)
    let green = Int16(truncatingIfNeeded: weights.green)
    let blue = Int16(truncatingIfNeeded: weights.blue)
    let luma = { (r: Int32, g: Int32, b: Int32) in
      let sum = r &* Int32(red) &+ g &* Int32(green) &+ b &* Int32(blue)
      return UInt8(truncatingIfNeeded: g &+ (sum &+ 32_768) &>> 16)
    }
    if channels == 4 {
      for x in 0..<n {
        let at = unsafe UnsafeRawPointer(from + 4 &* x)
        let word = unsafe Int32(littleEndian: at.loadUnaligned(as: Int32.self))
        unsafe to[x] = luma(word & 255, (word &>> 8) & 255, (word &>> 16) & 255)
      }
    } else {
      for x in 0..<n {
        let at = unsafe from + 3 &* x
        unsafe to[x] = luma(Int32(at[0]), Int32(at[1]), Int32(at[2]))
      }
    }
  }

  @inline(never)
  static func luma(
    _ from: UnsafePointer<UInt16>, channels: Int, _ weights: LumaWeights,
    _ to: UnsafeMutablePointer<UInt16>, _ n: Int
  ) {
    if channels == 4 {
      unsafe luma(from, step: 4, weights, to, n)
    } else {
      unsafe luma(from, step: 3, weights, to, n)
    }
  }

  @unsafe
  @inline(__always)
  private static func luma(
    _ from: UnsafePointer<UInt16>, step: Int, _ weights: LumaWeights,
    _ to: UnsafeMutablePointer<UInt16>, _ n: Int
  ) {
    for x in 0..<n {
      let at = unsafe from + step &* x
      let sum =
        unsafe UInt32(at[0]) &* weights.red &+ UInt32(at[1]) &* weights.green
        &+ UInt32(at[2]) &* weights.blue
      unsafe to[x] = UInt16(truncatingIfNeeded: (sum &+ 32_768) &>> 16)
    }
  }

  @inline(never)
  static func count(
    _ samples: UnsafePointer<UInt8>, _ counts: UnsafeMutablePointer<Int>, _ n: Int
  ) {
    unsafe count(samples, counts, CountTables.eight, 256, n) { Int($0) }
  }

  @inline(never)
  static func count(
    _ samples: UnsafePointer<UInt16>, _ counts: UnsafeMutablePointer<Int>, tables: Int, _ n: Int
  ) {
    switch tables {
    case 1: unsafe count(samples, counts, 1, 65_536, n) { Int($0) }
    case 3: unsafe count(samples, counts, 3, 65_536, n) { Int($0) }
    default: unsafe count(samples, counts, tables, 65_536, n) { Int($0) }
    }
  }

  @unsafe
  @inline(__always)
  private static func count<S>(
    _ samples: UnsafePointer<S>, _ counts: UnsafeMutablePointer<Int>, _ tables: Int,
    _ values: Int, _ n: Int, _ index: (S) -> Int
  ) {
    var first = 0
    while first < n {
      if first &+ tables <= n {
        for t in 0..<tables { unsafe counts[t &* values &+ index(samples[first &+ t])] &+= 1 }
      } else {
        for t in 0..<n &- first {
          unsafe counts[t &* values &+ index(samples[first &+ t])] &+= 1
        }
      }
      first &+= tables
    }
  }
}
