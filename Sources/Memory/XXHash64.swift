/// XXH64, to see whether bytes are still the same ones: as fast as memory, and no protection
/// against somebody who means harm.
///
/// Source: the xxHash specification, version 0.1.1, section "XXH64 algorithm description".
package enum XXHash64 {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  package static func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
    // Safe: the array outlives the call, and its bytes have no padding between them.
    unsafe hash(bytes.span.bytes, seed: seed)
  }

  package static func hash(_ bytes: RawSpan, seed: UInt64 = 0) -> UInt64 {
    var offset = 0
    var sum = stripes(of: bytes, &offset, seed) &+ UInt64(bytes.byteCount)
    while bytes.byteCount - offset >= 8 {
      sum ^= round(0, word(bytes, offset))
      sum = rotate(sum, 27) &* prime1 &+ prime4
      offset += 8
    }
    if bytes.byteCount - offset >= 4 {
      // Safe: four bytes are left, as just seen, and the load checks it again.
      let half = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
      sum ^= UInt64(UInt32(littleEndian: half)) &* prime1
      sum = rotate(sum, 23) &* prime2 &+ prime3
      offset += 4
    }
    while offset < bytes.byteCount {
      // Safe: a byte is left.
      let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      sum ^= UInt64(byte) &* prime5
      sum = rotate(sum, 11) &* prime1
      offset += 1
    }
    sum = (sum ^ (sum >> 33)) &* prime2
    sum = (sum ^ (sum >> 29)) &* prime3
    return sum ^ (sum >> 32)
  }

  /// Takes in all whole stripes of 32 bytes, in four lanes that do not wait for each other.
  private static func stripes(of bytes: RawSpan, _ offset: inout Int, _ seed: UInt64) -> UInt64 {
    if bytes.byteCount < 32 { return seed &+ prime5 }
    var a = seed &+ prime1 &+ prime2
    var b = seed &+ prime2
    var c = seed
    var d = seed &- prime1
    while bytes.byteCount - offset >= 32 {
      a = round(a, word(bytes, offset))
      b = round(b, word(bytes, offset + 8))
      c = round(c, word(bytes, offset + 16))
      d = round(d, word(bytes, offset + 24))
      offset += 32
    }
    var sum = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
    for lane in [a, b, c, d] { sum = (sum ^ round(0, lane)) &* prime1 &+ prime4 }
    return sum
  }

  @inline(__always)
  private static func word(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
    // Safe: callers look whether eight bytes are left, and the load checks it again.
    UInt64(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ word &* prime2, 31) &* prime1
  }

  @inline(__always)
  private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }
}
