/// The loops of a resize.
///
/// They take addresses because the measured loops over spans of two types were not vectorised.
/// Every loop adds in a fixed order per sample, whatever the vector width, so that results do not
/// depend on the machine. Callers vouch for the bounds.
enum ResizeKernels {
  /// Rows of a source, row y at y modulo their number.
  @unsafe
  struct Ring {
    var base: UnsafeMutableRawPointer
    /// Bytes from one row's start to the next.
    var stride: Int
    var height: Int

    @inline(__always)
    func row<S>(_ y: Int, _ type: S.Type) -> UnsafePointer<S> {
      unsafe UnsafePointer((base + y % height * stride).assumingMemoryBound(to: type))
    }
  }

  /// `sums[i] += scale · Σ weights[k] · rows[k][i]` for 8-bit samples.
  ///
  /// Two rows at a time: their samples are put side by side, so that one instruction multiplies both
  /// and adds the products (pmaddwd), and the sum is a number only once.
  ///
  /// - Parameters:
  ///   - rows: an even number of rows' starts.
  ///   - weights: as many, such that the sum fits into 32 bits.
  @unsafe
  static func add8(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ weights: UnsafePointer<Int16>,
    _ scale: Float, _ samples: Range<Int>, _ sums: UnsafeMutablePointer<Float>
  ) {
    var i = samples.lowerBound
    while i + 16 <= samples.upperBound {
      unsafe addSixteen(rows, weights, scale, i, UnsafeMutableRawPointer(sums + i))
      i += 16
    }
    while i < samples.upperBound {
      var sum: Int32 = 0
      for k in rows.indices { unsafe sum &+= Int32(rows[k][i]) &* Int32(weights[k]) }
      unsafe sums[i] += Float(sum) * scale
      i += 1
    }
  }

  @inline(__always)
  private static func addSixteen(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ weights: UnsafePointer<Int16>,
    _ scale: Float, _ i: Int, _ sums: UnsafeMutableRawPointer
  ) {
    var (first, second) = (SIMD4<Int32>.zero, SIMD4<Int32>.zero)
    var (third, fourth) = (SIMD4<Int32>.zero, SIMD4<Int32>.zero)
    var k = 0
    while k < rows.count {
      let a = unsafe UnsafeRawPointer(rows[k] + i).loadUnaligned(as: SIMD16<UInt8>.self)
      let b = unsafe UnsafeRawPointer(rows[k + 1] + i).loadUnaligned(as: SIMD16<UInt8>.self)
      let (u, v) = unsafe (weights[k], weights[k + 1])
      let pair = SIMD8(u, v, u, v, u, v, u, v)
      let (low, high) = (alternate(a.lowHalf, b.lowHalf), alternate(a.highHalf, b.highHalf))
      first &+= productsInPairs(low.lowHalf, pair)
      second &+= productsInPairs(low.highHalf, pair)
      third &+= productsInPairs(high.lowHalf, pair)
      fourth &+= productsInPairs(high.highHalf, pair)
      k += 2
    }
    unsafe add(first, scale, sums)
    unsafe add(second, scale, sums + 16)
    unsafe add(third, scale, sums + 32)
    unsafe add(fourth, scale, sums + 48)
  }

  @inline(__always)
  private static func alternate(_ a: SIMD8<UInt8>, _ b: SIMD8<UInt8>) -> SIMD16<UInt8> {
    var both = SIMD16<UInt8>()
    both.evenHalf = a
    both.oddHalf = b
    return both
  }

  @inline(__always)
  private static func productsInPairs(
    _ samples: SIMD8<UInt8>, _ weights: SIMD8<Int16>
  ) -> SIMD4<Int32> {
    let products =
      SIMD8<Int32>(truncatingIfNeeded: SIMD8<Int16>(truncatingIfNeeded: samples))
      &* SIMD8<Int32>(truncatingIfNeeded: weights)
    return products.evenHalf &+ products.oddHalf
  }

  @inline(__always)
  private static func add(
    _ sum: SIMD4<Int32>, _ scale: Float, _ to: UnsafeMutableRawPointer
  ) {
    let old = unsafe to.loadUnaligned(as: SIMD4<Float>.self)
    unsafe to.storeBytes(of: old + SIMD4<Float>(sum) * scale, as: SIMD4<Float>.self)
  }

  /// `sums[i] += Σ weights[k] · rows[k][i]` for 16-bit samples, four rows at a time.
  @unsafe
  static func add16(
    _ ring: Ring, _ rows: Range<Int>, _ weights: UnsafePointer<Float>, _ samples: Range<Int>,
    _ sums: UnsafeMutablePointer<Float>
  ) {
    var k = 0
    while k + 4 <= rows.count {
      let a = unsafe ring.row(rows.lowerBound + k, UInt16.self)
      let b = unsafe ring.row(rows.lowerBound + k + 1, UInt16.self)
      let c = unsafe ring.row(rows.lowerBound + k + 2, UInt16.self)
      let d = unsafe ring.row(rows.lowerBound + k + 3, UInt16.self)
      let (u, v, w, x) = unsafe (weights[k], weights[k + 1], weights[k + 2], weights[k + 3])
      for i in samples {
        let ab = unsafe Float(a[i]) * u + Float(b[i]) * v
        let cd = unsafe Float(c[i]) * w + Float(d[i]) * x
        unsafe sums[i] += ab + cd
      }
      k += 4
    }
    while k < rows.count {
      let a = unsafe ring.row(rows.lowerBound + k, UInt16.self)
      let u = unsafe weights[k]
      for i in samples { unsafe sums[i] += Float(a[i]) * u }
      k += 1
    }
  }

  /// Rounds to the nearest, halves to even, and clamps to 0...255.
  @unsafe
  static func round(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<UInt8>, _ range: Range<Int>
  ) {
    for i in range {
      unsafe to[i] = UInt8(truncatingIfNeeded: rounded(from[i], 255))
    }
  }

  /// The same for 0...65,535.
  @unsafe
  static func round(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<UInt16>, _ range: Range<Int>
  ) {
    for i in range {
      unsafe to[i] = UInt16(truncatingIfNeeded: rounded(from[i], 65_535))
    }
  }

  /// Adding 2²³ leaves no bits for a fraction: the hardware rounds, and the integer stands in the
  /// low bits. Unlike a conversion this needs no range check and vectorises.
  @inline(__always)
  private static func rounded(_ value: Float, _ maximum: Float) -> UInt32 {
    let low = value > 0 ? value : 0
    let clamped = low < maximum ? low : maximum
    return (clamped + 8_388_608).bitPattern
  }
}

/// Sums along a row: target pixel i is `Σ weights[i · stride + k] · row[first[i] + k]`, with
/// `stride` a multiple of 4 and the row readable, and finite, up to `stride` + 2 pixels beyond
/// the last that counts.
extension ResizeKernels {
  /// What the four loops share.
  @unsafe
  struct Horizontal {
    var first: UnsafePointer<Int>
    var counts: UnsafePointer<Int>
    var weights: UnsafePointer<Float>
    var stride: Int
  }

  @unsafe
  static func mix1(
    _ row: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ table: Horizontal,
    _ pixels: Range<Int>
  ) {
    for i in pixels {
      let from = unsafe UnsafeRawPointer(row + table.first[i])
      let weights = unsafe UnsafeRawPointer(table.weights + i * table.stride)
      var sum = SIMD4<Float>(repeating: 0)
      var k = 0
      while unsafe k < table.counts[i] {
        unsafe sum +=
          from.loadUnaligned(fromByteOffset: 4 * k, as: SIMD4<Float>.self)
          * weights.loadUnaligned(fromByteOffset: 4 * k, as: SIMD4<Float>.self)
        k += 4
      }
      unsafe to[i] = (sum[0] + sum[1]) + (sum[2] + sum[3])
    }
  }

  @unsafe
  static func mix2(
    _ row: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ table: Horizontal,
    _ pixels: Range<Int>
  ) {
    for i in pixels {
      let from = unsafe UnsafeRawPointer(row + 2 * table.first[i])
      let weights = unsafe table.weights + i * table.stride
      var sum = SIMD2<Float>(repeating: 0)
      for k in unsafe 0..<table.counts[i] {
        unsafe sum += from.loadUnaligned(fromByteOffset: 8 * k, as: SIMD2<Float>.self) * weights[k]
      }
      unsafe to[2 * i] = sum[0]
      unsafe to[2 * i + 1] = sum[1]
    }
  }

  /// Three channels in four lanes, the last of which is the next pixel's and is dropped.
  @unsafe
  static func mix3(
    _ row: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ table: Horizontal,
    _ pixels: Range<Int>
  ) {
    for i in pixels {
      let from = unsafe UnsafeRawPointer(row + 3 * table.first[i])
      let sum = unsafe mixLanes(from, 12, table.weights + i * table.stride, table.counts[i])
      unsafe to[3 * i] = sum[0]
      unsafe to[3 * i + 1] = sum[1]
      unsafe to[3 * i + 2] = sum[2]
    }
  }

  @unsafe
  static func mix4(
    _ row: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ table: Horizontal,
    _ pixels: Range<Int>
  ) {
    for i in pixels {
      let from = unsafe UnsafeRawPointer(row + 4 * table.first[i])
      let sum = unsafe mixLanes(from, 16, table.weights + i * table.stride, table.counts[i])
      unsafe UnsafeMutableRawPointer(to + 4 * i).storeBytes(of: sum, as: SIMD4<Float>.self)
    }
  }

  /// Two sums side by side, since each addition must wait for the one before it.
  @inline(__always)
  private static func mixLanes(
    _ from: UnsafeRawPointer, _ pixelBytes: Int, _ weights: UnsafePointer<Float>, _ count: Int
  ) -> SIMD4<Float> {
    var even = SIMD4<Float>(repeating: 0)
    var odd = SIMD4<Float>(repeating: 0)
    var k = 0
    while k < count {
      let pixel = unsafe from + pixelBytes * k
      unsafe even += pixel.loadUnaligned(as: SIMD4<Float>.self) * weights[k]
      unsafe odd +=
        pixel.loadUnaligned(fromByteOffset: pixelBytes, as: SIMD4<Float>.self) * weights[k + 1]
      k += 2
    }
    return even + odd
  }
}
