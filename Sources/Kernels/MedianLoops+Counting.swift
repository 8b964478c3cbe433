import KernelTable

// Medians by counting; counts stay below 256. Choices are between numbers that are added, not between
// places to read from: of those the compiler makes branches.
//
// The upper four bits of a median come from counts that are shared: how many samples of each column
// lie below 16, 32 …, added up along the row. The lower four are found one by one, for values that
// are each pixel's own: the whole window is counted four times. A sample then costs three instructions
// for as many pixels as a vector has bytes.
extension MedianLoops {
  @inline(never)
  static func slideBelow(
    _ planes: UnsafeMutablePointer<UInt8>, length: Int, _ entering: UnsafePointer<UInt8>,
    _ leaving: UnsafePointer<UInt8>, _ count: Int
  ) {
    for k in 0..<countedPlanes {
      let counts = unsafe planes + k &* length
      let value = UInt8(truncatingIfNeeded: 16 &* (k &+ 1))
      for i in 0..<count {
        let came: UInt8 = unsafe entering[i] < value ? 1 : 0
        let left: UInt8 = unsafe leaving[i] < value ? 1 : 0
        unsafe counts[i] = counts[i] &+ came &- left
      }
    }
  }

  @inline(never)
  static func medianByCounting(
    _ window: CountedWindow, _ room: UnsafeMutablePointer<UInt8>,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    let (rows, channels) = unsafe (window.rows, window.channels)
    let side = rows.count
    let half = UInt8(truncatingIfNeeded: side &* side / 2)
    let (trials, below) = unsafe (room, room + count)
    for i in 0..<count { unsafe medians[i] = 0 }
    for k in 0..<countedPlanes {
      for i in 0..<count { unsafe below[i] = 0 }
      let plane = unsafe window.planes + k &* window.length
      for first in stride(from: 0, to: side, by: 5) {
        let row = unsafe plane + first &* channels
        switch side &- first {
        case 1: unsafe add(1, row, channels, below, count)
        case 2: unsafe add(2, row, channels, below, count)
        case 3: unsafe add(3, row, channels, below, count)
        case 4: unsafe add(4, row, channels, below, count)
        default: unsafe add(5, row, channels, below, count)
        }
      }
      for i in 0..<count { unsafe medians[i] = medians[i] &+ (below[i] <= half ? 16 : 0) }
    }
    var bit: UInt8 = 8
    while bit > 0 {
      for i in 0..<count {
        unsafe trials[i] = medians[i] | bit
        unsafe below[i] = 0
      }
      for row in 0..<side {
        for first in stride(from: 0, to: side, by: 5) {
          let row = unsafe rows[row] + first &* channels
          switch side &- first {
          case 1: unsafe countBelow(1, row, channels, trials, below, count)
          case 2: unsafe countBelow(2, row, channels, trials, below, count)
          case 3: unsafe countBelow(3, row, channels, trials, below, count)
          case 4: unsafe countBelow(4, row, channels, trials, below, count)
          default: unsafe countBelow(5, row, channels, trials, below, count)
          }
        }
      }
      for i in 0..<count { unsafe medians[i] = medians[i] &+ (below[i] <= half ? bit : 0) }
      bit >>= 1
    }
  }

  // Several samples at a time, since reading and writing the sums costs as much as one of them.

  @inline(__always)
  private static func add(
    _ taps: Int, _ row: UnsafePointer<UInt8>, _ step: Int, _ sums: UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) {
    for i in 0..<count {
      var sum = unsafe sums[i] &+ row[i]
      if taps > 1 { unsafe sum &+= row[i &+ step] }
      if taps > 2 { unsafe sum &+= row[i &+ 2 &* step] }
      if taps > 3 { unsafe sum &+= row[i &+ 3 &* step] }
      if taps > 4 { unsafe sum &+= row[i &+ 4 &* step] }
      unsafe sums[i] = sum
    }
  }

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
