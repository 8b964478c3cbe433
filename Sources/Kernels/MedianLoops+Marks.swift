import KernelTable

// Which pixels of a tile pass a step: sums of a window's columns, against half of the window.
extension MedianLoops {
  /// Marks the pixels whose median is not below a step with 255, and counts them.
  @inline(never)
  static func mark(_ tile: MedianTile, _ steps: UnsafePointer<UInt8>, _ count: Int) {
    switch unsafe tile.side {
    case 7: unsafe markSmall(tile, steps, count, 1, 7, 0)
    case 9: unsafe markSmall(tile, steps, count, 3, 3, 0)
    case 11: unsafe markSmall(tile, steps, count, 3, 3, 2)
    case 13: unsafe markSmall(tile, steps, count, 3, 4, 1)
    case 15: unsafe markSmall(tile, steps, count, 3, 5, 0)
    default:
      for first in unsafe stride(from: 0, to: count, by: tile.lanes) {
        unsafe markLarge(tile, steps + first, min(count &- first, tile.lanes))
      }
    }
  }

  /// Windows of fewer than 256 samples: `groups` sums of `group` columns, and a `rest` of columns.
  ///
  /// All sums of groups come first. Reading across what has just been written waits for it to reach
  /// the cache, so other steps' work stands between.
  @inline(__always)
  private static func markSmall(
    _ tile: MedianTile, _ steps: UnsafePointer<UInt8>, _ count: Int, _ group: Int, _ groups: Int,
    _ rest: Int
  ) {
    let side = group &* groups &+ rest
    let half = Bytes(repeating: UInt8(truncatingIfNeeded: side &* side / 2))
    let columns = smallColumns
    if group > 1 {
      for k in 0..<count {
        let counts = unsafe UnsafePointer(tile.counts + Int(steps[k]) &* columns)
        unsafe addUp(group, counts, tile.sums + k &* columns, columns)
      }
    }
    for k in 0..<count {
      let step = unsafe Int(steps[k])
      let counts = unsafe UnsafePointer(tile.counts + step &* columns)
      let sums = unsafe group > 1 ? UnsafePointer(tile.sums + k &* columns) : counts
      var passed = Bytes(repeating: 0)
      for i in stride(from: 0, to: width, by: 32) {
        var total = unsafe taps(groups, sums, i, group)
        if rest > 0 { total &+= unsafe taps(rest, counts, i &+ groups &* group, 1) }
        let mark = notAbove(total, half)
        unsafe store(mark, tile.marks + step &* width, i)
        passed &-= mark
      }
      unsafe tile.passed[step] = sum(passed)
    }
  }

  /// Larger windows, whose sums need 16 bits: sums of a group of columns, of two, four … groups,
  /// and of those that make up the window. Words of even and of odd columns are apart, which saves
  /// widening across a vector; both are addressed by the column.
  @inline(__always)
  private static func markLarge(_ tile: MedianTile, _ steps: UnsafePointer<UInt8>, _ count: Int) {
    let (side, group) = unsafe (tile.side, tile.group)
    let length = unsafe tile.planeLength
    let reach = width &+ side
    for k in 0..<count {
      let counts = unsafe UnsafePointer(tile.counts + Int(steps[k]) &* tile.columns)
      unsafe addUpGroup(group, counts, tile.sums + k &* length, reach &- group &+ 1)
    }
    for k in 0..<count {
      let sums = unsafe UnsafePointer(tile.sums + k &* length)
      let (even, odd) = unsafe (levelSums(tile, 1, k), levelSums(tile, 1, k) + length)
      for i in stride(from: 0, to: reach &- 2 &* group, by: 32) {
        unsafe store(everySecond(sums, i) &+ everySecond(sums, i &+ group), even, i)
        unsafe store(everySecond(sums, i &+ 1) &+ everySecond(sums, i &+ 1 &+ group), odd, i)
      }
    }
    var (unit, level) = (2 &* group, 1)
    while 4 &* unit <= side {
      for k in 0..<count {
        let from = unsafe UnsafePointer(levelSums(tile, level, k))
        let to = unsafe levelSums(tile, level &+ 1, k)
        for i in stride(from: 0, to: reach &- 2 &* unit, by: 32) {
          let j = i &+ length
          unsafe store(words(from, i) &+ words(from, i &+ unit), to, i)
          unsafe store(words(from, j) &+ words(from, j &+ unit), to, j)
        }
      }
      unit &*= 2
      level &+= 1
    }
    for k in 0..<count {
      var passed = Bytes(repeating: 0)
      for i in stride(from: 0, to: width, by: 32) {
        let mark = unsafe marks(tile, Int(steps[k]), k, i, unit, level)
        unsafe store(mark, tile.marks + Int(steps[k]) &* width, i)
        passed &-= mark
      }
      unsafe tile.passed[Int(steps[k])] = sum(passed)
    }
  }

  /// What 32 pixels from the i-th on are marked with.
  @inline(__always)
  private static func marks(
    _ tile: MedianTile, _ step: Int, _ k: Int, _ i: Int, _ largest: Int, _ levels: Int
  ) -> Bytes {
    let (side, group, length) = unsafe (tile.side, tile.group, tile.planeLength)
    var (even, odd) = (Words(repeating: 0), Words(repeating: 0))
    var (unit, level, column) = (largest, levels, i)
    let end = i &+ side
    while level > 0 {
      while end &- column >= unit {
        let sums = unsafe UnsafePointer(levelSums(tile, level, k))
        even &+= unsafe words(sums, column)
        odd &+= unsafe words(sums, length &+ column)
        column &+= unit
      }
      unit /= 2
      level &-= 1
    }
    while end &- column >= group {
      let sums = unsafe UnsafePointer(tile.sums + k &* length)
      even &+= unsafe everySecond(sums, column)
      odd &+= unsafe everySecond(sums, column &+ 1)
      column &+= group
    }
    let counts = unsafe UnsafePointer(tile.counts + step &* tile.columns)
    while column < end {
      even &+= unsafe everySecond(counts, column)
      odd &+= unsafe everySecond(counts, column &+ 1)
      column &+= 1
    }
    let half = Words(repeating: UInt16(truncatingIfNeeded: side &* side / 2))
    return either(both(notAbove(even, half), lowBytes), both(notAbove(odd, half), highBytes))
  }

  /// The sums of 2, 4 … groups are at level 1, 2 …
  @inline(__always)
  private static func levelSums(
    _ tile: MedianTile, _ level: Int, _ lane: Int
  ) -> UnsafeMutablePointer<UInt8> {
    unsafe tile.levels + ((level &- 1) &* tile.lanes &+ lane) &* 2 &* tile.planeLength
  }

  /// Sums of as many neighbouring columns as a group has.
  @inline(__always)
  private static func addUpGroup(
    _ group: Int, _ counts: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<UInt8>, _ end: Int
  ) {
    switch group {
    case 1: unsafe addUp(1, counts, sums, end)
    case 2: unsafe addUp(2, counts, sums, end)
    case 3: unsafe addUp(3, counts, sums, end)
    case 4: unsafe addUp(4, counts, sums, end)
    default: unsafe addUp(5, counts, sums, end)
    }
  }

  @inline(__always)
  private static func addUp(
    _ group: Int, _ counts: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<UInt8>, _ end: Int
  ) {
    for i in stride(from: 0, to: end, by: 32) { unsafe store(taps(group, counts, i, 1), sums, i) }
  }

  @inline(__always)
  private static func taps(
    _ number: Int, _ p: UnsafePointer<UInt8>, _ i: Int, _ distance: Int
  ) -> Bytes {
    var total = unsafe bytes(p, i)
    for k in 1..<number { total &+= unsafe bytes(p, i &+ k &* distance) }
    return total
  }
}
