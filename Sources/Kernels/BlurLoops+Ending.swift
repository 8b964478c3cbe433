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
}
