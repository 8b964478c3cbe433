// Medians of 5 by 5 samples in registers: columns are sorted, then rows, and what may still be the
// middle one is merged (A. Adams 2021). The compiler leaves out what nobody reads.
extension MedianLoops {
  @inline(__always)
  static func sortFiveRows<S: Comparable>(
    _ rows: UnsafeBufferPointer<UnsafePointer<S>>, _ start: Int, _ sorted: UnsafeMutablePointer<S>,
    _ length: Int, _ count: Int
  ) {
    let (p, q, r) = unsafe (rows[0] + start, rows[1] + start, rows[2] + start)
    let (s, t) = unsafe (rows[3] + start, rows[4] + start)
    for i in 0..<count {
      let column = unsafe ascending((p[i], q[i], r[i], s[i], t[i]))
      unsafe sorted[i] = column.0
      unsafe sorted[length &+ i] = column.1
      unsafe sorted[2 &* length &+ i] = column.2
      unsafe sorted[3 &* length &+ i] = column.3
      unsafe sorted[4 &* length &+ i] = column.4
    }
  }

  @inline(__always)
  static func fiveColumns<S: Comparable>(
    _ sorted: UnsafePointer<S>, _ length: Int, _ channels: Int, _ medians: UnsafeMutablePointer<S>,
    _ count: Int
  ) {
    switch channels {
    case 1: unsafe medianOfColumns(sorted, length, 1, medians, count)
    case 2: unsafe medianOfColumns(sorted, length, 2, medians, count)
    case 3: unsafe medianOfColumns(sorted, length, 3, medians, count)
    default: unsafe medianOfColumns(sorted, length, 4, medians, count)
    }
  }

  @inline(__always)
  private static func medianOfColumns<S: Comparable>(
    _ a: UnsafePointer<S>, _ length: Int, _ step: Int, _ medians: UnsafeMutablePointer<S>,
    _ count: Int
  ) {
    let (b, c) = unsafe (a + length, a + 2 &* length)
    let (d, e) = unsafe (a + 3 &* length, a + 4 &* length)
    for i in 0..<count {
      let (j, k) = (i &+ step, i &+ 2 &* step)
      let (l, m) = (i &+ 3 &* step, i &+ 4 &* step)
      unsafe medians[i] = middle(
        (a[i], a[j], a[k], a[l], a[m]), (b[i], b[j], b[k], b[l], b[m]),
        (c[i], c[j], c[k], c[l], c[m]), (d[i], d[j], d[k], d[l], d[m]),
        (e[i], e[j], e[k], e[l], e[m]))
    }
  }
}

private typealias Five<S> = (S, S, S, S, S)

/// Orders two samples.
@inline(__always)
private func exchange<S: Comparable>(_ a: inout S, _ b: inout S) {
  (a, b) = (lesser(a, b), greater(a, b))
}

/// Batcher's network.
@inline(__always)
private func ascending<S: Comparable>(_ five: Five<S>) -> Five<S> {
  var (a, b, c, d, e) = five
  exchange(&a, &b)
  exchange(&a, &c)
  exchange(&b, &c)
  exchange(&d, &e)
  exchange(&a, &d)
  exchange(&c, &d)
  exchange(&b, &e)
  exchange(&b, &c)
  exchange(&e, &d)
  return (a, b, c, e, d)
}

/// The middle one of 25 samples, given the lowest of each column, the second …, the highest.
@inline(__always)
private func middle<S: Comparable>(
  _ lowest: Five<S>, _ second: Five<S>, _ third: Five<S>, _ fourth: Five<S>, _ highest: Five<S>
) -> S {
  // The columns stay sorted, so that only these can be the middle one; six of the others are above
  // it and six below.
  var (_, _, _, a3, a4) = ascending(lowest)
  var (_, _, b2, b3, b4) = ascending(second)
  var (_, c1, c2, c3, _) = ascending(third)
  var (d0, d1, d2, _, _) = ascending(fourth)
  var (e0, e1, _, _, _) = ascending(highest)
  // The first three lists become a3, a4, b4, b3, b2, c2, c3, c1; the other two d0, d1, d2, e1, e0.
  exchange(&a3, &b2)
  exchange(&b4, &b2)
  exchange(&a4, &b3)
  exchange(&a4, &b4)
  exchange(&a3, &c1)
  exchange(&b2, &c1)
  exchange(&b4, &b2)
  exchange(&c3, &c1)
  exchange(&a4, &c2)
  exchange(&b3, &c2)
  exchange(&a4, &b4)
  exchange(&b3, &b2)
  exchange(&c2, &c3)
  exchange(&d2, &e0)
  exchange(&d1, &d2)
  exchange(&e1, &e0)
  return lesser(
    lesser(lesser(greater(a4, e0), greater(b4, e1)), lesser(greater(b3, d2), greater(b2, d1))),
    lesser(greater(c2, d0), c3))
}
