import KernelTable

// Medians by counting. There is no branch, and a sample costs three instructions for as many pixels
// as a vector has bytes; counts stay below 256.
extension MedianLoops {
  @inline(never)
  static func medianByBits(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, channels: Int,
    _ room: UnsafeMutablePointer<UInt8>, _ medians: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    let side = rows.count
    let half = UInt8(truncatingIfNeeded: side &* side / 2)
    let (trials, below) = unsafe (room, room + count)
    for i in 0..<count { unsafe medians[i] = 0 }
    var bit: UInt8 = 128
    while bit > 0 {
      for i in 0..<count {
        unsafe trials[i] = medians[i] | bit
        unsafe below[i] = 0
      }
      for row in 0..<side {
        var first = unsafe rows[row]
        var left = side
        while left >= 5 {
          unsafe countBelow(5, first, channels, trials, below, count)
          unsafe first += 5 &* channels
          left &-= 5
        }
        switch left {
        case 4: unsafe countBelow(4, first, channels, trials, below, count)
        case 3: unsafe countBelow(3, first, channels, trials, below, count)
        case 2: unsafe countBelow(2, first, channels, trials, below, count)
        case 1: unsafe countBelow(1, first, channels, trials, below, count)
        default: break
        }
      }
      for i in 0..<count { unsafe medians[i] = below[i] <= half ? trials[i] : medians[i] }
      bit >>= 1
    }
  }

  /// Several samples at a time, since reading and writing the counts costs as much as one of them.
  @inline(__always)
  private static func countBelow(
    _ taps: Int, _ row: UnsafePointer<UInt8>, _ step: Int, _ trials: UnsafePointer<UInt8>,
    _ below: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count {
      let trial = unsafe trials[i]
      var found = unsafe below[i] &+ (row[i] < trial ? 1 : 0)
      if taps > 1 { unsafe found &+= row[i &+ step] < trial ? 1 : 0 }
      if taps > 2 { unsafe found &+= row[i &+ 2 &* step] < trial ? 1 : 0 }
      if taps > 3 { unsafe found &+= row[i &+ 3 &* step] < trial ? 1 : 0 }
      if taps > 4 { unsafe found &+= row[i &+ 4 &* step] < trial ? 1 : 0 }
      unsafe below[i] = found
    }
  }
}
