import Platform
import SystemPackage

/// File names for people.
extension FilePath {
  /// The path for people: control characters and bytes that are no UTF-8 are written as `\n`,
  /// `\x1b` …, so that a name can neither break a line nor steer the terminal.
  package var printable: String { PathText.printable(bytes) }
}

package enum PathText {
  package static func printable(_ bytes: [UInt8]) -> String {
    var text = ""
    var rest = bytes[...]
    while let first = rest.first {
      guard let scalar = leadingScalar(of: rest) else {
        text += escaped(first)
        rest.removeFirst()
        continue
      }
      switch scalar {
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\\": text += "\\\\"
      default:
        // C0, DEL and C1 controls, and the marks that reorder text.
        let isControl =
          scalar.value < 32 || (127..<160).contains(scalar.value)
          || (0x202A...0x202E).contains(scalar.value)
          || (0x2066...0x2069).contains(scalar.value)
        if isControl {
          for byte in String(scalar).utf8 { text += escaped(byte) }
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
      rest.removeFirst(UTF8.width(scalar))
    }
    return text
  }

  /// The scalar that the bytes begin with, or nil where they are not UTF-8.
  package static func leadingScalar(of bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    guard let first = bytes.first else { return nil }
    let length =
      switch first {
      case 0..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    guard length > 0, let text = String(validating: bytes.prefix(length), as: UTF8.self) else {
      return nil
    }
    return text.unicodeScalars.first
  }

  private static func escaped(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
