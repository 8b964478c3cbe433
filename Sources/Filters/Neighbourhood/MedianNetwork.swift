import KernelTable

/// A fixed list of exchanges that brings the median of a square window to a known place.
///
/// It works on planes of samples, each plane holding one position of the window for a whole run of
/// pixels, so that every exchange is a plain loop of minima and maxima. The order of work:
///
/// 1. The columns of the window are sorted. That is shared by all windows a column belongs to, so
///    it is a network of its own, `columns`.
/// 2. The rows of equal rank are sorted. The columns stay sorted, and now the sample at rank i of
///    rank row j has (i + 1)(j + 1) samples that are not above it, itself included: most of the
///    window's corners cannot be the median.
/// 3. What remains, as many low candidates as high ones dropped, is merged until the middle one is
///    known.
///
/// Exchanges that do not bear on the median are then left out, and of those that bear on it with
/// one of their results, only that one is worked out. Sorting and merging are Batcher's (Knuth,
/// The Art of Computer Programming 3, 5.3.4); sorting columns first and rows next follows Adams,
/// Fast median filters using separable sorting networks, 2021.
struct MedianNetwork {
  typealias Step = ExchangeStep

  /// Window side, odd.
  let side: Int
  /// Sorts `side` planes.
  let columns: [Step]
  /// The planes those are then in, from lowest to highest.
  let ranks: [Int]
  /// Finds the median among `side²` planes; rank row i of column j is plane `i · side + j`.
  let window: [Step]
  /// The plane the median ends up in.
  let median: Int

  init(radius: Int) {
    let side = 2 * radius + 1
    self.side = side
    var columnSteps: [Step] = []
    ranks = Self.sort(Array(0..<side), &columnSteps)
    columns = columnSteps

    var steps: [Step] = []
    let middle = (side * side + 1) / 2
    var lists: [[Int]] = []
    for i in 0..<side {
      let row = Self.sort((0..<side).map { i * side + $0 }, &steps)
      let candidates = (0..<side).filter { j in
        (i + 1) * (j + 1) <= middle && (side - i) * (side - j) <= middle
      }
      lists.append(candidates.map { row[$0] })
    }
    // The shortest first, so that the long merges, which cost most, are few.
    while lists.count > 1 {
      lists.sort { $0.count > $1.count }
      let one = lists.removeLast()
      let other = lists.removeLast()
      lists.append(Self.merge(one, other, &steps))
    }
    median = lists[0][lists[0].count / 2]
    window = Self.pruned(steps, wanted: median)
  }

  /// Sorts wires; returns them from lowest to highest.
  private static func sort(_ wires: [Int], _ steps: inout [Step]) -> [Int] {
    if wires.count < 2 { return wires }
    let half = (wires.count + 1) / 2
    let first = sort(Array(wires[..<half]), &steps)
    let second = sort(Array(wires[half...]), &steps)
    return merge(first, second, &steps)
  }

  /// Merges two sorted lists of wires; returns all of them from lowest to highest.
  private static func merge(_ a: [Int], _ b: [Int], _ steps: inout [Step]) -> [Int] {
    if a.isEmpty || b.isEmpty { return a + b }
    if a.count == 1 && b.count == 1 {
      steps.append(Step(kind: .exchange, low: a[0], high: b[0]))
      return [a[0], b[0]]
    }
    func every(_ wires: [Int], from first: Int) -> [Int] {
      stride(from: first, to: wires.count, by: 2).map { wires[$0] }
    }
    let outer = merge(every(a, from: 0), every(b, from: 0), &steps)
    let inner = merge(every(a, from: 1), every(b, from: 1), &steps)
    // The lowest of all leads; then each of `inner` stands next to one of `outer`, in either order.
    var merged = [outer[0]]
    for i in 0..<max(inner.count, outer.count - 1) {
      switch (i < inner.count, i + 1 < outer.count) {
      case (true, true):
        steps.append(Step(kind: .exchange, low: inner[i], high: outer[i + 1]))
        merged += [inner[i], outer[i + 1]]
      case (true, false): merged.append(inner[i])
      case (false, _): merged.append(outer[i + 1])
      }
    }
    return merged
  }

  /// The steps that bear on one wire, going back from the end.
  private static func pruned(_ steps: [Step], wanted: Int) -> [Step] {
    var live: Set<Int> = [wanted]
    var kept: [Step] = []
    for var step in steps.reversed() {
      switch (live.contains(step.low), live.contains(step.high)) {
      case (false, false): continue
      case (true, false): step.kind = .lower
      case (false, true): step.kind = .upper
      case (true, true): step.kind = .exchange
      }
      live.formUnion([step.low, step.high])
      kept.append(step)
    }
    return kept.reversed()
  }
}
