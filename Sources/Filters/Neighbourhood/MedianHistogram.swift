import Pixels

/// The median of a window of 16-bit samples that slides along a row, from a histogram of the
/// samples in it.
///
/// At each step one column of samples goes out and one comes in; the median is then searched from
/// where it last was, since it seldom moves far. A second, coarse histogram lets the search jump
/// where it does: 256 bins of 256 levels.
@safe
final class MedianHistogram {
  private static let levels = 65_536
  private static var shift: Int { 8 }
  private let fine: ScratchRow<UInt16>
  private let coarse: ScratchRow<UInt16>
  /// Samples in the window that lie below the median or, while samples change, below `median`.
  private var below = 0
  private var median = 0
  /// Samples below the true median.
  private let half: Int

  /// - Parameter radius: at most 127, so that a count fits 16 bits.
  init(radius: Int) throws(ImageError) {
    precondition(radius <= 127, "window too large to count")
    half = (2 * radius + 1) * (2 * radius + 1) / 2
    fine = try ScratchRow(count: Self.levels, margin: 0)
    coarse = try ScratchRow(count: Self.levels >> Self.shift, margin: 0)
  }

  static var bytes: Int {
    ScratchRow<UInt16>.bytes(count: levels, margin: 0)
      + ScratchRow<UInt16>.bytes(count: levels >> shift, margin: 0)
  }

  /// Forgets all samples.
  func clear() {
    // Safe, here and below: every sample is one of the levels, and a window has at most 65,025.
    unsafe fine.start.update(repeating: 0, count: Self.levels)
    unsafe coarse.start.update(repeating: 0, count: Self.levels >> Self.shift)
    below = 0
    median = 0
  }

  @inline(__always)
  func add(_ sample: Int) {
    unsafe fine.start[sample] &+= 1
    unsafe coarse.start[sample &>> Self.shift] &+= 1
    if sample < median { below &+= 1 }
  }

  @inline(__always)
  func remove(_ sample: Int) {
    unsafe fine.start[sample] &-= 1
    unsafe coarse.start[sample &>> Self.shift] &-= 1
    if sample < median { below &-= 1 }
  }

  /// The median of a full window.
  @inline(__always)
  func find() -> Int {
    let bin = 1 &<< Self.shift
    while below > half {
      let jump = unsafe Int(coarse.start[max(median &- bin, 0) &>> Self.shift])
      if median & (bin &- 1) == 0 && below &- jump > half {
        median &-= bin
        below &-= jump
      } else {
        median &-= 1
        below &-= unsafe Int(fine.start[median])
      }
    }
    while true {
      let jump = unsafe Int(coarse.start[median &>> Self.shift])
      if median & (bin &- 1) == 0 && below &+ jump <= half {
        median &+= bin
        below &+= jump
        continue
      }
      let count = unsafe Int(fine.start[median])
      if below &+ count > half { return median }
      median &+= 1
      below &+= count
    }
  }
}
