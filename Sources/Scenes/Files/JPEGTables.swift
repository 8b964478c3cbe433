/// The tables of ITU-T T.81, Annex K, that most encoders start from.
enum JPEGTables {
  /// Where, in a block read row by row, each coefficient of the zigzag order stands.
  static let zigzag: [Int] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
  ]

  /// Table K.1, row by row.
  static let luminance: [Int] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
  ]

  /// Table K.2, row by row.
  static let chrominance: [Int] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  ]

  /// A quantisation table at a quality of 1 to 100, on the scale that libjpeg made usual.
  static func scaled(_ table: [Int], quality: Int) -> [Int] {
    let percent = quality < 50 ? 5_000 / quality : 200 - 2 * quality
    return table.map { min(max(($0 * percent + 50) / 100, 1), 255) }
  }

  /// Tables K.3 and K.4.
  static let dcLuminance = JPEGHuffman(
    counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], symbols: Array(0...11))
  static let dcChrominance = JPEGHuffman(
    counts: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], symbols: Array(0...11))

  /// Tables K.5 and K.6.
  static let acLuminance = JPEGHuffman(
    counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D],
    symbols: [
      0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61,
      0x07, 0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52,
      0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72, 0x82,
    ])
  static let acChrominance = JPEGHuffman(
    counts: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
    symbols: [
      0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61,
      0x71, 0x13, 0x22, 0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33,
      0x52, 0xF0, 0x15, 0x62, 0x72, 0xD1, 0x0A, 0x16, 0x24, 0x34, 0xE1, 0x25, 0xF1,
    ])
}

/// A Huffman table: how many codes there are of each length, and what they stand for.
struct JPEGHuffman {
  /// Codes of 1 to 16 bits.
  let counts: [UInt8]
  /// In order of their codes. A list of AC symbols may end where the codes of 16 bits begin to
  /// follow the numbers: the symbols left out are added in rising order.
  let symbols: [UInt8]
  /// By symbol; a length of 0 where a symbol has no code.
  private(set) var codes = [(code: Int, bits: Int)](repeating: (0, 0), count: 256)

  init(counts: [UInt8], symbols: [UInt8]) {
    let wanted = counts.reduce(0) { $0 + Int($1) }
    let all = Self.completed(symbols, to: wanted)
    self.counts = counts
    self.symbols = all
    var code = 0
    var next = 0
    for (index, count) in counts.enumerated() {
      for _ in 0..<count {
        codes[Int(all[next])] = (code, index + 1)
        code += 1
        next += 1
      }
      code <<= 1
    }
  }

  /// Adds, in rising order, the symbols of run 0 to 15 and size 1 to 10 that are not there yet.
  private static func completed(_ symbols: [UInt8], to count: Int) -> [UInt8] {
    guard symbols.count < count else { return symbols }
    let every = (0..<16).flatMap { run in (1...10).map { UInt8(run << 4 | $0) } }
    let all = symbols + every.filter { !symbols.contains($0) }
    precondition(all.count == count, "a Huffman table's counts and symbols belong together")
    return all
  }
}
