import KernelTable

// Pixels are changed in place through one address, so that the compiler sees that none meets
// another, and reads and writes whole vectors of them. The number of channels is known when
// compiled.
enum PointLoops: PointKernels {
  @inline(never)
  static func mix(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ weights: MixWeights,
    _ pixels: Range<Int>
  ) {
    unsafe change(samples, channels, pixels) { weights.mixed($0, $1, $2) }
  }

  @inline(never)
  static func mix(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ weights: MixWeights,
    _ pixels: Range<Int>
  ) {
    unsafe change(samples, channels, pixels) { weights.mixed($0, $1, $2) }
  }

  @inline(never)
  static func saturate(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ factor: Float,
    _ pixels: Range<Int>
  ) {
    unsafe change(samples, channels, pixels) { saturated(factor, $0, $1, $2) }
  }

  @inline(never)
  static func saturate(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ factor: Float,
    _ pixels: Range<Int>
  ) {
    unsafe change(samples, channels, pixels) { saturated(factor, $0, $1, $2) }
  }

  /// A pixel of four bytes is a word.
  @inline(__always)
  private static func change(
    _ samples: UnsafeMutablePointer<UInt8>, _ channels: Int, _ pixels: Range<Int>,
    _ color: (Float, Float, Float) -> Color
  ) {
    if channels == 4 {
      for pixel in pixels {
        let at = unsafe UnsafeMutableRawPointer(samples + 4 &* pixel)
        let word = unsafe UInt32(littleEndian: at.loadUnaligned(as: UInt32.self))
        let new = color(
          Float(word & 255), Float((word &>> 8) & 255), Float((word &>> 16) & 255))
        let mixed =
          UInt32(nearest8(new.red)) | UInt32(nearest8(new.green)) &<< 8
          | UInt32(nearest8(new.blue)) &<< 16 | word & 0xFF00_0000
        unsafe at.storeBytes(of: mixed.littleEndian, as: UInt32.self)
      }
    } else {
      for pixel in pixels {
        let at = unsafe samples + 3 &* pixel
        let new = unsafe color(Float(at[0]), Float(at[1]), Float(at[2]))
        unsafe at[0] = nearest8(new.red)
        unsafe at[1] = nearest8(new.green)
        unsafe at[2] = nearest8(new.blue)
      }
    }
  }

  /// Alpha is written back, so that whole vectors are.
  @inline(__always)
  private static func change(
    _ samples: UnsafeMutablePointer<UInt16>, _ channels: Int, _ pixels: Range<Int>,
    _ color: (Float, Float, Float) -> Color
  ) {
    if channels == 4 {
      for pixel in pixels {
        let at = unsafe samples + 4 &* pixel
        let alpha = unsafe at[3]
        let new = unsafe color(Float(at[0]), Float(at[1]), Float(at[2]))
        unsafe at[0] = nearest16(new.red)
        unsafe at[1] = nearest16(new.green)
        unsafe at[2] = nearest16(new.blue)
        unsafe at[3] = alpha
      }
    } else {
      for pixel in pixels {
        let at = unsafe samples + 3 &* pixel
        let new = unsafe color(Float(at[0]), Float(at[1]), Float(at[2]))
        unsafe at[0] = nearest16(new.red)
        unsafe at[1] = nearest16(new.green)
        unsafe at[2] = nearest16(new.blue)
      }
    }
  }
}

private typealias Color = (red: Float, green: Float, blue: Float)

extension MixWeights {
  @inline(__always)
  fileprivate func mixed(_ r: Float, _ g: Float, _ b: Float) -> Color {
    (
      red.0 * r + red.1 * g + red.2 * b, green.0 * r + green.1 * g + green.2 * b,
      blue.0 * r + blue.1 * g + blue.2 * b
    )
  }
}

@inline(__always)
private func saturated(_ factor: Float, _ red: Float, _ green: Float, _ blue: Float) -> Color {
  let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return (
    luma + factor * (red - luma), luma + factor * (green - luma), luma + factor * (blue - luma)
  )
}
