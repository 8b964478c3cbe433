import Memory
import Testing

@Suite struct XXHash64Tests {
  /// From the reference implementation.
  static let known: [(String, UInt64)] = [
    ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
    ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
  ]

  @Test(arguments: known)
  func agreesWithTheReference(text: String, sum: UInt64) {
    #expect(XXHash64.hash(Array(text.utf8)) == sum)
  }

  @Test(arguments: [1, 3, 4, 8, 31, 32, 33, 63, 64, 100])
  func everyBitCounts(length: Int) {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    var sums: Set<UInt64> = [XXHash64.hash(bytes), XXHash64.hash(bytes, seed: 1)]
    for bit in 0..<8 * length {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      sums.insert(XXHash64.hash(changed))
    }
    #expect(sums.count == 8 * length + 2)
  }
}
