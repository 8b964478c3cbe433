/// A plain zlib stream (RFC 1950 and 1951): one block, fixed Huffman codes, greedy matches.
///
/// Test files come from here rather than from zlib, so that they stay the same to the last byte
/// whichever zlib a machine has.
struct Deflate {
  private var out: [UInt8] = [0x78, 0x01]
  private var pending: UInt64 = 0
  private var pendingBits = 0

  private static let shortestMatch = 3
  private static let longestMatch = 258
  private static let window = 32_768

  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var deflate = Deflate()
    deflate.put(1, bits: 1)  // the last block,
    deflate.put(1, bits: 2)  // with fixed codes
    deflate.compress(bytes)
    deflate.put(symbol: 256)
    deflate.put(0, bits: 7)  // fills the last byte
    deflate.out.append(big: Int(Checksums.adler32(bytes)), bytes: 4)
    return deflate.out
  }

  private mutating func compress(_ bytes: [UInt8]) {
    // For each hash of three bytes, where it was seen last.
    var seen = [Int](repeating: -1, count: 1 << 15)
    var at = 0
    while at < bytes.count {
      var length = 0
      var distance = 0
      if at + Self.shortestMatch <= bytes.count {
        let key = hash(bytes, at)
        distance = seen[key] < 0 ? 0 : at - seen[key]
        if (1...Self.window).contains(distance) {
          length = matchLength(bytes, at, at - distance)
        }
        seen[key] = at
      }
      if length >= Self.shortestMatch {
        put(length: length, distance: distance)
        at += length
      } else {
        put(symbol: Int(bytes[at]))
        at += 1
      }
    }
  }

  private func hash(_ bytes: [UInt8], _ at: Int) -> Int {
    let three = UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16
    return Int((three &* 0x9E37_79B1) >> 17)
  }

  private func matchLength(_ bytes: [UInt8], _ at: Int, _ earlier: Int) -> Int {
    let limit = min(Self.longestMatch, bytes.count - at)
    var length = 0
    while length < limit, bytes[at + length] == bytes[earlier + length] { length += 1 }
    return length
  }

  /// A literal, the end (256) or a length code, in the fixed code of RFC 1951, 3.2.6.
  private mutating func put(symbol: Int) {
    switch symbol {
    case ..<144: put(code: 0x30 + symbol, bits: 8)
    case ..<256: put(code: 0x190 + symbol - 144, bits: 9)
    case ..<280: put(code: symbol - 256, bits: 7)
    default: put(code: 0xC0 + symbol - 280, bits: 8)
    }
  }

  private mutating func put(length: Int, distance: Int) {
    if length == Self.longestMatch {
      put(symbol: 285)
    } else {
      // Four codes share each number of extra bits, after the first eight that have none.
      let (code, extraBits, extra) = Self.bucket(length - Self.shortestMatch, codesABit: 4)
      put(symbol: 257 + code)
      put(extra, bits: extraBits)
    }
    let (code, extraBits, extra) = Self.bucket(distance - 1, codesABit: 2)
    put(code: code, bits: 5)
    put(extra, bits: extraBits)
  }

  /// Finds a value's code in a table where `codesABit` codes have each number of extra bits.
  private static func bucket(
    _ value: Int, codesABit: Int
  ) -> (code: Int, extraBits: Int, extra: Int) {
    var bits = 0
    while value >> bits >= 2 * codesABit { bits += 1 }
    return (bits * codesABit + (value >> bits), bits, value & ((1 << bits) - 1))
  }

  /// Huffman codes go most significant bit first.
  private mutating func put(code: Int, bits: Int) {
    var reversed = 0
    for bit in 0..<bits { reversed |= ((code >> bit) & 1) << (bits - 1 - bit) }
    put(reversed, bits: bits)
  }

  /// Everything else goes least significant bit first.
  private mutating func put(_ value: Int, bits: Int) {
    pending |= UInt64(value) << UInt64(pendingBits)
    pendingBits += bits
    while pendingBits >= 8 {
      out.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingBits -= 8
    }
  }
}
