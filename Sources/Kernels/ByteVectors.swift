// Vectors of bytes, and of the words that take their sums. Bitwise operations go by way of 64-bit
// lanes, since those of 32 lanes are loops that the compiler does not unroll.

typealias Bytes = SIMD32<UInt8>
typealias Words = SIMD16<UInt16>

@unsafe
@inline(__always)
func bytes(_ p: UnsafePointer<UInt8>, _ i: Int) -> Bytes {
  unsafe UnsafeRawPointer(p + i).loadUnaligned(as: Bytes.self)
}

@unsafe
@inline(__always)
func words(_ p: UnsafePointer<UInt8>, _ i: Int) -> Words {
  unsafe UnsafeRawPointer(p + i).loadUnaligned(as: Words.self)
}

@unsafe
@inline(__always)
func store(_ vector: Bytes, _ p: UnsafeMutablePointer<UInt8>, _ i: Int) {
  unsafe UnsafeMutableRawPointer(p + i).storeBytes(of: vector, as: Bytes.self)
}

@unsafe
@inline(__always)
func store(_ vector: Words, _ p: UnsafeMutablePointer<UInt8>, _ i: Int) {
  unsafe UnsafeMutableRawPointer(p + i).storeBytes(of: vector, as: Words.self)
}

// Safe: all of these are 32 bytes without meaning of their own.

@inline(__always)
func both(_ a: Bytes, _ b: Bytes) -> Bytes {
  unsafe unsafeBitCast(
    unsafeBitCast(a, to: SIMD4<UInt64>.self) & unsafeBitCast(b, to: SIMD4<UInt64>.self),
    to: Bytes.self)
}

@inline(__always)
func either(_ a: Bytes, _ b: Bytes) -> Bytes {
  unsafe unsafeBitCast(
    unsafeBitCast(a, to: SIMD4<UInt64>.self) | unsafeBitCast(b, to: SIMD4<UInt64>.self),
    to: Bytes.self)
}

/// 255 where a lane is not above the limit, else 0.
@inline(__always)
func notAbove(_ a: Bytes, _ limit: Bytes) -> Bytes {
  unsafe unsafeBitCast(a .<= limit, to: Bytes.self)
}

/// 65,535 where a lane is not above the limit, else 0, as bytes.
@inline(__always)
func notAbove(_ a: Words, _ limit: Words) -> Bytes {
  unsafe unsafeBitCast(a .<= limit, to: Bytes.self)
}

/// 255 where a sample, less 128, is below the limit.
@unsafe
@inline(__always)
func below(_ p: UnsafePointer<Int8>, _ i: Int, _ limit: SIMD32<Int8>) -> Bytes {
  let samples = unsafe UnsafeRawPointer(p + i).loadUnaligned(as: SIMD32<Int8>.self)
  return unsafe unsafeBitCast(samples .< limit, to: Bytes.self)
}

/// Every second byte, the first one included.
@unsafe
@inline(__always)
func everySecond(_ p: UnsafePointer<UInt8>, _ i: Int) -> Words {
  unsafe unsafeBitCast(both(bytes(p, i), lowBytes), to: Words.self)
}

/// 255 in the lower half of each word.
@inline(__always)
var lowBytes: Bytes { unsafe unsafeBitCast(Words(repeating: 0x00FF), to: Bytes.self) }

@inline(__always)
var highBytes: Bytes { unsafe unsafeBitCast(Words(repeating: 0xFF00), to: Bytes.self) }

/// The sum of all lanes, where that is below 256.
@inline(__always)
func sum(_ a: Bytes) -> UInt8 {
  let parts = unsafe unsafeBitCast(a, to: SIMD4<UInt64>.self)
  let lanes = parts[0] &+ parts[1] &+ parts[2] &+ parts[3]
  return UInt8(truncatingIfNeeded: (lanes &* 0x0101_0101_0101_0101) &>> 56)
}
