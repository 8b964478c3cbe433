/// A sine in whole numbers, the same on every machine.
enum Wave {
  /// Sine of an angle given in 1/65,536 of a turn, times 32,767.
  ///
  /// Bhaskara's rational approximation, off by at most 0.17 %: good enough for a picture, and free
  /// of the differences between one maths library and the next.
  static func sine(_ angle: UInt16) -> Int {
    let half = Int(angle & 0x7FFF)
    let product = half * (32_768 - half)
    let magnitude = 32_767 * 16 * product / (5 * 32_768 * 32_768 - 4 * product)
    return angle < 0x8000 ? magnitude : -magnitude
  }

  /// The same, a quarter turn ahead.
  static func cosine(_ angle: UInt16) -> Int { sine(angle &+ 0x4000) }
}
