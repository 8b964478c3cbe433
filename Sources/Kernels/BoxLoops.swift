import KernelTable

enum BoxLoops: BoxKernels {
  @inline(never)
  static func slide(
    _ sums: UnsafeMutablePointer<UInt32>, _ entering: UnsafePointer<UInt8>,
    _ leaving: UnsafePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count {
      unsafe sums[i] = sums[i] &+ UInt32(entering[i]) &- UInt32(leaving[i])
    }
  }

  @inline(never)
  static func slide(
    _ sums: UnsafeMutablePointer<UInt32>, _ entering: UnsafePointer<UInt16>,
    _ leaving: UnsafePointer<UInt16>, _ count: Int
  ) {
    for i in 0..<count {
      unsafe sums[i] = sums[i] &+ UInt32(entering[i]) &- UInt32(leaving[i])
    }
  }

  @inline(never)
  static func add(
    _ row: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<UInt32>, _ count: Int
  ) {
    for i in 0..<count { unsafe sums[i] &+= UInt32(row[i]) }
  }

  @inline(never)
  static func add(
    _ row: UnsafePointer<UInt16>, _ sums: UnsafeMutablePointer<UInt32>, _ count: Int
  ) {
    for i in 0..<count { unsafe sums[i] &+= UInt32(row[i]) }
  }

  @inline(never)
  static func total(
    _ columns: UnsafePointer<UInt32>, _ totals: UnsafeMutablePointer<UInt32>, _ pixels: Int,
    channels: Int
  ) {
    if channels < 3 {
      for i in 0..<pixels * channels {
        unsafe totals[i] = totals[i &- channels] &+ UInt32(columns[i])
      }
      return
    }
    // Four lanes for three channels: what the last one leaves is the next pixel's to overwrite.
    var sums = unsafe UnsafeRawPointer(totals - channels).loadUnaligned(as: SIMD4<UInt32>.self)
    for x in 0..<pixels {
      let column = unsafe UnsafeRawPointer(columns + x &* channels).loadUnaligned(
        as: SIMD4<UInt32>.self)
      sums &+= column
      unsafe UnsafeMutableRawPointer(totals + x &* channels).storeBytes(
        of: sums, as: SIMD4<UInt32>.self)
    }
  }

  @inline(never)
  static func total(
    _ columns: UnsafePointer<UInt32>, _ totals: UnsafeMutablePointer<UInt64>, _ pixels: Int,
    channels: Int
  ) {
    if channels < 3 {
      for i in 0..<pixels * channels {
        unsafe totals[i] = totals[i &- channels] &+ UInt64(columns[i])
      }
      return
    }
    // Four lanes for three channels: what the last one leaves is the next pixel's to overwrite.
    var sums = unsafe UnsafeRawPointer(totals - channels).loadUnaligned(as: SIMD4<UInt64>.self)
    for x in 0..<pixels {
      let column = unsafe UnsafeRawPointer(columns + x &* channels).loadUnaligned(
        as: SIMD4<UInt32>.self)
      sums &+= widened(column)
      unsafe UnsafeMutableRawPointer(totals + x &* channels).storeBytes(
        of: sums, as: SIMD4<UInt64>.self)
    }
  }

  @inline(__always)
  private static func widened(_ values: SIMD4<UInt32>) -> SIMD4<UInt64> {
    SIMD4(UInt64(values[0]), UInt64(values[1]), UInt64(values[2]), UInt64(values[3]))
  }

  // Adding a power of two that leaves no bits for a fraction rounds, and the integer stands in the
  // low bits.

  @inline(never)
  static func mean(
    _ upper: UnsafePointer<UInt32>, _ lower: UnsafePointer<UInt32>, _ reciprocal: Float,
    _ means: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count {
      let sum = unsafe Float(Int32(bitPattern: upper[i] &- lower[i]))
      unsafe means[i] = UInt8(truncatingIfNeeded: (sum * reciprocal + 8_388_608).bitPattern)
    }
  }

  @inline(never)
  static func mean(
    _ upper: UnsafePointer<UInt32>, _ lower: UnsafePointer<UInt32>, _ reciprocal: Double,
    _ means: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count {
      let sum = unsafe Double(Int32(bitPattern: upper[i] &- lower[i]))
      unsafe means[i] = UInt8(truncatingIfNeeded: (sum * reciprocal + 0x1p52).bitPattern)
    }
  }

  /// The sum is put into the low bits of 2⁵², since vectors have no conversion of so wide integers.
  @inline(never)
  static func mean(
    _ upper: UnsafePointer<UInt64>, _ lower: UnsafePointer<UInt64>, _ reciprocal: Double,
    _ means: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    for i in 0..<count {
      let bits = unsafe (upper[i] &- lower[i]) | (0x1p52 as Double).bitPattern
      let sum = Double(bitPattern: bits) - 0x1p52
      unsafe means[i] = UInt16(truncatingIfNeeded: (sum * reciprocal + 0x1p52).bitPattern)
    }
  }
}
