// What eight places at a time take from rows of samples, and leave there.

/// Numbers of eight pixels.
typealias Eight = SIMD8<Float>
/// Of four channels, or of four pixels side by side or one above the other.
typealias Four = (Eight, Eight, Eight, Eight)

/// A protocol and not closures, which the compiler would leave calls where there are many of them.
protocol WarpSample: FixedWidthInteger {
  /// A channel of the pixels that are so far from eight places.
  ///
  /// Several samples are loaded at once; the compiler sees that others want the same ones.
  @unsafe static func samples(
    _ p: UnsafePointer<Self>, _ at: UnsafePointer<Int>, _ channels: Int, _ pixel: Int,
    _ channel: Int
  ) -> Eight
  /// Rounds and clamps the channels of eight pixels.
  @unsafe static func store(_ sums: Four, _ channels: Int, _ to: UnsafeMutablePointer<Self>)
  static func nearest(_ value: Float) -> Self
}

extension UInt8: WarpSample {
  @inline(__always)
  static func samples(
    _ p: UnsafePointer<UInt8>, _ at: UnsafePointer<Int>, _ channels: Int, _ pixel: Int,
    _ channel: Int
  ) -> Eight {
    // A pixel's samples share a word; of one or two channels, two or four pixels' do.
    let sample = pixel &* channels &+ channel
    let first = channels > 2 ? pixel &* channels : sample / 4 &* 4
    let words = unsafe gathered(UnsafeRawPointer(p + first), at, 1)
    let shift = UInt32(truncatingIfNeeded: (sample &- first) &* 8)
    return number(words &>> SIMD8(repeating: shift), 255)
  }

  @inline(__always)
  static func store(_ sums: Four, _ channels: Int, _ to: UnsafeMutablePointer<UInt8>) {
    var words = levels(sums.0, 255)
    if channels > 1 { words |= levels(sums.1, 255) &<< SIMD8(repeating: 8) }
    if channels > 2 { words |= levels(sums.2, 255) &<< SIMD8(repeating: 16) }
    if channels > 3 { words |= levels(sums.3, 255) &<< SIMD8(repeating: 24) }
    // Written out: a loop over lanes with several stores in it would not be unrolled.
    unsafe put(words, 0, channels, to)
    unsafe put(words, 1, channels, to)
    unsafe put(words, 2, channels, to)
    unsafe put(words, 3, channels, to)
    unsafe put(words, 4, channels, to)
    unsafe put(words, 5, channels, to)
    unsafe put(words, 6, channels, to)
    unsafe put(words, 7, channels, to)
  }

  @inline(__always)
  static func nearest(_ value: Float) -> UInt8 { nearest8(value) }
}

extension UInt16: WarpSample {
  @inline(__always)
  static func samples(
    _ p: UnsafePointer<UInt16>, _ at: UnsafePointer<Int>, _ channels: Int, _ pixel: Int,
    _ channel: Int
  ) -> Eight {
    let sample = pixel &* channels &+ channel
    let first = channels > 2 ? pixel &* channels &+ channel / 2 &* 2 : sample / 2 &* 2
    let words = unsafe gathered(UnsafeRawPointer(p + first), at, 2)
    let shift = UInt32(truncatingIfNeeded: (sample &- first) &* 16)
    return number(words &>> SIMD8(repeating: shift), 65_535)
  }

  @inline(__always)
  static func store(_ sums: Four, _ channels: Int, _ to: UnsafeMutablePointer<UInt16>) {
    var words = levels(sums.0, 65_535)
    if channels > 1 { words |= levels(sums.1, 65_535) &<< SIMD8(repeating: 16) }
    var others = levels(sums.2, 65_535)
    if channels > 3 { others |= levels(sums.3, 65_535) &<< SIMD8(repeating: 16) }
    unsafe put(words, others, 0, channels, to)
    unsafe put(words, others, 1, channels, to)
    unsafe put(words, others, 2, channels, to)
    unsafe put(words, others, 3, channels, to)
    unsafe put(words, others, 4, channels, to)
    unsafe put(words, others, 5, channels, to)
    unsafe put(words, others, 6, channels, to)
    unsafe put(words, others, 7, channels, to)
  }

  @inline(__always)
  static func nearest(_ value: Float) -> UInt16 { nearest16(value) }
}

@inline(__always)
private func put(
  _ words: SIMD8<UInt32>, _ lane: Int, _ channels: Int, _ to: UnsafeMutablePointer<UInt8>
) {
  let (word, pixel) = unsafe (words[lane], UnsafeMutableRawPointer(to + lane &* channels))
  switch channels {
  case 1: unsafe pixel.storeBytes(of: UInt8(truncatingIfNeeded: word), as: UInt8.self)
  case 2: unsafe pixel.storeBytes(of: UInt16(truncatingIfNeeded: word), as: UInt16.self)
  case 3:
    unsafe pixel.storeBytes(of: UInt16(truncatingIfNeeded: word), as: UInt16.self)
    unsafe (pixel + 2).storeBytes(of: UInt8(truncatingIfNeeded: word &>> 16), as: UInt8.self)
  default: unsafe pixel.storeBytes(of: word, as: UInt32.self)
  }
}

@inline(__always)
private func put(
  _ words: SIMD8<UInt32>, _ others: SIMD8<UInt32>, _ lane: Int, _ channels: Int,
  _ to: UnsafeMutablePointer<UInt16>
) {
  let (word, pixel) = unsafe (words[lane], UnsafeMutableRawPointer(to + lane &* channels))
  guard channels > 1 else {
    return unsafe pixel.storeBytes(of: UInt16(truncatingIfNeeded: word), as: UInt16.self)
  }
  unsafe pixel.storeBytes(of: word, as: UInt32.self)
  let other = others[lane]
  if channels == 3 {
    unsafe (pixel + 4).storeBytes(of: UInt16(truncatingIfNeeded: other), as: UInt16.self)
  } else if channels == 4 {
    unsafe (pixel + 4).storeBytes(of: other, as: UInt32.self)
  }
}

@inline(__always)
private func gathered(
  _ p: UnsafeRawPointer, _ at: UnsafePointer<Int>, _ size: Int
) -> SIMD8<UInt32> {
  unsafe SIMD8(
    p.loadUnaligned(fromByteOffset: size &* at[0], as: UInt32.self),
    p.loadUnaligned(fromByteOffset: size &* at[1], as: UInt32.self),
    p.loadUnaligned(fromByteOffset: size &* at[2], as: UInt32.self),
    p.loadUnaligned(fromByteOffset: size &* at[3], as: UInt32.self),
    p.loadUnaligned(fromByteOffset: size &* at[4], as: UInt32.self),
    p.loadUnaligned(fromByteOffset: size &* at[5], as: UInt32.self),
    p.loadUnaligned(fromByteOffset: size &* at[6], as: UInt32.self),
    p.loadUnaligned(fromByteOffset: size &* at[7], as: UInt32.self))
}

/// Of the lower bits, by way of 2²³ as in `nearest8`.
@inline(__always)
private func number(_ words: SIMD8<UInt32>, _ mask: UInt32) -> Eight {
  let bits = (words & SIMD8(repeating: mask)) | SIMD8(repeating: 0x4B00_0000)
  return unsafe unsafeBitCast(bits, to: Eight.self) - 8_388_608
}

/// As `nearest8` and `nearest16` do, but that the compiler cannot take the lanes apart.
@inline(__always)
private func levels(_ sums: Eight, _ largest: Float) -> SIMD8<UInt32> {
  // Safe: all of these are eight times 32 bits.
  let positive = unsafe unsafeBitCast(sums .> Eight(repeating: 0), to: SIMD8<UInt32>.self)
  let low = unsafe unsafeBitCast(sums, to: SIMD8<UInt32>.self) & positive
  let numbers = unsafe unsafeBitCast(low, to: Eight.self)
  let inside = unsafe unsafeBitCast(
    numbers .< Eight(repeating: largest), to: SIMD8<UInt32>.self)
  let most = SIMD8<UInt32>(repeating: largest.bitPattern)
  let clamped = unsafe unsafeBitCast((low & inside) | (most & ~inside), to: Eight.self)
  let bits = unsafe unsafeBitCast(clamped + 8_388_608, to: SIMD8<UInt32>.self)
  return bits & SIMD8(repeating: 0xFFFF)
}
