/// Exchanges of samples, for medians.
package protocol MedianKernels: SendableMetatype {
  /// Runs the steps of a network on planes that start `length` samples apart.
  @unsafe static func exchange(
    _ steps: UnsafeBufferPointer<ExchangeStep>, _ planes: UnsafeMutablePointer<UInt8>,
    length: Int, _ count: Int)
  @unsafe static func exchange(
    _ steps: UnsafeBufferPointer<ExchangeStep>, _ planes: UnsafeMutablePointer<UInt16>,
    length: Int, _ count: Int)

  /// The lowest, the middle and the highest of three samples, `length` apart in `sorted`.
  @unsafe static func sortThree(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ c: UnsafePointer<UInt8>,
    _ sorted: UnsafeMutablePointer<UInt8>, length: Int, _ count: Int)
  @unsafe static func sortThree(
    _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ c: UnsafePointer<UInt16>,
    _ sorted: UnsafeMutablePointer<UInt16>, length: Int, _ count: Int)

  /// Medians of three neighbouring columns that are sorted, the first of which is at the sample's own
  /// place and the others 1 to 4 channels further on, each.
  @unsafe static func median(
    _ sorted: UnsafePointer<UInt8>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func median(
    _ sorted: UnsafePointer<UInt16>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt16>, _ count: Int)

  /// For each of the values 16, 32 … 240 a plane of counts, `length` apart: `entering` samples below
  /// the value are added, `leaving` ones taken away.
  @unsafe static func slideBelow(
    _ planes: UnsafeMutablePointer<UInt8>, length: Int, _ entering: UnsafePointer<UInt8>,
    _ leaving: UnsafePointer<UInt8>, _ count: Int)

  /// Medians of square windows of at most 15 by 15: the largest value that no more than half of the
  /// window's samples lie below.
  @unsafe static func medianByCounting(
    _ window: CountedWindow, _ room: UnsafeMutablePointer<UInt8>,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int)
}

/// Windows whose medians are found by counting, each from its leftmost sample on.
@unsafe
package struct CountedWindow {
  /// As many as the window is high and wide.
  package let rows: UnsafeBufferPointer<UnsafePointer<UInt8>>
  /// Counts of each column, as `slideBelow` leaves them.
  package let planes: UnsafePointer<UInt8>
  package let length: Int
  package let channels: Int

  package init(
    rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, planes: UnsafePointer<UInt8>, length: Int,
    channels: Int
  ) {
    unsafe self.rows = rows
    unsafe self.planes = planes
    unsafe self.length = length
    unsafe self.channels = channels
  }
}

/// How many planes of counts there are.
package let countedPlanes = 15

/// A step of a sorting network: what happens to two planes of samples.
package struct ExchangeStep: Equatable, Sendable {
  package enum Kind: Sendable {
    /// Both results are wanted: the lower goes to `low`, the higher to `high`.
    case exchange
    /// Only the lower is, in `low`.
    case lower
    /// Only the higher is, in `high`.
    case upper
  }

  package var kind: Kind
  package var low, high: Int

  package init(kind: Kind, low: Int, high: Int) {
    self.kind = kind
    self.low = low
    self.high = high
  }
}
