import KernelTable

// Between pixels and planes. Distances that are known when compiled let the compiler shuffle
// vectors.
extension MedianLoops {
  @inline(never)
  static func takeApart(
    _ samples: UnsafePointer<UInt8>, channels: Int, _ planes: UnsafeMutablePointer<Int8>,
    length: Int, _ pixels: Int
  ) {
    switch channels {
    case 1: unsafe take(samples, 1, planes, length, pixels)
    case 2: unsafe take(samples, 2, planes, length, pixels)
    case 3: unsafe take(samples, 3, planes, length, pixels)
    default: unsafe take(samples, 4, planes, length, pixels)
    }
  }

  @inline(__always)
  private static func take(
    _ samples: UnsafePointer<UInt8>, _ channels: Int, _ planes: UnsafeMutablePointer<Int8>,
    _ length: Int, _ pixels: Int
  ) {
    let (second, third, fourth) = unsafe (
      planes + length, planes + 2 &* length, planes + 3 &* length
    )
    for i in 0..<pixels {
      let pixel = i &* channels
      unsafe planes[i] = Int8(truncatingIfNeeded: samples[pixel] ^ 0x80)
      if channels > 1 {
        unsafe second[i] = Int8(truncatingIfNeeded: samples[pixel &+ 1] ^ 0x80)
      }
      if channels > 2 { unsafe third[i] = Int8(truncatingIfNeeded: samples[pixel &+ 2] ^ 0x80) }
      if channels > 3 { unsafe fourth[i] = Int8(truncatingIfNeeded: samples[pixel &+ 3] ^ 0x80) }
    }
  }

  @inline(never)
  static func putTogether(
    _ planes: UnsafePointer<UInt8>, length: Int, channels: Int,
    _ samples: UnsafeMutablePointer<UInt8>, _ pixels: Int
  ) {
    switch channels {
    case 1: unsafe put(planes, length, 1, samples, pixels)
    case 2: unsafe put(planes, length, 2, samples, pixels)
    case 3: unsafe put(planes, length, 3, samples, pixels)
    default: unsafe put(planes, length, 4, samples, pixels)
    }
  }

  @inline(__always)
  private static func put(
    _ planes: UnsafePointer<UInt8>, _ length: Int, _ channels: Int,
    _ samples: UnsafeMutablePointer<UInt8>, _ pixels: Int
  ) {
    let (second, third, fourth) = unsafe (
      planes + length, planes + 2 &* length, planes + 3 &* length
    )
    for i in 0..<pixels {
      let pixel = i &* channels
      unsafe samples[pixel] = planes[i]
      if channels > 1 { unsafe samples[pixel &+ 1] = second[i] }
      if channels > 2 { unsafe samples[pixel &+ 2] = third[i] }
      if channels > 3 { unsafe samples[pixel &+ 3] = fourth[i] }
    }
  }
}
