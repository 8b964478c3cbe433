// The tests of the loops as a program that prints a digest of what each of them wrote. Put together
// by scripts/arm.sh, which takes the tests themselves from KernelTests*.swift.

/// The tests take it and pass it by: the script writes the loops' own names in its place.
struct KernelTable {}

func expect(_ holds: Bool) {
  if !holds { print("untrue") }
}

extension KernelTests {
  func compare<T: BitwiseCopyable & Equatable>(
    _ name: StaticString, _ row: @autoclosure () -> Noise<T>,
    _ fill: (KernelTable, UnsafeMutablePointer<T>) -> Void
  ) {
    let row = row()
    fill(KernelTable(), row.start)
    // FNV-1a.
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    let count = row.count * MemoryLayout<T>.stride
    for byte in UnsafeRawBufferPointer(start: row.start, count: count) {
      digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    print(name, terminator: " ")
    print(digest)
  }
}

@main
struct Digests {
  static func main() {
    let tests = KernelTests()
    for n in KernelTests.lengths {
      tests.blur(n)
      tests.endOfABlur(n)
      tests.window(n)
      tests.extremes(n)
      tests.localCurves(n)
      for channels in 1...4 {
        tests.box(n, channels)
        tests.median(n, channels)
        tests.averages(n, channels)
        tests.lengthsOfGradients(n, channels)
        tests.detail(n, channels)
        tests.falloff(n, channels)
        tests.resize(n, channels)
        tests.warp(n, channels)
        tests.counts(n, channels)
        tests.curves(n, channels)
        tests.lookups(n, channels)
        tests.changes(n, channels)
        tests.halving(n, channels)
      }
      for channels in [1, 2] { tests.peaks(n, channels) }
      for channels in [2, 4] { tests.alpha(n, channels) }
      for channels in [3, 4] {
        tests.points(n, channels)
        tests.luma(n, channels)
      }
      for left in [1, 3, 8] { tests.rowFilters(n, left) }
      for pixelBytes in [1, 2, 3, 4, 6, 8] { tests.moves(n, pixelBytes) }
    }
    tests.medianOfZerosAndOnes()
    for (side, fineBits) in KernelTests.tiles { tests.medianOfTile(side, fineBits) }
  }
}
