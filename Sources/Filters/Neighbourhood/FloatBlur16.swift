import Pixels

/// 16-bit samples in single precision.
struct FloatBlur16: BlurArithmetic {
  typealias Input = UInt16
  typealias Sum = Float

  /// For each distance, and 0 for those that only fill up.
  private let weights: [Float]

  init(_ kernel: GaussianKernel) {
    let padding = GaussianKernel.paddedCount(radius: kernel.radius) - kernel.radius - 1
    weights = kernel.pairWeights + Array(repeating: 0, count: padding)
  }

  static func bytes(radius: Int) -> Int {
    GaussianKernel.paddedCount(radius: radius) * MemoryLayout<Float>.stride
  }

  @unsafe
  func start(_ sums: UnsafeMutablePointer<Float>, _ count: Int, _ centre: UnsafePointer<UInt16>) {
    let weight = 2 * weights[0]
    for i in 0..<count { unsafe sums[i] = Float(Int32(centre[i])) * weight }
  }

  @unsafe
  func start(_ sums: UnsafeMutablePointer<Float>, _ count: Int, _ centre: UnsafePointer<Float>) {
    let weight = 2 * weights[0]
    for i in 0..<count { unsafe sums[i] = centre[i] * weight }
  }

  @unsafe
  func add(
    _ sums: UnsafeMutablePointer<Float>, _ count: Int, _ pairs: ThreePairs<UInt16>, first: Int
  ) {
    let (r, s, t) = (weights[first], weights[first + 1], weights[first + 2])
    let (a, b, c) = unsafe pairs.near
    let (d, e, f) = unsafe pairs.far
    for i in 0..<count {
      let one = unsafe Float(Int32(a[i]) &+ Int32(d[i])) * r
      let two = unsafe Float(Int32(b[i]) &+ Int32(e[i])) * s
      let three = unsafe Float(Int32(c[i]) &+ Int32(f[i])) * t
      unsafe sums[i] += one + (two + three)
    }
  }

  @unsafe
  func add(
    _ sums: UnsafeMutablePointer<Float>, _ count: Int, _ pairs: ThreePairs<Float>, first: Int
  ) {
    let (r, s, t) = (weights[first], weights[first + 1], weights[first + 2])
    let (a, b, c) = unsafe pairs.near
    let (d, e, f) = unsafe pairs.far
    for i in 0..<count {
      let one = unsafe (a[i] + d[i]) * r
      let two = unsafe (b[i] + e[i]) * s
      let three = unsafe (c[i] + f[i]) * t
      unsafe sums[i] += one + (two + three)
    }
  }

  @unsafe
  static func round(
    _ out: UnsafeMutablePointer<UInt16>, _ count: Int, _ sums: UnsafePointer<Float>
  ) {
    for i in 0..<count { unsafe out[i] = UInt16(nearest: sums[i]) }
  }

  @unsafe
  static func sharpen(
    _ out: UnsafeMutablePointer<UInt16>, _ count: Int, _ original: UnsafePointer<UInt16>,
    _ sums: UnsafePointer<Float>, amount: Float, threshold: Float
  ) {
    for i in 0..<count {
      let sample = unsafe Float(Int32(original[i]))
      let difference = unsafe sample - sums[i]
      let added = abs(difference) >= threshold ? difference : 0
      unsafe out[i] = UInt16(nearest: sample + amount * added)
    }
  }
}
