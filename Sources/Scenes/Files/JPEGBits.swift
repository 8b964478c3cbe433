/// The entropy-coded part of a JPEG: bits, most significant first, with a zero after each 0xFF.
struct JPEGBits {
  private(set) var bytes: [UInt8] = []
  private var pending = 0
  private var pendingBits = 0

  mutating func put(_ value: Int, bits: Int) {
    pending = (pending << bits) | (value & ((1 << bits) - 1))
    pendingBits += bits
    while pendingBits >= 8 {
      pendingBits -= 8
      let byte = UInt8(truncatingIfNeeded: pending >> pendingBits)
      bytes.append(byte)
      if byte == 0xFF { bytes.append(0) }
    }
    pending &= (1 << pendingBits) - 1
  }

  mutating func put(_ symbol: Int, _ table: JPEGHuffman) {
    let (code, bits) = table.codes[symbol]
    precondition(bits > 0, "a symbol without a code")
    put(code, bits: bits)
  }

  /// A coefficient's own bits, after the symbol that says how many.
  mutating func put(magnitude value: Int, bits: Int) {
    put(value < 0 ? value - 1 : value, bits: bits)
  }

  /// Fills the last byte with ones, as the standard wants before a marker.
  mutating func align() {
    if pendingBits > 0 { put(0x7F, bits: 8 - pendingBits) }
  }

  mutating func restart(_ index: Int) {
    align()
    bytes += [0xFF, 0xD0 + UInt8(index % 8)]
  }

  /// Bits that a coefficient needs.
  static func size(_ value: Int) -> Int { Int.bitWidth - abs(value).leadingZeroBitCount }
}
