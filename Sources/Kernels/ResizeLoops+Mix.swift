import KernelTable

// Along a row.
extension ResizeLoops {
  @inline(never)
  static func mix(
    _ row: UnsafePointer<Float>, channels: Int, _ table: ResizeTable,
    _ target: UnsafeMutablePointer<Float>, _ pixels: Range<Int>
  ) {
    switch channels {
    case 1: unsafe mix1(row, target, table, pixels)
    case 2: unsafe mix2(row, target, table, pixels)
    case 3: unsafe mix3(row, target, table, pixels)
    default: unsafe mix4(row, target, table, pixels)
    }
  }

  private static func mix1(
    _ row: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ table: ResizeTable,
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

  private static func mix2(
    _ row: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ table: ResizeTable,
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
  private static func mix3(
    _ row: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ table: ResizeTable,
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

  private static func mix4(
    _ row: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ table: ResizeTable,
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
