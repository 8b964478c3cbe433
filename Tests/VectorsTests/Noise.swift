import TestSupport

/// A row of seeded noise that loops may read, and overwrite, beyond its ends.
@safe
final class Noise<Element: BitwiseCopyable & Equatable> {
  static var margin: Int { 512 }

  let count: Int
  private let memory: UnsafeMutablePointer<Element>

  init(_ count: Int, seed: UInt64, _ value: (UInt64) -> Element) {
    self.count = count
    var random = SeededRandom(seed: seed)
    let all = count + 2 * Self.margin
    unsafe memory = UnsafeMutablePointer<Element>.allocate(capacity: all)
    for i in 0..<all { unsafe memory[i] = value(random.next()) }
  }

  deinit { unsafe memory.deallocate() }

  /// Safe to read and write for `margin` elements beyond both ends.
  @unsafe var start: UnsafeMutablePointer<Element> { unsafe memory + Self.margin }
  var elements: [Element] { (0..<count).map { unsafe start[$0] } }
}

extension Noise<UInt8> {
  convenience init(_ count: Int, seed: UInt64) {
    self.init(count, seed: seed) { UInt8(truncatingIfNeeded: $0) }
  }
}

extension Noise<Int8> {
  convenience init(_ count: Int, seed: UInt64) {
    self.init(count, seed: seed) { Int8(truncatingIfNeeded: $0) }
  }
}

extension Noise<UInt16> {
  convenience init(_ count: Int, seed: UInt64, below end: UInt64 = 65_536) {
    self.init(count, seed: seed) { UInt16($0 % end) }
  }
}

extension Noise<UInt32> {
  convenience init(_ count: Int, seed: UInt64) {
    self.init(count, seed: seed) { UInt32($0 % 20_000) }
  }
}

extension Noise<Float> {
  convenience init(_ count: Int, seed: UInt64, upTo end: Float) {
    self.init(count, seed: seed) { Float($0 % 1_000_003) / 1_000_003 * end }
  }
}
