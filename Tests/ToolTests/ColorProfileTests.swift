import TestSupport
import Testing
import Tool

@Suite struct ColorProfileTests {
  private func big(_ value: Int) -> [UInt8] {
    [
      UInt8(value >> 24 & 255), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255),
      UInt8(value & 255),
    ]
  }

  /// A header, one tag, and the tag's data.
  private func profile(_ tag: [UInt8]) -> [UInt8] {
    [UInt8](repeating: 0, count: 128) + big(1) + Array("desc".utf8) + big(144) + big(tag.count)
      + tag
  }

  private var ascii: [UInt8] {
    profile(Array("desc".utf8) + big(0) + big(10) + Array("Display P\0".utf8))
  }

  private var unicode: [UInt8] {
    let text = "Größe 1".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    return profile(
      Array("mluc".utf8) + big(0) + big(1) + big(12) + Array("enUS".utf8) + big(text.count)
        + big(28)
        + text)
  }

  @Test func bothVersionsNameThemselves() {
    #expect(ColorProfile.name(ascii) == "Display P")
    #expect(ColorProfile.name(unicode) == "Größe 1")
  }

  @Test func whatIsCutOffHasNoName() {
    for whole in [ascii, unicode] {
      for count in 0..<whole.count where count < 150 {
        #expect(ColorProfile.name(Array(whole.prefix(count))) == nil)
      }
    }
  }

  @Test(arguments: UInt64(0)..<300)
  func damagedProfilesDoNoHarm(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var bytes = seed % 2 == 0 ? ascii : unicode
    for _ in 0..<4 {
      bytes[Int.random(in: 128..<bytes.count, using: &random)] = .random(
        in: 0...255, using: &random)
    }
    _ = ColorProfile.name(bytes)
  }
}
