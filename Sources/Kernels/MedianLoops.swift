import KernelTable

enum MedianLoops: MedianKernels {}

// What is called has a type of sample; what does the work is generic and always inlined, so that no
// function for both builds' types remains.
extension MedianLoops {
  @inline(never)
  static func medianOfNine(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ start: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int
  ) { unsafe nine(rows, start, channels, medians, count) }

  @inline(never)
  static func sortFive(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ start: Int,
    _ sorted: UnsafeMutablePointer<UInt8>, length: Int, _ count: Int
  ) { unsafe sortFiveRows(rows, start, sorted, length, count) }

  @inline(never)
  static func medianOfFive(
    _ sorted: UnsafePointer<UInt8>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int
  ) { unsafe fiveColumns(sorted, length, channels, medians, count) }

  @inline(never)
  static func medianOfNine(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ start: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt16>, _ count: Int
  ) { unsafe nine(rows, start, channels, medians, count) }

  @inline(never)
  static func sortFive(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ start: Int,
    _ sorted: UnsafeMutablePointer<UInt16>, length: Int, _ count: Int
  ) { unsafe sortFiveRows(rows, start, sorted, length, count) }

  @inline(never)
  static func medianOfFive(
    _ sorted: UnsafePointer<UInt16>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt16>, _ count: Int
  ) { unsafe fiveColumns(sorted, length, channels, medians, count) }

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
          unsafe low[i] = lesser(a, b)
          unsafe high[i] = greater(a, b)
        }
      case .lower:
        for i in 0..<count { unsafe low[i] = lesser(low[i], high[i]) }
      case .upper:
        for i in 0..<count { unsafe high[i] = greater(low[i], high[i]) }
      }
    }
  }
}

// Those of the standard library are called, and not inlined, where there are many.

@inline(__always)
func lesser<S: Comparable>(_ a: S, _ b: S) -> S { b < a ? b : a }

@inline(__always)
func greater<S: Comparable>(_ a: S, _ b: S) -> S { b < a ? a : b }
