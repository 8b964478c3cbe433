import KernelTable

enum MoveLoops: MoveKernels {
  @inline(never)
  static func mirror(
    _ row: UnsafeRawPointer, pixelBytes: Int, _ out: UnsafeMutableRawPointer, _ pixels: Int
  ) {
    let byteCount = pixels &* pixelBytes
    switch pixelBytes {
    case 1: unsafe mirror(row, 1, out, byteCount, bytesTurned)
    case 2: unsafe mirror(row, 2, out, byteCount, wordsTurned)
    case 3: unsafe mirror(row, 3, out, byteCount, threesOfBytesTurned)
    case 4: unsafe mirror(row, 4, out, byteCount, foursTurned)
    case 6: unsafe mirror(row, 6, out, byteCount, threesOfWordsTurned)
    default: unsafe mirror(row, 8, out, byteCount, eightsTurned)
    }
  }

  /// As many pixels at a time as 16 bytes hold. What is behind them in the vector is written over
  /// by the next ones.
  @inline(__always)
  private static func mirror<Pixels>(
    _ row: UnsafeRawPointer, _ size: Int, _ out: UnsafeMutableRawPointer, _ byteCount: Int,
    _ turned: (Pixels) -> Pixels
  ) {
    var done = 0
    while done &+ 16 <= byteCount {
      let pixels = unsafe (row + (byteCount &- done &- 16)).loadUnaligned(as: Pixels.self)
      unsafe (out + done).storeBytes(of: turned(pixels), as: Pixels.self)
      done &+= 16 / size &* size
    }
    while done < byteCount {
      let pixel = unsafe row + (byteCount &- done &- size)
      for byte in 0..<size {
        unsafe (out + done + byte).storeBytes(
          of: (pixel + byte).load(as: UInt8.self), as: UInt8.self)
      }
      done &+= size
    }
  }

  @inline(__always)
  private static func bytesTurned(_ a: SIMD16<UInt8>) -> SIMD16<UInt8> {
    SIMD16(
      a[15], a[14], a[13], a[12], a[11], a[10], a[9], a[8], a[7], a[6], a[5], a[4], a[3], a[2],
      a[1], a[0])
  }

  @inline(__always)
  private static func wordsTurned(_ a: SIMD8<UInt16>) -> SIMD8<UInt16> {
    SIMD8(a[7], a[6], a[5], a[4], a[3], a[2], a[1], a[0])
  }

  @inline(__always)
  private static func threesOfBytesTurned(_ a: SIMD16<UInt8>) -> SIMD16<UInt8> {
    SIMD16(
      a[13], a[14], a[15], a[10], a[11], a[12], a[7], a[8], a[9], a[4], a[5], a[6], a[1], a[2],
      a[3], 0)
  }

  @inline(__always)
  private static func foursTurned(_ a: SIMD4<UInt32>) -> SIMD4<UInt32> {
    SIMD4(a[3], a[2], a[1], a[0])
  }

  @inline(__always)
  private static func threesOfWordsTurned(_ a: SIMD8<UInt16>) -> SIMD8<UInt16> {
    SIMD8(a[5], a[6], a[7], a[2], a[3], a[4], 0, 0)
  }

  @inline(__always)
  private static func eightsTurned(_ a: SIMD2<UInt64>) -> SIMD2<UInt64> { SIMD2(a[1], a[0]) }
}
