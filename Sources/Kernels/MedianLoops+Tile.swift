import KernelTable

// Medians by threshold decomposition (Fitch, Coyle and Gallagher 1984): a median is not below a
// value where at most half of the window is. Whether it is, is asked for all pixels of a tile at
// once, since neighbours have much the same medians: a handful of values are enough to tell them
// apart. They are found from those that did in the row above, whose counts of each column need one
// row added and one taken away. Between two values that the same pixels pass no other has to be
// asked.
//
// What is asked are steps, of 1, 2, 4 … levels. The last bits, in which neighbours differ most, are
// found for each pixel by itself, by counting its whole window once a bit.
extension MedianLoops {
  // What a loop must know when it is compiled, and `MedianTiling` cannot tell it from another room.
  @inline(__always) static var width: Int { 64 }
  @inline(__always) static var smallColumns: Int { 96 }
  @inline(__always) static var stepsAtOnce: Int { 32 }

  static var compiledTiling: [Int] { [width, smallColumns, stepsAtOnce] }

  @inline(never)
  static func medianOfTile(
    _ tile: MedianTile, _ medians: UnsafeMutablePointer<UInt8>, resuming: Bool
  ) -> Bool {
    if !resuming {
      unsafe slide(tile)
      unsafe mark(tile, tile.steps + 1, Int(tile.steps[0]))
    }
    var left = stepsAtOnce
    let asked = unsafe ask(tile, &left)
    if left < 0 {
      // Held until the next call, all of them: then they are not new.
      unsafe (tile.steps + 1).update(from: tile.asked, count: asked)
      unsafe tile.steps[0] = UInt8(truncatingIfNeeded: asked)
      return false
    }
    var (first, second) = unsafe collect(tile, asked)
    if unsafe tile.fineBits > 0 {
      switch unsafe tile.side {
      case 7: unsafe refine(tile, 7, &first, &second)
      case 9: unsafe refine(tile, 9, &first, &second)
      case 11: unsafe refine(tile, 11, &first, &second)
      case 13: unsafe refine(tile, 13, &first, &second)
      default: unsafe refine(tile, 15, &first, &second)
      }
    }
    unsafe store(first, medians, 0)
    unsafe store(second, medians, 32)
    return true
  }

  /// Moves the counts of the steps that are held one row down.
  @inline(__always)
  private static func slide(_ tile: MedianTile) {
    let entering = unsafe tile.rows[tile.side &- 1] + tile.start
    let leaving = unsafe tile.leaving + tile.start
    let columns = unsafe tile.columns
    for k in unsafe 0..<Int(tile.steps[0]) {
      let step = unsafe Int(tile.steps[k &+ 1])
      let limit = unsafe tile.limit(step)
      let counts = unsafe tile.counts + step &* columns
      for i in stride(from: 0, to: columns, by: 32) {
        let moved = unsafe bytes(counts, i) &- below(entering, i, limit) &+ below(leaving, i, limit)
        unsafe store(moved, counts, i)
      }
    }
  }

  /// Counts a step's columns, each over all rows of the window.
  @inline(never)
  private static func count(_ tile: MedianTile, _ step: Int) {
    let limit = unsafe tile.limit(step)
    let counts = unsafe tile.counts + step &* tile.columns
    for i in unsafe stride(from: 0, to: tile.columns, by: 32) {
      var (even, odd) = (Bytes(repeating: 0), Bytes(repeating: 0))
      let start = unsafe tile.start &+ i
      var row = 0
      while unsafe row &+ 1 < tile.side {
        unsafe even &-= below(tile.rows[row], start, limit)
        unsafe odd &-= below(tile.rows[row &+ 1], start, limit)
        row &+= 2
      }
      unsafe even &-= below(tile.rows[row], start, limit)
      unsafe store(even &+ odd, counts, i)
    }
  }

  /// Goes through the steps that are held, which are marked, and asks between them what these leave
  /// open. How many there are then: they are in `tile.asked`, in ascending order.
  ///
  /// - Parameter left: how many new steps may be asked; below 0 if more would have been.
  @inline(__always)
  private static func ask(_ tile: MedianTile, _ left: inout Int) -> Int {
    let held = unsafe Int(tile.steps[0])
    var asked = 0
    var (last, passed) = (0, UInt8(width))
    for k in 0..<held {
      let step = unsafe Int(tile.steps[k &+ 1])
      let now = unsafe tile.passed[step]
      if now != passed && step &- last > 1 {
        asked = unsafe askBetween(tile, last, passed, step, now, asked, &left)
      }
      unsafe tile.asked[asked] = UInt8(truncatingIfNeeded: step)
      asked &+= 1
      (last, passed) = (step, now)
    }
    return unsafe askBetween(
      tile, last, passed, 256 &>> tile.fineBits, 0, asked, &left)
  }

  /// Asks the step between two that has the most trailing zeros, and so on as long as different
  /// pixels pass the two ends. It ends: what is between them gets fewer, eight times at most.
  private static func askBetween(
    _ tile: MedianTile, _ low: Int, _ passedLow: UInt8, _ high: Int, _ passedHigh: UInt8,
    _ asked: Int, _ left: inout Int
  ) -> Int {
    // Who passes a step passes all below it, so that equal numbers are the same pixels.
    if passedLow == passedHigh || high &- low < 2 { return asked }
    left &-= 1
    if left < 0 {
      left = -1
      return asked
    }
    let differing = (low ^ (high &- 1)).leadingZeroBitCount
    let step = (high &- 1) & ~((1 &<< (Int.bitWidth &- 1 &- differing)) &- 1)
    unsafe count(tile, step)
    var one = UInt8(truncatingIfNeeded: step)
    unsafe mark(tile, &one, 1)
    let passed = unsafe tile.passed[step]
    let before = unsafe askBetween(tile, low, passedLow, step, passed, asked, &left)
    unsafe tile.asked[before] = one
    return unsafe askBetween(tile, step, passed, high, passedHigh, before &+ 1, &left)
  }

  /// Adds up what each pixel passed, and holds the steps that told some pixels from others.
  @inline(__always)
  private static func collect(_ tile: MedianTile, _ count: Int) -> (Bytes, Bytes) {
    var (first, second) = (Bytes(repeating: 0), Bytes(repeating: 0))
    var (last, passed, change) = (0, UInt8(width), UInt8(0))
    var held = 0
    for k in 0..<count {
      let step = unsafe Int(tile.asked[k])
      let gain = unsafe Bytes(
        repeating: UInt8(truncatingIfNeeded: (step &- last) &<< tile.fineBits))
      let marks = unsafe UnsafePointer(tile.marks + step &* width)
      first &+= unsafe both(bytes(marks, 0), gain)
      second &+= unsafe both(bytes(marks, 32), gain)
      let now = unsafe tile.passed[step]
      // The one before is held if either side of it differs.
      held &+= k > 0 && change | (now ^ passed) != 0 ? 1 : 0
      unsafe tile.steps[held &+ 1] = UInt8(truncatingIfNeeded: step)
      (last, passed, change) = (step, now, now ^ passed)
    }
    held &+= count > 0 && change | passed != 0 ? 1 : 0
    unsafe tile.steps[0] = UInt8(truncatingIfNeeded: held)
    return (first, second)
  }

  /// Finds the last bits of medians whose others are known.
  @inline(__always)
  private static func refine(
    _ tile: MedianTile, _ side: Int, _ first: inout Bytes, _ second: inout Bytes
  ) {
    let half = Bytes(repeating: UInt8(truncatingIfNeeded: side &* side / 2))
    var bit = unsafe UInt8(1) &<< UInt8(truncatingIfNeeded: tile.fineBits &- 1)
    while bit > 0 {
      // Safe: vectors of the same size.
      let lower = unsafe unsafeBitCast(
        first &+ Bytes(repeating: bit &+ 128), to: SIMD32<Int8>.self)
      let higher = unsafe unsafeBitCast(
        second &+ Bytes(repeating: bit &+ 128), to: SIMD32<Int8>.self)
      var (a, b) = (Bytes(repeating: 0), Bytes(repeating: 0))
      for row in 0..<side {
        let samples = unsafe tile.rows[row] + tile.start
        for column in 0..<side {
          unsafe a &-= below(samples, column, lower)
          unsafe b &-= below(samples, column &+ 32, higher)
        }
      }
      first &+= both(notAbove(a, half), Bytes(repeating: bit))
      second &+= both(notAbove(b, half), Bytes(repeating: bit))
      bit &>>= 1
    }
  }
}

extension MedianTile {
  /// The value of a step, less 128 as the samples are.
  @inline(__always)
  fileprivate func limit(_ step: Int) -> SIMD32<Int8> {
    unsafe SIMD32(repeating: Int8(truncatingIfNeeded: (step &<< fineBits) ^ 0x80))
  }
}
