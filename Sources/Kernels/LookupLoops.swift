import KernelTable

enum LookupLoops: LookupKernels {
  @inline(never)
  static func lookUp(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ tables: UnsafePointer<UInt8>,
    step: Int, _ n: Int
  ) {
    unsafe lookUp(samples, channels, tables, step, n) { Int($0) }
  }

  @inline(never)
  static func lookUp(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ tables: UnsafePointer<UInt16>,
    step: Int, _ n: Int
  ) {
    unsafe lookUp(samples, channels, tables, step, n) { Int($0) }
  }

  @unsafe
  @inline(__always)
  private static func lookUp<S>(
    _ samples: UnsafeMutablePointer<S>, _ channels: Int, _ tables: UnsafePointer<S>, _ step: Int,
    _ n: Int, _ index: (S) -> Int
  ) {
    if channels == 1 || channels == 3 && step == 0 {
      for i in 0..<n { unsafe samples[i] = tables[index(samples[i])] }
    } else if channels == 2 {
      for x in 0..<n / 2 { unsafe samples[2 &* x] = tables[index(samples[2 &* x])] }
    } else {
      for x in 0..<n / channels {
        let at = unsafe samples + channels &* x
        unsafe at[0] = tables[index(at[0])]
        unsafe at[1] = tables[step &+ index(at[1])]
        unsafe at[2] = tables[2 &* step &+ index(at[2])]
      }
    }
  }
}
