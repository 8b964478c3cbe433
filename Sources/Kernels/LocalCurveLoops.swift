import KernelTable

enum LocalCurveLoops: LocalCurveKernels {
  /// Looking up is one loop and arithmetic another, which vectors can then do. The words wait where
  /// the numbers will be.
  @inline(never)
  static func change(
    _ tones: UnsafePointer<UInt8>, _ corners: UnsafePointer<UInt32>,
    across: UnsafePointer<Float>, down: Float, _ to: UnsafeMutablePointer<Float>, _ n: Int
  ) {
    for x in 0..<n { unsafe to[x] = Float(bitPattern: corners[Int(tones[x])]) }
    for x in 0..<n {
      let word = unsafe Int32(bitPattern: to[x].bitPattern)
      unsafe to[x] =
        mean(
          Float(word & 255), Float((word &>> 8) & 255), Float((word &>> 16) & 255),
          Float((word &>> 24) & 255), across[x], down) - Float(tones[x])
    }
  }

  @inline(never)
  static func change(
    _ tones: UnsafePointer<UInt16>, _ corners: CurveCorners, across: UnsafePointer<Float>,
    down: Float, _ to: UnsafeMutablePointer<Float>, _ n: Int
  ) {
    let (above, below) = unsafe (corners.above, corners.below)
    for x in 0..<n {
      let tone = unsafe Int(tones[x])
      unsafe to[x] =
        mean(
          Float(above.left[tone]), Float(above.right[tone]), Float(below.left[tone]),
          Float(below.right[tone]), across[x], down) - Float(tone)
    }
  }

  @inline(__always)
  private static func mean(
    _ a: Float, _ b: Float, _ c: Float, _ d: Float, _ across: Float, _ down: Float
  ) -> Float {
    let upper = a * (1 - across) + b * across
    let lower = c * (1 - across) + d * across
    return upper * (1 - down) + lower * down
  }

  @inline(never)
  static func add(
    _ changes: UnsafePointer<Float>, _ samples: UnsafeMutablePointer<UInt8>, channels: Int,
    _ n: Int
  ) {
    unsafe add(changes, samples, channels, n) { nearest8(Float($0) + $1) }
  }

  @inline(never)
  static func add(
    _ changes: UnsafePointer<Float>, _ samples: UnsafeMutablePointer<UInt16>, channels: Int,
    _ n: Int
  ) {
    unsafe add(changes, samples, channels, n) { nearest16(Float($0) + $1) }
  }

  /// Alpha is written back, so that whole vectors are.
  @unsafe
  @inline(__always)
  private static func add<S>(
    _ changes: UnsafePointer<Float>, _ samples: UnsafeMutablePointer<S>, _ channels: Int,
    _ n: Int, _ sum: (S, Float) -> S
  ) {
    switch channels {
    case 1:
      for x in 0..<n { unsafe samples[x] = sum(samples[x], changes[x]) }
    case 2:
      for x in 0..<n {
        let at = unsafe samples + 2 &* x
        let alpha = unsafe at[1]
        unsafe at[0] = sum(at[0], changes[x])
        unsafe at[1] = alpha
      }
    case 3:
      for x in 0..<n {
        let at = unsafe samples + 3 &* x
        unsafe at[0] = sum(at[0], changes[x])
        unsafe at[1] = sum(at[1], changes[x])
        unsafe at[2] = sum(at[2], changes[x])
      }
    default:
      for x in 0..<n {
        let at = unsafe samples + 4 &* x
        let alpha = unsafe at[3]
        unsafe at[0] = sum(at[0], changes[x])
        unsafe at[1] = sum(at[1], changes[x])
        unsafe at[2] = sum(at[2], changes[x])
        unsafe at[3] = alpha
      }
    }
  }
}
