import KernelTable

enum ExtremeLoops: ExtremeKernels {
  @inline(never)
  static func smaller(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) {
    for i in 0..<count { unsafe out[i] = min(a[i], b[i]) }
  }

  @inline(never)
  static func larger(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) {
    for i in 0..<count { unsafe out[i] = max(a[i], b[i]) }
  }

  @inline(never)
  static func smaller(
    _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ out: UnsafeMutablePointer<UInt16>,
    _ count: Int
  ) {
    for i in 0..<count { unsafe out[i] = min(a[i], b[i]) }
  }

  @inline(never)
  static func larger(
    _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ out: UnsafeMutablePointer<UInt16>,
    _ count: Int
  ) {
    for i in 0..<count { unsafe out[i] = max(a[i], b[i]) }
  }
}
