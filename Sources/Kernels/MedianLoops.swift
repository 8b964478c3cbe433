import KernelTable

enum MedianLoops: MedianKernels {}

// 8 bits.
extension MedianLoops {
  @inline(never)
  static func exchange(
    _ steps: UnsafeBufferPointer<ExchangeStep>, _ planes: UnsafeMutablePointer<UInt8>,
    length: Int, _ count: Int
  ) {
    for index in 0..<steps.count {
      let step = unsafe steps[index]
      let low = unsafe planes + step.low &* length
      let high = unsafe planes + step.high &* length
      switch step.kind {
      case .exchange:
        for i in 0..<count {
          let (a, b) = unsafe (low[i], high[i])
          unsafe low[i] = min(a, b)
          unsafe high[i] = max(a, b)
        }
      case .lower:
        for i in 0..<count { unsafe low[i] = min(low[i], high[i]) }
      case .upper:
        for i in 0..<count { unsafe high[i] = max(low[i], high[i]) }
      }
    }
  }

  @inline(never)
  static func sortThree(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ c: UnsafePointer<UInt8>,
    _ sorted: UnsafeMutablePointer<UInt8>, length: Int, _ count: Int
  ) {
    let (middle, highest) = unsafe (sorted + length, sorted + 2 &* length)
    for i in 0..<count {
      let (x, y, z) = unsafe (a[i], b[i], c[i])
      let (low, high) = (min(y, z), max(y, z))
      let rest = max(x, low)
      unsafe sorted[i] = min(x, low)
      unsafe middle[i] = min(rest, high)
      unsafe highest[i] = max(rest, high)
    }
  }

  @inline(never)
  static func median(
    _ sorted: UnsafePointer<UInt8>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    // Distances that are known when compiled need no check for overlap.
    switch channels {
    case 1: unsafe medianOfColumns(sorted, length, 1, medians, count)
    case 2: unsafe medianOfColumns(sorted, length, 2, medians, count)
    case 3: unsafe medianOfColumns(sorted, length, 3, medians, count)
    default: unsafe medianOfColumns(sorted, length, 4, medians, count)
    }
  }

  /// The median of nine is that of the highest of the lowest, the middle of the middle and the lowest
  /// of the highest.
  @inline(__always)
  private static func medianOfColumns(
    _ low: UnsafePointer<UInt8>, _ length: Int, _ step: Int, _ medians: UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) {
    let (mid, high) = unsafe (low + length, low + 2 &* length)
    for i in 0..<count {
      let lowest = unsafe max(max(low[i], low[i &+ step]), low[i &+ 2 &* step])
      let highest = unsafe min(min(high[i], high[i &+ step]), high[i &+ 2 &* step])
      let middle = unsafe middleOfThree(mid[i], mid[i &+ step], mid[i &+ 2 &* step])
      unsafe medians[i] = middleOfThree(lowest, middle, highest)
    }
  }

  @inline(__always)
  private static func middleOfThree(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> UInt8 {
    max(min(a, b), min(max(a, b), c))
  }
}

// 16 bits: the same.
extension MedianLoops {
  @inline(never)
  static func exchange(
    _ steps: UnsafeBufferPointer<ExchangeStep>, _ planes: UnsafeMutablePointer<UInt16>,
    length: Int, _ count: Int
  ) {
    for index in 0..<steps.count {
      let step = unsafe steps[index]
      let low = unsafe planes + step.low &* length
      let high = unsafe planes + step.high &* length
      switch step.kind {
      case .exchange:
        for i in 0..<count {
          let (a, b) = unsafe (low[i], high[i])
          unsafe low[i] = min(a, b)
          unsafe high[i] = max(a, b)
        }
      case .lower:
        for i in 0..<count { unsafe low[i] = min(low[i], high[i]) }
      case .upper:
        for i in 0..<count { unsafe high[i] = max(low[i], high[i]) }
      }
    }
  }

  @inline(never)
  static func sortThree(
    _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ c: UnsafePointer<UInt16>,
    _ sorted: UnsafeMutablePointer<UInt16>, length: Int, _ count: Int
  ) {
    let (middle, highest) = unsafe (sorted + length, sorted + 2 &* length)
    for i in 0..<count {
      let (x, y, z) = unsafe (a[i], b[i], c[i])
      let (low, high) = (min(y, z), max(y, z))
      let rest = max(x, low)
      unsafe sorted[i] = min(x, low)
      unsafe middle[i] = min(rest, high)
      unsafe highest[i] = max(rest, high)
    }
  }

  @inline(never)
  static func median(
    _ sorted: UnsafePointer<UInt16>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    // Distances that are known when compiled need no check for overlap.
    switch channels {
    case 1: unsafe medianOfColumns(sorted, length, 1, medians, count)
    case 2: unsafe medianOfColumns(sorted, length, 2, medians, count)
    case 3: unsafe medianOfColumns(sorted, length, 3, medians, count)
    default: unsafe medianOfColumns(sorted, length, 4, medians, count)
    }
  }

  /// The median of nine is that of the highest of the lowest, the middle of the middle and the lowest
  /// of the highest.
  @inline(__always)
  private static func medianOfColumns(
    _ low: UnsafePointer<UInt16>, _ length: Int, _ step: Int,
    _ medians: UnsafeMutablePointer<UInt16>,
    _ count: Int
  ) {
    let (mid, high) = unsafe (low + length, low + 2 &* length)
    for i in 0..<count {
      let lowest = unsafe max(max(low[i], low[i &+ step]), low[i &+ 2 &* step])
      let highest = unsafe min(min(high[i], high[i &+ step]), high[i &+ 2 &* step])
      let middle = unsafe middleOfThree(mid[i], mid[i &+ step], mid[i &+ 2 &* step])
      unsafe medians[i] = middleOfThree(lowest, middle, highest)
    }
  }

  @inline(__always)
  private static func middleOfThree(_ a: UInt16, _ b: UInt16, _ c: UInt16) -> UInt16 {
    max(min(a, b), min(max(a, b), c))
  }
}
