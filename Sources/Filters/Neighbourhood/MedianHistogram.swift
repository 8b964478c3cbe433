import Pixels

/// The median of a window that slides along a row, from a histogram of the samples in it.
///
/// At each step one column of samples goes out and one comes in; the median is then searched from
/// where it last was, since it seldom moves far. A second, coarse histogram lets the search jump
/// where it does: 16 bins of 16 levels at 8 bits, 256 of 256 at 16 bits.
@safe
final class MedianHistogram {
  private let shift: Int
  private let levels: Int
  private let fine: ScratchRow<UInt16>
  private let coarse: ScratchRow<UInt16>
  /// Samples in the window that lie below the median or, while samples change, below `median`.
  private var below = 0
  private var median = 0
  /// Samples below the true median.
  private let half: Int

  /// - Parameter radius: at most 127, so that a count fits 16 bits.
  init(radius: Int, _ depth: SampleDepth) throws(ImageError) {
    precondition(radius <= 127, "window too large to count")
    shift = depth == .eight ? 4 : 8
    levels = depth.maximum + 1
    half = (2 * radius + 1) * (2 * radius + 1) / 2
    fine = try ScratchRow(count: levels, margin: 0)
    coarse = try ScratchRow(count: levels >> shift, margin: 0)
  }

  static func bytes(_ depth: SampleDepth) -> Int {
    let levels = depth.maximum + 1
    return ScratchRow<UInt16>.bytes(count: levels, margin: 0)
      + ScratchRow<UInt16>.bytes(count: depth == .eight ? levels >> 4 : levels >> 8, margin: 0)
  }

  /// Forgets all samples.
  func clear() {
    // Safe, here and below: every sample is below `levels`, and a window has at most 65,025.
    unsafe fine.start.update(repeating: 0, count: levels)
    unsafe coarse.start.update(repeating: 0, count: levels >> shift)
    below = 0
    median = 0
  }

  @inline(__always)
  func add(_ sample: Int) {
    unsafe fine.start[sample] &+= 1
    unsafe coarse.start[sample &>> shift] &+= 1
    if sample < median { below &+= 1 }
  }

  @inline(__always)
  func remove(_ sample: Int) {
    unsafe fine.start[sample] &-= 1
    unsafe coarse.start[sample &>> shift] &-= 1
    if sample < median { below &-= 1 }
  }

  /// The median of a full window.
  @inline(__always)
  func find() -> Int {
    let bin = 1 &<< shift
    while below > half {
      let jump = unsafe Int(coarse.start[max(median &- bin, 0) &>> shift])
      if median & (bin &- 1) == 0 && below &- jump > half {
        median &-= bin
        below &-= jump
      } else {
        median &-= 1
        below &-= unsafe Int(fine.start[median])
      }
    }
    while true {
      let jump = unsafe Int(coarse.start[median &>> shift])
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
