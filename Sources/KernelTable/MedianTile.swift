/// How medians are found together: the sizes of what a tile needs. Loops are compiled with the
/// first three; see `MedianKernels.compiledTiling`.
package enum MedianTiling {
  /// Neighbours whose medians are found together.
  package static let width = 64

  /// Columns that small windows' tiles cover.
  package static let smallColumns = 96

  /// New steps that are asked in one call at most, so that nothing has to be waited for long: each
  /// is counted over the whole window, which takes 1 µs where the window is 201 wide and vectors
  /// are short.
  package static let stepsAtOnce = 32

  /// Columns that the windows of a tile cover, in whole vectors; three for all small windows.
  package static func columns(side: Int) -> Int {
    side <= 15 ? smallColumns : (width + side - 1 + 31) / 32 * 32
  }

  package static func roomBytes(side: Int) -> Int {
    256 * width + 512 + sumsBytes(side: side) + levelsBytes(side: side)
  }

  /// Steps that windows wider than 15 are summed for together.
  static let lanes = 4

  /// Loops run up to 64 bytes over.
  static func planeLength(side: Int) -> Int { columns(side: side) + 64 }

  static func sumsBytes(side: Int) -> Int {
    side <= 15 ? 256 * columns(side: side) : lanes * planeLength(side: side)
  }

  /// Sums of 2, 4 … 128 groups, in two planes each.
  private static func levelsBytes(side: Int) -> Int { 8 * lanes * 2 * planeLength(side: side) }
}

/// Neighbouring windows of one channel, whose medians are found together; see `MedianLoops`.
///
/// Everything is stored, since loops do not call what is in another room.
@unsafe
package struct MedianTile {
  /// As many as the window is high; samples are less 128.
  package let rows: UnsafeBufferPointer<UnsafePointer<Int8>>
  package let side: Int
  /// The row that was the window's first before it moved down by one.
  package let leaving: UnsafePointer<Int8>
  /// Where the leftmost window begins, in all rows.
  package let start: Int
  package let columns: Int
  /// Bits of a median that are found for each pixel by itself; 0 for windows wider than 15.
  package let fineBits: Int
  /// Columns that are added up before their sums need 16 bits.
  package let group: Int
  /// How many samples of each column are below a step: `columns` for each step, and room for 64
  /// more behind the last. Those of the steps held are good for the rows as they were before.
  package let counts: UnsafeMutablePointer<UInt8>
  /// The number of steps that are held from row to row (and from call to call, of a tile that takes
  /// several), and those; 256 bytes. None at first.
  package let steps: UnsafeMutablePointer<UInt8>

  // What holds nothing between tiles.

  /// For each step, who passes it.
  package let marks: UnsafeMutablePointer<UInt8>
  /// For each step, how many do.
  package let passed: UnsafeMutablePointer<UInt8>
  /// The steps that were asked.
  package let asked: UnsafeMutablePointer<UInt8>
  package let sums: UnsafeMutablePointer<UInt8>
  /// The sums of 2, 4 … groups, `lanes` of each: a plane for even columns, and one for odd ones.
  package let levels: UnsafeMutablePointer<UInt8>
  package let planeLength: Int
  package let lanes: Int

  /// - Parameter room: `MedianTiling.roomBytes` of memory.
  package init(
    rows: UnsafeBufferPointer<UnsafePointer<Int8>>, leaving: UnsafePointer<Int8>, start: Int,
    fineBits: Int, counts: UnsafeMutablePointer<UInt8>, steps: UnsafeMutablePointer<UInt8>,
    room: UnsafeMutablePointer<UInt8>
  ) {
    unsafe self.rows = rows
    unsafe side = rows.count
    unsafe self.leaving = leaving
    unsafe self.start = start
    unsafe self.fineBits = fineBits
    unsafe self.counts = counts
    unsafe self.steps = steps
    unsafe columns = MedianTiling.columns(side: rows.count)
    // As large as bytes allow, and five at most: a larger one leaves more columns over than it
    // saves.
    unsafe group = max(min(255 / rows.count, 5), 1)
    unsafe marks = room
    unsafe passed = marks + 256 * MedianTiling.width
    unsafe asked = passed + 256
    unsafe sums = asked + 256
    unsafe levels = sums + MedianTiling.sumsBytes(side: rows.count)
    unsafe planeLength = MedianTiling.planeLength(side: rows.count)
    unsafe lanes = MedianTiling.lanes
  }
}
