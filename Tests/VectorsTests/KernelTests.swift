import KernelTable
import TestSupport
import Testing
import Vectors

/// Each loop in all its builds, on the same noise: the same bytes. What the bytes have to be, the
/// tests of filters and codecs say.
@Suite(
  .enabled(if: Vectors.available.count > 1, "this processor runs the baseline's loops only"))
struct KernelTests {
  static let lengths = [1, 37, 300, 1501]
  /// A window's side, and the bits that fine counts are kept of.
  static let tiles = [
    (7, 4), (9, 3), (11, 3), (13, 2), (15, 1), (15, 0), (17, 0), (53, 0), (201, 0),
  ]

  /// Lets every build fill a row, and compares.
  func compare<T: BitwiseCopyable & Equatable>(
    _ name: String, _ row: @autoclosure () -> Noise<T>,
    _ fill: (KernelTable, UnsafeMutablePointer<T>) -> Void
  ) {
    let untouched = row().elements
    let results = Vectors.available.map { vectors in
      let row = row()
      unsafe fill(vectors.kernels, row.start)
      return row.elements
    }
    for result in results.dropFirst() { #expect(result == results[0], "\(name)") }
    // A few elements may be the same by chance.
    if untouched.count > 30 { #expect(results[0] != untouched, "\(name) did nothing") }
  }

  // Where a table keeps addresses of noise, the noise must be kept alive to the end of the test.

  @Test(arguments: lengths) func blur(_ n: Int) {
    let (levels8, levels16) = (Noise<UInt8>(n, seed: 1), Noise<UInt16>(n, seed: 2))
    let steps = Noise<UInt16>(n, seed: 3, below: 32_641)
    let numbers = Noise<Float>(n, seed: 4, upTo: 65_535)
    let near = Noise<Int>(7, seed: 5) { -Int($0 % 40) }
    let far = Noise<Int>(7, seed: 6) { Int($0 % 40) }
    let weights = Noise<UInt16>(7 * blurWeightRepeats, seed: 7, below: 4000)
    let shares = Noise<Float>(7 * blurWeightRepeats, seed: 8, upTo: 0.1)
    let fixed = unsafe BlurTaps<UInt16>(
      near: near.start, far: far.start, weights: weights.start, count: 7, start: 3)
    let single = unsafe BlurTaps<Float>(
      near: near.start, far: far.start, weights: shares.start, count: 7, start: 0)
    let to16 = { Noise<UInt16>(n, seed: 9) }
    let toNumbers = { Noise<Float>(n, seed: 9, upTo: 1) }
    unsafe compare("pairs of levels", to16()) { k, to in
      unsafe k.blur.sumPairs(levels8.start, to, n, fixed)
    }
    unsafe compare("pairs of steps", to16()) { k, to in
      unsafe k.blur.sumPairs(steps.start, to, n, fixed)
    }
    unsafe compare("singles", to16()) { k, to in unsafe k.blur.sumSingles(steps.start, to, n, fixed)
    }
    unsafe compare("pairs 8", toNumbers()) { k, to in
      unsafe k.blur.sumPairs(levels8.start, to, n, single)
    }
    unsafe compare("pairs 16", toNumbers()) { k, to in
      unsafe k.blur.sumPairs(levels16.start, to, n, single)
    }
    unsafe compare("pairs of numbers", toNumbers()) { k, to in
      unsafe k.blur.sumPairs(numbers.start, to, n, single)
    }
    withExtendedLifetime((near, far, weights, shares)) {}
  }

  @Test(arguments: lengths) func endOfABlur(_ n: Int) {
    let (levels8, levels16) = (Noise<UInt8>(n, seed: 1), Noise<UInt16>(n, seed: 2))
    let steps = Noise<UInt16>(n, seed: 3, below: 32_641)
    let numbers = Noise<Float>(n, seed: 4, upTo: 65_535)
    let to8 = { Noise<UInt8>(n, seed: 9) }
    let to16 = { Noise<UInt16>(n, seed: 9) }
    unsafe compare("round steps", to8()) { k, to in unsafe k.blur.round(steps.start, to, n) }
    unsafe compare("round 8", to8()) { k, to in unsafe k.blur.round(numbers.start, to, n) }
    unsafe compare("round 16", to16()) { k, to in unsafe k.blur.round(numbers.start, to, n) }
    unsafe compare("sharpen steps", to8()) { k, to in
      unsafe k.blur.sharpen(levels8.start, steps.start, to, n, amount: 0.7, threshold: 9)
    }
    unsafe compare("sharpen 8", to8()) { k, to in
      unsafe k.blur.sharpen(levels8.start, numbers.start, to, n, amount: 0.001, threshold: 9)
    }
    unsafe compare("sharpen 16", to16()) { k, to in
      unsafe k.blur.sharpen(levels16.start, numbers.start, to, n, amount: 0.7, threshold: 9)
    }
  }

  @Test(arguments: lengths, 1...4) func box(_ n: Int, _ channels: Int) {
    let (a8, b8) = (Noise<UInt8>(n, seed: 1), Noise<UInt8>(n, seed: 2))
    let (a16, b16) = (Noise<UInt16>(n, seed: 1), Noise<UInt16>(n, seed: 2))
    let sums = Noise<UInt32>(n, seed: 3)
    let nothing = Noise<UInt32>(n, seed: 3) { _ in 0 }
    let wide = Noise<UInt64>(n, seed: 4) { $0 % 1_000_000 }
    let zero = Noise<UInt64>(n, seed: 4) { _ in 0 }
    let pixels = max(n / channels, 1)
    let to8 = { Noise<UInt8>(n, seed: 9) }
    unsafe compare("slide 8", Noise<UInt32>(n, seed: 9)) { k, to in
      unsafe k.box.slide(to, a8.start, b8.start, n)
    }
    unsafe compare("slide 16", Noise<UInt32>(n, seed: 9)) { k, to in
      unsafe k.box.slide(to, a16.start, b16.start, n)
    }
    unsafe compare("add 8 and 16", Noise<UInt32>(n, seed: 9)) { k, to in
      let before = Noise<UInt32>(n, seed: 9)
      unsafe k.box.add(a8.start, to, n)
      unsafe k.box.add(a16.start, to, n)
      let isRight = (0..<n).allSatisfy {
        unsafe to[$0] == before.start[$0] + UInt32(a8.start[$0]) + UInt32(a16.start[$0])
      }
      #expect(isRight)
    }
    unsafe compare("total", Noise<UInt32>(n, seed: 9)) { k, to in
      unsafe k.box.total(sums.start, to, pixels, channels: channels)
    }
    unsafe compare("wide total", Noise<UInt64>(n, seed: 9) { $0 % 1000 }) { k, to in
      unsafe k.box.total(sums.start, to, pixels, channels: channels)
    }
    unsafe compare("mean", to8()) { k, to in
      unsafe k.box.mean(sums.start, nothing.start, Float(1.0 / 121), to, n)
    }
    unsafe compare("mean by doubles", to8()) { k, to in
      unsafe k.box.mean(sums.start, nothing.start, 1.0 / 121, to, n)
    }
    unsafe compare("wide mean", Noise<UInt16>(n, seed: 9)) { k, to in
      unsafe k.box.mean(wide.start, zero.start, 1.0 / 121, to, n)
    }
  }

  @Test(arguments: lengths, 1...4) func median(_ n: Int, _ channels: Int) {
    let bytes = (0..<5).map { Noise<UInt8>(n, seed: UInt64($0)) }
    let words = (0..<5).map { Noise<UInt16>(n, seed: UInt64($0)) }
    let steps: [ExchangeStep] = [
      .init(kind: .exchange, low: 0, high: 1), .init(kind: .lower, low: 1, high: 2),
      .init(kind: .upper, low: 0, high: 2),
    ]
    unsafe steps.withUnsafeBufferPointer { steps in
      unsafe compare("exchange", Noise<UInt16>(3 * n, seed: 9)) { k, to in
        unsafe k.median.exchange(steps, to, length: n, n)
      }
    }
    let (sorted8, sorted16) = (Noise<UInt8>(5 * n, seed: 5), Noise<UInt16>(5 * n, seed: 5))
    let starts8 = unsafe bytes.map { unsafe UnsafePointer($0.start) }
    let starts16 = unsafe words.map { unsafe UnsafePointer($0.start) }
    unsafe starts8.withUnsafeBufferPointer { rows in
      unsafe compare("sort 8", Noise<UInt8>(5 * n, seed: 9)) { k, to in
        unsafe k.median.sortFive(rows, 0, to, length: n, n)
      }
      unsafe compare("nine 8", Noise<UInt8>(n, seed: 9)) { k, to in
        unsafe k.median.medianOfNine(rows, 0, channels: channels, to, n)
      }
    }
    unsafe starts16.withUnsafeBufferPointer { rows in
      unsafe compare("sort 16", Noise<UInt16>(5 * n, seed: 9)) { k, to in
        unsafe k.median.sortFive(rows, 0, to, length: n, n)
      }
      unsafe compare("nine 16", Noise<UInt16>(n, seed: 9)) { k, to in
        unsafe k.median.medianOfNine(rows, 0, channels: channels, to, n)
      }
    }
    unsafe compare("median 8", Noise<UInt8>(n, seed: 9)) { k, to in
      unsafe k.median.medianOfFive(sorted8.start, length: n, channels: channels, to, n)
    }
    unsafe compare("median 16", Noise<UInt16>(n, seed: 9)) { k, to in
      unsafe k.median.medianOfFive(sorted16.start, length: n, channels: channels, to, n)
    }
    unsafe compare("take apart", Noise<Int8>(channels * n, seed: 9)) { k, to in
      unsafe k.median.takeApart(
        sorted8.start, channels: channels, to, length: n, min(n, 3 * n / channels))
    }
    unsafe compare("put together", Noise<UInt8>(channels * n, seed: 9)) { k, to in
      unsafe k.median.putTogether(bytes[0].start, length: 2, channels: channels, to, n)
    }
    withExtendedLifetime((bytes, words)) {}
  }

  /// A network of minima and maxima that is right for all columns of zeros and ones is right for
  /// all columns (Knuth, The Art of Computer Programming 3, 5.3.4).
  @Test func medianOfZerosAndOnes() {
    // The numbers of ones in five columns, from none to all, in every combination, one after the
    // other.
    let ones = (0..<7776).flatMap { window in
      [1, 6, 36, 216, 1296].map { window / $0 % 6 }
    }
    let n = ones.count
    let columns = Noise<UInt8>(5 * n, seed: 1) { _ in 0 }
    for (i, count) in ones.enumerated() {
      for rank in 5 - count..<5 { unsafe columns.start[rank * n + i] = 1 }
    }
    for vectors in Vectors.available {
      let medians = Noise<UInt8>(n, seed: 2)
      unsafe vectors.kernels.median.medianOfFive(
        columns.start, length: n, channels: 1, medians.start, n)
      let found = medians.elements
      for first in stride(from: 0, to: n, by: 5) {
        let above = ones[first..<first + 5].reduce(0, +)
        #expect(found[first] == (above > 12 ? 1 : 0))
      }
    }
  }

  @Test func tilesAreAsLargeAsLoopsAreMadeFor() {
    let sizes = [MedianTiling.width, MedianTiling.smallColumns, MedianTiling.stepsAtOnce]
    for vectors in Vectors.available {
      #expect(vectors.kernels.median.compiledTiling == sizes)
    }
  }

  /// From one row to the next, since counts are kept.
  @Test(arguments: tiles)
  func medianOfTile(_ side: Int, _ fineBits: Int) {
    // Neighbours are alike, and rows too.
    let rows = (0...side).map { y in
      Noise<Int8>(MedianTiling.columns(side: side), seed: UInt64(y)) {
        Int8(truncatingIfNeeded: Int($0 % 60) - y)
      }
    }
    let starts = unsafe rows.map { unsafe UnsafePointer($0.start) }
    unsafe compare("median of a tile", Noise<UInt8>(2 * MedianTiling.width, seed: 9)) { k, to in
      let counts = Noise<UInt8>(256 * MedianTiling.columns(side: side), seed: 6)
      let steps = Noise<UInt8>(256, seed: 7) { _ in 0 }
      let room = Noise<UInt8>(MedianTiling.roomBytes(side: side), seed: 8)
      for y in 0...1 {
        unsafe starts[y..<y + side].withUnsafeBufferPointer { rows in
          let tile = unsafe MedianTile(
            rows: rows, leaving: starts[0], start: 0, fineBits: fineBits, counts: counts.start,
            steps: steps.start, room: room.start)
          var isOpen = false
          repeat {
            let held = unsafe steps.start[0]
            isOpen = unsafe !k.median.medianOfTile(
              tile, to + y * MedianTiling.width, resuming: isOpen)
            if isOpen {
              #expect(unsafe Int(steps.start[0]) == Int(held) + MedianTiling.stepsAtOnce)
            }
          } while isOpen
        }
      }
      withExtendedLifetime((counts, steps, room)) {}
    }
    withExtendedLifetime(rows) {}
  }

  @Test(arguments: lengths, 1...4) func averages(_ n: Int, _ channels: Int) {
    let plane = n + 20
    let planes = Noise<Float>(5 * plane, seed: 1, upTo: 3)
    let (a, b) = (Noise<Float>(n, seed: 2, upTo: 3), Noise<Float>(n, seed: 3, upTo: 3))
    let taps = [-9, 3, 11].map {
      unsafe BilateralTap(row: planes.start + $0, weight: FallingExponential.gain)
    }
    let means = Noise<Float>(8 * channels, seed: 4, upTo: 1)
    let centre = unsafe BilateralCentre(
      row: planes.start, planeStride: plane, channels: channels, inverseScale: 80,
      means: means.start)
    unsafe taps.withUnsafeBufferPointer { taps in
      unsafe compare("bilateral 8", Noise<UInt8>(n * channels, seed: 9)) { k, to in
        unsafe k.average.bilateral(centre, taps, to, 0..<n)
      }
      unsafe compare("bilateral 16", Noise<UInt16>(n * channels, seed: 9)) { k, to in
        unsafe k.average.bilateral(centre, taps, to, 0..<n)
      }
    }
    let to = { Noise<Float>(n, seed: 9, upTo: 1) }
    unsafe compare("squares", to()) { k, to in
      unsafe k.average.addSquares(a.start, b.start, -1, to, n)
    }
    unsafe compare("weigh", to()) { k, to in
      let total = Noise<Float>(n, seed: 8, upTo: 1)
      unsafe k.average.weigh(a.start, edge: 7, unit: 0.05, total.start, to, n)
    }
    unsafe compare("weighted", to()) { k, to in
      unsafe k.average.addWeighted(a.start, b.start, planes.start, to, n)
    }
    withExtendedLifetime((planes, means)) {}
  }

  @Test(arguments: lengths) func extremes(_ n: Int) {
    let bytes = (0..<3).map { Noise<UInt8>(n, seed: UInt64($0)) }
    let words = (0..<3).map { Noise<UInt16>(n, seed: UInt64($0)) }
    let to8 = { Noise<UInt8>(n, seed: 9) }
    let to16 = { Noise<UInt16>(n, seed: 9) }
    unsafe compare("smaller 8", to8()) { k, to in
      unsafe k.extreme.smaller(bytes[0].start, bytes[1].start, to, n)
    }
    unsafe compare("larger 8", to8()) { k, to in
      unsafe k.extreme.larger(bytes[0].start, bytes[1].start, to, n)
    }
    // In place.
    unsafe compare("smaller 8", to8()) { k, to in
      unsafe k.extreme.smaller(to, bytes[1].start, to, n)
    }
    unsafe compare("larger 16", to16()) { k, to in
      unsafe k.extreme.larger(to, words[1].start, to, n)
    }
    unsafe compare("smaller 16", to16()) { k, to in
      unsafe k.extreme.smaller(words[0].start, words[1].start, to, n)
    }
    unsafe compare("larger 16", to16()) { k, to in
      unsafe k.extreme.larger(words[0].start, words[1].start, to, n)
    }
  }
}
