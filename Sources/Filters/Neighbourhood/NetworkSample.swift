import Pixels

/// A sample that a network can exchange, with the loops that do it.
///
/// Each works in place on two planes of `count` samples that do not overlap.
protocol NetworkSample: Sample {
  /// Leaves the lower samples in `low` and the higher in `high`.
  @unsafe static func exchange(
    _ low: UnsafeMutablePointer<Self>, _ high: UnsafeMutablePointer<Self>, _ count: Int)
  /// Leaves the lower samples in `low`.
  @unsafe static func lower(
    _ low: UnsafeMutablePointer<Self>, _ high: UnsafeMutablePointer<Self>, _ count: Int)
  /// Leaves the higher samples in `high`.
  @unsafe static func upper(
    _ low: UnsafeMutablePointer<Self>, _ high: UnsafeMutablePointer<Self>, _ count: Int)
}

extension NetworkSample {
  /// Runs a step on planes that start `length` samples apart.
  @unsafe
  @inline(__always)
  static func run(
    _ step: MedianNetwork.Step, _ planes: UnsafeMutablePointer<Self>, _ length: Int, _ count: Int
  ) {
    let low = unsafe planes + step.low * length
    let high = unsafe planes + step.high * length
    switch step.kind {
    case .exchange: unsafe exchange(low, high, count)
    case .lower: unsafe lower(low, high, count)
    case .upper: unsafe upper(low, high, count)
    }
  }
}

extension UInt8: NetworkSample {
  @unsafe
  static func exchange(
    _ low: UnsafeMutablePointer<UInt8>, _ high: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count {
      let (a, b) = unsafe (low[i], high[i])
      unsafe low[i] = Swift.min(a, b)
      unsafe high[i] = Swift.max(a, b)
    }
  }

  @unsafe
  static func lower(
    _ low: UnsafeMutablePointer<UInt8>, _ high: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count { unsafe low[i] = Swift.min(low[i], high[i]) }
  }

  @unsafe
  static func upper(
    _ low: UnsafeMutablePointer<UInt8>, _ high: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count { unsafe high[i] = Swift.max(low[i], high[i]) }
  }
}

extension UInt16: NetworkSample {
  @unsafe
  static func exchange(
    _ low: UnsafeMutablePointer<UInt16>, _ high: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    for i in 0..<count {
      let (a, b) = unsafe (low[i], high[i])
      unsafe low[i] = Swift.min(a, b)
      unsafe high[i] = Swift.max(a, b)
    }
  }

  @unsafe
  static func lower(
    _ low: UnsafeMutablePointer<UInt16>, _ high: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    for i in 0..<count { unsafe low[i] = Swift.min(low[i], high[i]) }
  }

  @unsafe
  static func upper(
    _ low: UnsafeMutablePointer<UInt16>, _ high: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    for i in 0..<count { unsafe high[i] = Swift.max(low[i], high[i]) }
  }
}
