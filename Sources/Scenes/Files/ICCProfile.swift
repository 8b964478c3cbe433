/// A small matrix profile (ICC.1:2001, version 2.1): three primaries and one gamma.
package enum ICCProfile {
  /// The primaries of sRGB, adapted to D50, with a plain gamma of 1.8: not the curve a reader
  /// would assume without the profile.
  package static let gamma18: [UInt8] = profile(gamma: 0x01CD)

  private static func profile(gamma: Int) -> [UInt8] {
    let curve = element("curv") {
      $0.append(big: 1, bytes: 4)
      $0.append(big: gamma, bytes: 2)
    }
    let tags: [(name: String, bytes: [UInt8])] = [
      ("desc", description("Triptych fixture, gamma 1.8")),
      ("cprt", element("text") { $0 += Array("No copyright, use freely".utf8) + [0] }),
      ("wtpt", xyz(0xF6D6, 0x10000, 0xD32D)),
      ("rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)),
      ("gXYZ", xyz(0x6299, 0xB785, 0x18DA)),
      ("bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)),
      ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
    ]
    var directory: [UInt8] = []
    var data: [UInt8] = []
    directory.append(big: tags.count, bytes: 4)
    let dataStart = 128 + 4 + tags.count * 12
    for tag in tags {
      directory += Array(tag.name.utf8)
      directory.append(big: dataStart + data.count, bytes: 4)
      directory.append(big: tag.bytes.count, bytes: 4)
      data += tag.bytes
      while data.count % 4 != 0 { data.append(0) }
    }
    return header(size: dataStart + data.count) + directory + data
  }

  private static func header(size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(big: size, bytes: 4)
    bytes.append(big: 0, bytes: 4)  // no preferred engine
    bytes.append(big: 0x0210_0000, bytes: 4)  // version 2.1
    bytes += Array("mntrRGB XYZ ".utf8)
    for part in [2026, 1, 1, 0, 0, 0] { bytes.append(big: part, bytes: 2) }
    bytes += Array("acsp".utf8)
    bytes += [UInt8](repeating: 0, count: 28)  // platform to intent: none, perceptual
    bytes += xyz(0xF6D6, 0x10000, 0xD32D).suffix(12)
    return bytes + [UInt8](repeating: 0, count: 128 - bytes.count)
  }

  private static func element(_ type: String, _ fill: (inout [UInt8]) -> Void) -> [UInt8] {
    var bytes = Array(type.utf8) + [0, 0, 0, 0]
    fill(&bytes)
    return bytes
  }

  /// Values in 1/65,536.
  private static func xyz(_ x: Int, _ y: Int, _ z: Int) -> [UInt8] {
    element("XYZ ") { for value in [x, y, z] { $0.append(big: value, bytes: 4) } }
  }

  /// A description in ASCII, with empty Unicode and Macintosh ones, which the type demands.
  private static func description(_ text: String) -> [UInt8] {
    element("desc") {
      $0.append(big: text.utf8.count + 1, bytes: 4)
      $0 += Array(text.utf8) + [0]
      $0 += [UInt8](repeating: 0, count: 4 + 4 + 2 + 1 + 67)
    }
  }
}
