/// Exchanges of samples, for medians.
package protocol MedianKernels: SendableMetatype {
  /// Runs the steps of a network on planes that start `length` samples apart.
  @unsafe static func exchange(
    _ steps: UnsafeBufferPointer<ExchangeStep>, _ planes: UnsafeMutablePointer<UInt16>,
    length: Int, _ count: Int)

  /// Medians of 3 by 3 samples, the leftmost of which are those of three rows from the `start`-th
  /// on, and the others 1 to 4 channels further on, each.
  @unsafe static func medianOfNine(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ start: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func medianOfNine(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ start: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt16>, _ count: Int)

  /// Samples of five rows, from the `start`-th on, in ascending order, `length` apart in `sorted`.
  @unsafe static func sortFive(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ start: Int,
    _ sorted: UnsafeMutablePointer<UInt8>, length: Int, _ count: Int)
  @unsafe static func sortFive(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ start: Int,
    _ sorted: UnsafeMutablePointer<UInt16>, length: Int, _ count: Int)

  /// Medians of five neighbouring columns that are sorted, the first of which is at the sample's
  /// own place and the others 1 to 4 channels further on, each.
  @unsafe static func medianOfFive(
    _ sorted: UnsafePointer<UInt8>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func medianOfFive(
    _ sorted: UnsafePointer<UInt16>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt16>, _ count: Int)

  /// Width, columns of small windows and steps at once, which must be those of `MedianTiling`: a
  /// loop that asked there would call a function.
  static var compiledTiling: [Int] { get }

  /// Medians of `MedianTiling.width` neighbours, in windows of 7 by 7 or more.
  ///
  /// - Parameter resuming: whether the last call was for the same tile and returned false. The
  ///   tile's room must not have been touched since.
  /// - Returns: false where it takes another call: `MedianTiling.stepsAtOnce` new steps were asked,
  ///   and medians are not known yet.
  @unsafe static func medianOfTile(
    _ tile: MedianTile, _ medians: UnsafeMutablePointer<UInt8>, resuming: Bool
  ) -> Bool

  /// Samples of 1 to 4 channels, less 128, each channel to a plane of its own, `length` apart.
  @unsafe static func takeApart(
    _ samples: UnsafePointer<UInt8>, channels: Int, _ planes: UnsafeMutablePointer<Int8>,
    length: Int, _ pixels: Int)

  /// Planes of 1 to 4 channels, `length` apart, to pixels.
  @unsafe static func putTogether(
    _ planes: UnsafePointer<UInt8>, length: Int, channels: Int,
    _ samples: UnsafeMutablePointer<UInt8>, _ pixels: Int)
}

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
