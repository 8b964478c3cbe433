import KernelTable

enum ExtremeLoops: ExtremeKernels {
  @inline(never)
  static func smaller(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) {
    unsafe combine(a, b, out, count) { min($0, $1) }
  }

  @inline(never)
  static func larger(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) {
    unsafe combine(a, b, out, count) { max($0, $1) }
  }

  @inline(never)
  static func smaller(
    _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ out: UnsafeMutablePointer<UInt16>,
    _ count: Int
  ) {
    unsafe combine(a, b, out, count) { min($0, $1) }
  }

  @inline(never)
  static func larger(
    _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ out: UnsafeMutablePointer<UInt16>,
    _ count: Int
  ) {
    unsafe combine(a, b, out, count) { max($0, $1) }
  }

  /// The compiler's vectors are for rows that do not overlap, which it asks before the loop; so
  /// where `out` is `a` it must know that it is one row.
  @inline(__always)
  private static func combine<S>(
    _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, _ out: UnsafeMutablePointer<S>, _ count: Int,
    _ choose: (S, S) -> S
  ) {
    if unsafe UnsafePointer(out) == a {
      for i in 0..<count { unsafe out[i] = choose(out[i], b[i]) }
    } else {
      for i in 0..<count { unsafe out[i] = choose(a[i], b[i]) }
    }
  }
}
