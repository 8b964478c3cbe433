extension [UInt8] {
  /// Appends a number of `bytes` bytes, most significant first, as PNG, JPEG and ICC have them.
  mutating func append(big value: Int, bytes: Int) {
    for index in (0..<bytes).reversed() {
      append(UInt8(truncatingIfNeeded: value >> (8 * index)))
    }
  }

  /// Appends a number of `bytes` bytes, least significant first.
  mutating func append(little value: Int, bytes: Int) {
    for index in 0..<bytes { append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }
}
