// Medians of 3 by 3 samples in registers.
extension MedianLoops {
  @inline(__always)
  static func nine<S: Comparable>(
    _ rows: UnsafeBufferPointer<UnsafePointer<S>>, _ start: Int, _ channels: Int,
    _ medians: UnsafeMutablePointer<S>, _ count: Int
  ) {
    // Distances that are known when compiled need no check for overlap.
    switch channels {
    case 1: unsafe nineApart(rows, start, 1, medians, count)
    case 2: unsafe nineApart(rows, start, 2, medians, count)
    case 3: unsafe nineApart(rows, start, 3, medians, count)
    default: unsafe nineApart(rows, start, 4, medians, count)
    }
  }

  /// Sorting each column three times takes less than writing it down and reading it three times.
  /// The median of nine is that of the highest of the lowest, the middle of the middle and the
  /// lowest of the highest.
  @inline(__always)
  private static func nineApart<S: Comparable>(
    _ rows: UnsafeBufferPointer<UnsafePointer<S>>, _ start: Int, _ step: Int,
    _ medians: UnsafeMutablePointer<S>, _ count: Int
  ) {
    let (a, b, c) = unsafe (rows[0] + start, rows[1] + start, rows[2] + start)
    for i in 0..<count {
      let (j, k) = (i &+ step, i &+ 2 &* step)
      let (low0, mid0, high0) = unsafe ascending(a[i], b[i], c[i])
      let (low1, mid1, high1) = unsafe ascending(a[j], b[j], c[j])
      let (low2, mid2, high2) = unsafe ascending(a[k], b[k], c[k])
      unsafe medians[i] = middle(
        greater(greater(low0, low1), low2), middle(mid0, mid1, mid2),
        lesser(lesser(high0, high1), high2))
    }
  }

  @inline(__always)
  private static func ascending<S: Comparable>(_ a: S, _ b: S, _ c: S) -> (S, S, S) {
    let (low, high) = (lesser(b, c), greater(b, c))
    let rest = greater(a, low)
    return (lesser(a, low), lesser(rest, high), greater(rest, high))
  }

  @inline(__always)
  private static func middle<S: Comparable>(_ a: S, _ b: S, _ c: S) -> S {
    greater(lesser(a, b), lesser(greater(a, b), c))
  }
}
