import KernelTable

enum CurveLoops: CurveKernels {
  @inline(never)
  static func shift(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ shift: ByteShift, _ n: Int
  ) {
    unsafe change(samples, channels, n) { sample in
      let flipped = sample ^ shift.flip
      let low = flipped > shift.low ? flipped : shift.low
      return (low < shift.high ? low : shift.high) &+ shift.offset
    }
  }

  @inline(never)
  static func step(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ step: ByteStep, _ n: Int
  ) {
    unsafe change(samples, channels, n) { $0 < step.level ? step.below : step.from }
  }

  @inline(never)
  static func line(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ line: ByteLine, _ n: Int
  ) {
    unsafe change(samples, channels, n) { sample in
      let value = Float(sample) * line.slope + line.start
      let low = value > line.low ? value : line.low
      return nearest8(low < line.high ? low : line.high)
    }
  }

  @unsafe
  @inline(__always)
  private static func change(
    _ samples: UnsafeMutablePointer<UInt8>, _ channels: Int, _ n: Int, _ curve: (UInt8) -> UInt8
  ) {
    switch channels {
    case 2: unsafe change(samples, alpha: 1, n, curve)
    case 4: unsafe change(samples, alpha: 3, n, curve)
    default:
      for i in 0..<n { unsafe samples[i] = curve(samples[i]) }
    }
  }

  /// Alpha goes through the curve, too, and is then put back: in blocks, so that the compiler knows
  /// where it stands.
  ///
  /// - Parameter alpha: the last channel's number, whose bits are all ones.
  @unsafe
  @inline(__always)
  private static func change(
    _ samples: UnsafeMutablePointer<UInt8>, alpha: Int, _ n: Int, _ curve: (UInt8) -> UInt8
  ) {
    var first = 0
    while first &+ 64 <= n {
      let block = unsafe samples + first
      for i in 0..<64 {
        let sample = unsafe block[i]
        unsafe block[i] = i & alpha == alpha ? sample : curve(sample)
      }
      first &+= 64
    }
    for i in first..<n where i & alpha != alpha { unsafe samples[i] = curve(samples[i]) }
  }
}
