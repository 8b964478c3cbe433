import KernelTable

// What a blur ends with.
extension BlurLoops {
  @inline(never)
  static func round(
    _ steps: UnsafePointer<UInt16>, _ levels: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count {
      unsafe levels[i] = UInt8(truncatingIfNeeded: min((steps[i] &+ 64) &>> 7, 255))
    }
  }

  @inline(never)
  static func round(
    _ numbers: UnsafePointer<Float>, _ levels: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count { unsafe levels[i] = nearest8(numbers[i]) }
  }

  @inline(never)
  static func round(
    _ numbers: UnsafePointer<Float>, _ levels: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    for i in 0..<count { unsafe levels[i] = nearest16(numbers[i]) }
  }

  @inline(never)
  static func sharpen(
    _ original: UnsafePointer<UInt8>, _ blurred: UnsafePointer<UInt16>,
    _ levels: UnsafeMutablePointer<UInt8>, _ count: Int, amount: Float, threshold: Float
  ) {
    let (amount, threshold) = (amount / 128, threshold * 128)
    for i in 0..<count {
      let level = unsafe Int32(original[i])
      let difference = unsafe Float(level &<< 7 &- Int32(blurred[i]))
      let added = abs(difference) >= threshold ? difference : 0
      unsafe levels[i] = nearest8(Float(level) + amount * added)
    }
  }

  @inline(never)
  static func sharpen(
    _ original: UnsafePointer<UInt8>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt8>, _ count: Int, amount: Float, threshold: Float
  ) {
    for i in 0..<count {
      let level = unsafe Float(Int32(original[i]))
      let difference = unsafe level - blurred[i]
      let added = abs(difference) >= threshold ? difference : 0
      unsafe levels[i] = nearest8(level + amount * added)
    }
  }

  @inline(never)
  static func sharpen(
    _ original: UnsafePointer<UInt16>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt16>, _ count: Int, amount: Float, threshold: Float
  ) {
    for i in 0..<count {
      let level = unsafe Float(Int32(original[i]))
      let difference = unsafe level - blurred[i]
      let added = abs(difference) >= threshold ? difference : 0
      unsafe levels[i] = nearest16(level + amount * added)
    }
  }

  @inline(never)
  static func detail(
    _ original: UnsafePointer<UInt8>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt8>, _ pixels: Int, channels: Int, amount: Float
  ) {
    unsafe forEachColor(pixels, channels, levels, original) { i, alpha in
      // In levels of 16 bits, of which 257 are one of 8.
      let difference = unsafe 257 * Float(Int32(original[i])) - whole(257 * blurred[i])
      let white: Float = alpha.map { 257 * Float(Int32($0)) } ?? 65_535
      unsafe levels[i] = nearest8((white / 2 + amount * difference) * (255 / 65_535))
    }
  }

  @inline(never)
  static func detail(
    _ original: UnsafePointer<UInt16>, _ blurred: UnsafePointer<Float>,
    _ levels: UnsafeMutablePointer<UInt16>, _ pixels: Int, channels: Int, amount: Float
  ) {
    unsafe forEachColor(pixels, channels, levels, original) { i, alpha in
      let difference = unsafe Float(Int32(original[i])) - whole(blurred[i])
      let white: Float = alpha.map { Float(Int32($0)) } ?? 65_535
      unsafe levels[i] = nearest16(white / 2 + amount * difference)
    }
  }

  /// Calls `body` with the place of each colour sample and the pixel's alpha, which it copies.
  @inline(__always)
  private static func forEachColor<S>(
    _ pixels: Int, _ channels: Int, _ levels: UnsafeMutablePointer<S>,
    _ original: UnsafePointer<S>, _ body: (Int, S?) -> Void
  ) {
    guard channels == 2 || channels == 4 else {
      for i in 0..<pixels &* channels { body(i, nil) }
      return
    }
    for pixel in 0..<pixels {
      let last = (pixel &+ 1) &* channels &- 1
      let alpha = unsafe original[last]
      for i in last &- channels &+ 1..<last { body(i, alpha) }
      unsafe levels[last] = alpha
    }
  }

  /// The nearest whole number to one of 0…65,535.
  @inline(__always)
  private static func whole(_ number: Float) -> Float { (number + 8_388_608) - 8_388_608 }
}
