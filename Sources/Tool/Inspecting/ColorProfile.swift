/// The name that an ICC profile gives itself.
package enum ColorProfile {
  /// The description tag's text, or nil where there is none that can be read. Version 2 profiles
  /// have it in ASCII (`desc`), version 4 profiles in UTF-16 (`mluc`, of which the first language
  /// is taken). Source: ICC.1:2022, sections 7.3 and 10.15, and ICC.1:2001-04, section 6.5.17.
  package static func name(_ profile: [UInt8]) -> String? {
    let tagTable = 128
    guard let count = number(profile, tagTable), count <= 200 else { return nil }
    for index in 0..<count {
      let entry = tagTable + 4 + index * 12
      guard let signature = number(profile, entry), let offset = number(profile, entry + 4),
        let size = number(profile, entry + 8)
      else { return nil }
      if signature == four("desc") {
        guard offset <= profile.count, size <= profile.count - offset else { return nil }
        return text(Array(profile[offset..<(offset + size)]))
      }
    }
    return nil
  }

  private static func text(_ tag: [UInt8]) -> String? {
    let found: String
    switch number(tag, 0) {
    case four("desc"):
      guard let count = number(tag, 8), count >= 1, 12 + count <= tag.count else { return nil }
      found = String(decoding: tag[12..<(12 + count)].prefix { $0 != 0 }, as: UTF8.self)
    case four("mluc"):
      guard let records = number(tag, 8), records >= 1, let length = number(tag, 20),
        let offset = number(tag, 24), offset <= tag.count, length <= tag.count - offset
      else { return nil }
      let bytes = tag[offset..<(offset + length)]
      let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
        UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
      }
      found = String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
    default: return nil
    }
    return found.isEmpty ? nil : found
  }

  private static func four(_ name: StaticString) -> Int {
    name.description.utf8.reduce(0) { $0 << 8 | Int($1) }
  }

  /// A big-endian 32-bit number, or nil beyond the end.
  private static func number(_ bytes: [UInt8], _ offset: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - 4 else { return nil }
    return bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
  }
}
