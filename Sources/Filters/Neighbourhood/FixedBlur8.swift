import Pixels

/// 8-bit samples in 16-bit fixed point, 128 steps a level: 255 · 128 · 2 just fits.
///
/// Products are cut off to a whole step. On average that loses half a step, which `start` adds
/// beforehand; what then remains is at most half a step for each product, so up to `widest` even
/// the worst case, in both passes, leaves flat areas exactly as they are.
struct FixedBlur8: BlurArithmetic {
  typealias Input = UInt8
  typealias Sum = UInt16

  /// The largest radius for which the error stays well below a level.
  static let widest = 40

  /// What cutting off loses on average, in steps.
  private let compensation: UInt16
  /// Each weight as a row of its own. The compiler turns `value · weight >> 16` into the one
  /// instruction that yields the upper half of a product only where it sees that both are 16 bits
  /// wide, which it does for what is loaded in the loop, but not for a constant kept outside it.
  private let weights: ScratchRow<UInt16>

  init(_ kernel: GaussianKernel) throws(ImageError) {
    compensation = UInt16((kernel.radius + 1) / 2)
    weights = try ScratchRow(
      count: GaussianKernel.paddedCount(radius: kernel.radius) * BlurTile.length, margin: 0)
    for (distance, weight) in kernel.fixedPairWeights.enumerated() {
      // Safe: there is a row of `length` for each of the kernel's distances.
      let row = unsafe weights.start + distance * BlurTile.length
      unsafe row.update(repeating: weight, count: BlurTile.length)
    }
  }

  static func bytes(radius: Int) -> Int {
    ScratchRow<UInt16>.bytes(
      count: GaussianKernel.paddedCount(radius: radius) * BlurTile.length, margin: 0)
  }

  @unsafe
  func start(_ sums: UnsafeMutablePointer<UInt16>, _ count: Int, _ centre: UnsafePointer<UInt8>) {
    let weight = unsafe weights.start
    for i in 0..<count {
      unsafe sums[i] = compensation &+ upperHalf(UInt16(centre[i]) &<< 8, weight[i])
    }
  }

  @unsafe
  func start(_ sums: UnsafeMutablePointer<UInt16>, _ count: Int, _ centre: UnsafePointer<UInt16>) {
    let weight = unsafe weights.start
    for i in 0..<count {
      unsafe sums[i] = compensation &+ upperHalf(centre[i] &<< 1, weight[i])
    }
  }

  @unsafe
  func add(
    _ sums: UnsafeMutablePointer<UInt16>, _ count: Int, _ pairs: ThreePairs<UInt8>, first: Int
  ) {
    let weight = unsafe weights.start + first * BlurTile.length
    let (a, b, c) = unsafe pairs.near
    let (d, e, f) = unsafe pairs.far
    for i in 0..<count {
      let one = unsafe upperHalf((UInt16(a[i]) &+ UInt16(d[i])) &<< 7, weight[i])
      let two = unsafe upperHalf(
        (UInt16(b[i]) &+ UInt16(e[i])) &<< 7, weight[i &+ BlurTile.length])
      let three = unsafe upperHalf(
        (UInt16(c[i]) &+ UInt16(f[i])) &<< 7, weight[i &+ 2 &* BlurTile.length])
      unsafe sums[i] = sums[i] &+ one &+ (two &+ three)
    }
  }

  @unsafe
  func add(
    _ sums: UnsafeMutablePointer<UInt16>, _ count: Int, _ pairs: ThreePairs<UInt16>, first: Int
  ) {
    let weight = unsafe weights.start + first * BlurTile.length
    let (a, b, c) = unsafe pairs.near
    let (d, e, f) = unsafe pairs.far
    for i in 0..<count {
      let one = unsafe upperHalf(a[i] &+ d[i], weight[i])
      let two = unsafe upperHalf(b[i] &+ e[i], weight[i &+ BlurTile.length])
      let three = unsafe upperHalf(c[i] &+ f[i], weight[i &+ 2 &* BlurTile.length])
      unsafe sums[i] = sums[i] &+ one &+ (two &+ three)
    }
  }

  @unsafe
  static func round(
    _ out: UnsafeMutablePointer<UInt8>, _ count: Int, _ sums: UnsafePointer<UInt16>
  ) {
    for i in 0..<count {
      unsafe out[i] = UInt8(truncatingIfNeeded: min((sums[i] &+ 64) &>> 7, 255))
    }
  }

  @unsafe
  static func sharpen(
    _ out: UnsafeMutablePointer<UInt8>, _ count: Int, _ original: UnsafePointer<UInt8>,
    _ sums: UnsafePointer<UInt16>, amount: Float, threshold: Float
  ) {
    let (amount, threshold) = (amount / 128, threshold * 128)
    for i in 0..<count {
      let sample = unsafe Int32(original[i])
      let difference = unsafe Float(sample &<< 7 &- Int32(sums[i]))
      let added = abs(difference) >= threshold ? difference : 0
      unsafe out[i] = UInt8(nearest: Float(sample) + amount * added)
    }
  }
}

/// `value · weight ÷ 65,536`, cut off.
@inline(__always)
private func upperHalf(_ value: UInt16, _ weight: UInt16) -> UInt16 {
  UInt16(truncatingIfNeeded: (UInt32(value) &* UInt32(weight)) &>> 16)
}
