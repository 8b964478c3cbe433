import KernelTable

enum WarpLoops: WarpKernels {
  /// Samples are counted in `Double`, exactly: vectors have no products of 64-bit integers.
  @inline(never)
  static func find(_ line: WarpLine, _ places: WarpPlaces, _ count: Int) {
    let (samples, across, down) = unsafe (places.samples, places.across, places.down)
    for i in 0..<count {
      let x = line.x + Double(Int32(truncatingIfNeeded: i))
      let u = line.across.x * x + line.across.row + line.across.shift - line.half
      let v = line.down.x * x + line.down.row + line.down.shift - line.half
      let (left, top) = (floor(u), floor(v))
      let sample = top * line.rowStep + left * line.pixelStep + line.first
      unsafe samples[i] = Int(
        truncatingIfNeeded: (sample + 4_503_599_627_370_496).bitPattern & 0xF_FFFF_FFFF_FFFF)
      unsafe across[i] = Float(u - left)
      unsafe down[i] = Float(v - top)
    }
  }

  /// As in `nearest8`, by 2⁵² and half of that for what is negative.
  @inline(__always)
  private static func floor(_ value: Double) -> Double {
    let nearest = value + 6_755_399_441_055_744 - 6_755_399_441_055_744
    return nearest > value ? nearest - 1 : nearest
  }

  @inline(never)
  static func bicubic(
    _ picture: UnsafePointer<UInt8>, stride: Int, channels: Int, _ places: WarpPlaces,
    _ out: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    unsafe bicubic(picture, stride, channels, places, out, count)
  }

  @inline(never)
  static func bicubic(
    _ picture: UnsafePointer<UInt16>, stride: Int, channels: Int, _ places: WarpPlaces,
    _ out: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    unsafe bicubic(picture, stride, channels, places, out, count)
  }

  @inline(__always)
  private static func bicubic<S: WarpSample>(
    _ picture: UnsafePointer<S>, _ stride: Int, _ channels: Int, _ places: WarpPlaces,
    _ out: UnsafeMutablePointer<S>, _ count: Int
  ) {
    unsafe weigh(places, count)
    switch channels {
    case 1: unsafe bicubic(picture, stride, places, out, count, 1)
    case 2: unsafe bicubic(picture, stride, places, out, count, 2)
    case 3: unsafe bicubic(picture, stride, places, out, count, 3)
    default: unsafe bicubic(picture, stride, places, out, count, 4)
    }
  }

  /// Eight pixels at a time. Channels that there are not are some other's.
  @inline(__always)
  private static func bicubic<S: WarpSample>(
    _ picture: UnsafePointer<S>, _ stride: Int, _ places: WarpPlaces,
    _ out: UnsafeMutablePointer<S>, _ count: Int, _ channels: Int
  ) {
    var i = 0
    while i &+ 8 <= count {
      let w = unsafe places.weights + i
      let columns = unsafe (
        eight(w), eight(w + count), eight(w + 2 &* count), eight(w + 3 &* count)
      )
      let rows = unsafe w + 4 &* count
      let at = unsafe places.samples + i
      let p = unsafe picture - channels
      let a = unsafe means(p - stride, at, channels, columns, eight(rows))
      let b = unsafe means(p, at, channels, columns, eight(rows + count))
      let ab = (a.0 + b.0, a.1 + b.1, a.2 + b.2, a.3 + b.3)
      let c = unsafe means(p + stride, at, channels, columns, eight(rows + 2 &* count))
      let abc = (ab.0 + c.0, ab.1 + c.1, ab.2 + c.2, ab.3 + c.3)
      let d = unsafe means(
        p + 2 &* stride, at, channels, columns, eight(rows + 3 &* count))
      let sums = (abc.0 + d.0, abc.1 + d.1, abc.2 + d.2, abc.3 + d.3)
      unsafe S.store(sums, channels, out + i &* channels)
      i &+= 8
    }
    unsafe sums(picture, stride, channels, places, out, i..<count, count)
  }

  @inline(__always)
  private static func eight(_ p: UnsafePointer<Float>) -> Eight {
    unsafe UnsafeRawPointer(p).loadUnaligned(as: Eight.self)
  }

  /// Of four pixels side by side, weighted, times `weight`.
  @inline(__always)
  private static func means<S: WarpSample>(
    _ p: UnsafePointer<S>, _ at: UnsafePointer<Int>, _ channels: Int, _ w: Four, _ weight: Eight
  ) -> Four {
    let first = unsafe mean(p, at, channels, 0, w, weight)
    let second = unsafe channels > 1 ? mean(p, at, channels, 1, w, weight) : first
    let third = unsafe channels > 2 ? mean(p, at, channels, 2, w, weight) : first
    let fourth = unsafe channels > 3 ? mean(p, at, channels, 3, w, weight) : first
    return (first, second, third, fourth)
  }

  @inline(__always)
  private static func mean<S: WarpSample>(
    _ p: UnsafePointer<S>, _ at: UnsafePointer<Int>, _ channels: Int, _ channel: Int, _ w: Four,
    _ weight: Eight
  ) -> Eight {
    let left =
      unsafe S.samples(p, at, channels, 0, channel) * w.0
      + S.samples(p, at, channels, 1, channel) * w.1
    let right =
      unsafe S.samples(p, at, channels, 2, channel) * w.2
      + S.samples(p, at, channels, 3, channel) * w.3
    return (left + right) * weight
  }

  /// Weights of the pixels at −1, 0, 1 and 2 for a place `t` behind 0 (Catmull and Rom).
  private static func weigh(_ places: WarpPlaces, _ count: Int) {
    unsafe weigh(places.across, places.weights, count)
    unsafe weigh(places.down, places.weights + 4 &* count, count)
  }

  @inline(never)
  private static func weigh(
    _ distances: UnsafePointer<Float>, _ weights: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for i in 0..<count {
      let t = unsafe distances[i]
      let (t2, t3) = (t * t, t * t * t)
      unsafe weights[i] = (2 * t2 - t3 - t) / 2
      unsafe weights[count &+ i] = (3 * t3 - 5 * t2 + 2) / 2
      unsafe weights[2 &* count &+ i] = (4 * t2 - 3 * t3 + t) / 2
      unsafe weights[3 &* count &+ i] = (t3 - t2) / 2
    }
  }

  @inline(__always)
  private static func sums<S: WarpSample>(
    _ picture: UnsafePointer<S>, _ stride: Int, _ channels: Int, _ places: WarpPlaces,
    _ out: UnsafeMutablePointer<S>, _ range: Range<Int>, _ count: Int
  ) {
    let weights = unsafe places.weights
    for i in range {
      let from = unsafe picture + places.samples[i]
      for c in 0..<channels {
        var sum: Float = 0
        for j in 0..<4 {
          let row = unsafe from + (c &+ (j &- 1) &* stride)
          let left =
            unsafe Float(row[0 &- channels]) * weights[i] + Float(row[0]) * weights[count &+ i]
          let right =
            unsafe Float(row[channels]) * weights[2 &* count &+ i] + Float(row[2 &* channels])
            * weights[3 &* count &+ i]
          sum += unsafe weights[(4 &+ j) &* count &+ i] * (left + right)
        }
        unsafe out[i &* channels &+ c] = S.nearest(sum)
      }
    }
  }
}
