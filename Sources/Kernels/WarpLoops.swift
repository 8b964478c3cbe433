import KernelTable

enum WarpLoops: WarpKernels {
  @inline(never)
  static func bicubic(
    _ picture: UnsafePointer<UInt8>, stride: Int, channels: Int,
    _ places: UnsafePointer<WarpPlace>, _ out: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    // Safe, here and below: four samples without meaning of their own. Loaded as a vector they
    // would come in halves.
    unsafe bicubic(picture, stride, channels, places, out, count, nearest8) {
      Float($0)
    } four: {
      let four = unsafe UnsafeRawPointer($0).loadUnaligned(as: UInt32.self)
      let samples = unsafe unsafeBitCast(four, to: SIMD4<UInt8>.self)
      return SIMD4(Float(samples[0]), Float(samples[1]), Float(samples[2]), Float(samples[3]))
    }
  }

  @inline(never)
  static func bicubic(
    _ picture: UnsafePointer<UInt16>, stride: Int, channels: Int,
    _ places: UnsafePointer<WarpPlace>, _ out: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    unsafe bicubic(picture, stride, channels, places, out, count, nearest16) {
      Float($0)
    } four: {
      let four = unsafe UnsafeRawPointer($0).loadUnaligned(as: UInt64.self)
      let samples = unsafe unsafeBitCast(four, to: SIMD4<UInt16>.self)
      return SIMD4(Float(samples[0]), Float(samples[1]), Float(samples[2]), Float(samples[3]))
    }
  }

  @inline(__always)
  private static func bicubic<S>(
    _ picture: UnsafePointer<S>, _ stride: Int, _ channels: Int,
    _ places: UnsafePointer<WarpPlace>, _ out: UnsafeMutablePointer<S>, _ count: Int,
    _ nearest: (Float) -> S, _ number: (S) -> Float, four: (UnsafePointer<S>) -> SIMD4<Float>
  ) {
    for i in 0..<count {
      let place = unsafe places[i]
      let from = unsafe picture + place.sample
      let (columns, rows) = (cubic(place.across), cubic(place.down))
      if channels >= 3 {
        let sums = unsafe fourSums(from, stride, channels, columns, rows, four)
        for c in 0..<channels { unsafe out[i &* channels &+ c] = nearest(sums[c]) }
      } else {
        for c in 0..<channels {
          let sum = unsafe sum(from + c, stride, channels, columns, rows, number)
          unsafe out[i &* channels &+ c] = nearest(sum)
        }
      }
    }
  }

  /// Four channels side by side; of three, the fourth is the next pixel's first.
  @inline(__always)
  private static func fourSums<S>(
    _ from: UnsafePointer<S>, _ stride: Int, _ channels: Int, _ columns: SIMD4<Float>,
    _ rows: SIMD4<Float>, _ numbers: (UnsafePointer<S>) -> SIMD4<Float>
  ) -> SIMD4<Float> {
    let above = unsafe mean(from - stride, channels, columns, numbers) * rows[0]
    let here = unsafe mean(from, channels, columns, numbers) * rows[1]
    let below = unsafe mean(from + stride, channels, columns, numbers) * rows[2]
    let lowest = unsafe mean(from + 2 &* stride, channels, columns, numbers) * rows[3]
    return above + here + below + lowest
  }

  /// Of four neighbouring pixels.
  @inline(__always)
  private static func mean<S>(
    _ row: UnsafePointer<S>, _ channels: Int, _ columns: SIMD4<Float>,
    _ numbers: (UnsafePointer<S>) -> SIMD4<Float>
  ) -> SIMD4<Float> {
    let left = unsafe numbers(row - channels) * columns[0] + numbers(row) * columns[1]
    let right =
      unsafe numbers(row + channels) * columns[2] + numbers(row + 2 &* channels) * columns[3]
    return left + right
  }

  @inline(__always)
  private static func sum<S>(
    _ from: UnsafePointer<S>, _ stride: Int, _ channels: Int, _ columns: SIMD4<Float>,
    _ rows: SIMD4<Float>, _ number: (S) -> Float
  ) -> Float {
    var sum: Float = 0
    for j in 0..<4 {
      let row = unsafe from + (j &- 1) &* stride
      let left = unsafe number(row[0 &- channels]) * columns[0] + number(row[0]) * columns[1]
      let right =
        unsafe number(row[channels]) * columns[2] + number(row[2 &* channels]) * columns[3]
      sum += rows[j] * (left + right)
    }
    return sum
  }

  /// Weights of the pixels at −1, 0, 1 and 2 for a place `t` behind 0 (Catmull and Rom).
  @inline(__always)
  private static func cubic(_ t: Float) -> SIMD4<Float> {
    let (t2, t3) = (t * t, t * t * t)
    return SIMD4(
      (2 * t2 - t3 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (4 * t2 - 3 * t3 + t) / 2, (t3 - t2) / 2)
  }
}
