import KernelTable

// The number of channels is known when compiled.
enum AlphaLoops: AlphaKernels {
  @inline(never)
  static func premultiply(
    _ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt16>, channels: Int,
    _ pixels: Range<Int>
  ) {
    if channels == 4 {
      for pixel in pixels {
        let alpha = unsafe UInt32(from[4 * pixel + 3])
        unsafe to[4 * pixel] = widened(UInt32(from[4 * pixel]) &* alpha)
        unsafe to[4 * pixel + 1] = widened(UInt32(from[4 * pixel + 1]) &* alpha)
        unsafe to[4 * pixel + 2] = widened(UInt32(from[4 * pixel + 2]) &* alpha)
        unsafe to[4 * pixel + 3] = UInt16(truncatingIfNeeded: alpha &* 257)
      }
    } else {
      for pixel in pixels {
        let alpha = unsafe UInt32(from[2 * pixel + 1])
        unsafe to[2 * pixel] = widened(UInt32(from[2 * pixel]) &* alpha)
        unsafe to[2 * pixel + 1] = UInt16(truncatingIfNeeded: alpha &* 257)
      }
    }
  }

  @inline(never)
  static func premultiply(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ pixels: Range<Int>
  ) {
    if channels == 4 {
      for pixel in pixels {
        let alpha = unsafe samples[4 * pixel + 3]
        unsafe samples[4 * pixel] = AlphaProduct.of(samples[4 * pixel], alpha)
        unsafe samples[4 * pixel + 1] = AlphaProduct.of(samples[4 * pixel + 1], alpha)
        unsafe samples[4 * pixel + 2] = AlphaProduct.of(samples[4 * pixel + 2], alpha)
      }
    } else {
      for pixel in pixels {
        let alpha = unsafe samples[2 * pixel + 1]
        unsafe samples[2 * pixel] = AlphaProduct.of(samples[2 * pixel], alpha)
      }
    }
  }

  /// A product of two 8-bit values as one of their 16-bit counterparts: with x = v · a,
  /// `round(257 v · 257 a / 65535) = round(x · 257 / 255) = x + round(2x / 255)`. 255 is odd, so
  /// there are no halves.
  @inline(__always)
  private static func widened(_ product: UInt32) -> UInt16 {
    UInt16(truncatingIfNeeded: product &+ (2 &* product &+ 127) / 255)
  }
}
