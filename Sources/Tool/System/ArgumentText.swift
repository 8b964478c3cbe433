import Platform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Command-line arguments as text that can be turned back into the very bytes that were given.
///
/// A file name need not be UTF-8, but arguments reach the parser as strings, in which wrong bytes
/// would be repaired and lost. So a byte `b` that is not UTF-8 travels as the private scalar
/// U+10FF00 + b, and a path argument is turned back into bytes before it is used. Those scalars
/// themselves, should a name hold them, travel as four such bytes, which keeps the way back exact.
package enum ArgumentText {
  private static let base: UInt32 = 0x10FF00

  package static func encode(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    var rest = bytes[...]
    while let first = rest.first {
      if let scalar = PathText.leadingScalar(of: rest), scalar.value < base {
        text.append(scalar)
        rest.removeFirst(UTF8.width(scalar))
      } else if let stand = Unicode.Scalar(base + UInt32(first)) {
        text.append(stand)
        rest.removeFirst()
      }
    }
    return String(text)
  }

  package static func decode(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if scalar.value >= base {
        bytes.append(UInt8(scalar.value - base))
      } else {
        bytes.append(contentsOf: String(scalar).utf8)
      }
    }
    return bytes
  }

  package static func path(_ text: String) -> FilePath { FilePath(bytes: decode(text)) }

  /// The arguments of this process without the program's name.
  package static func ofProcess() -> [String] {
    // Safe: the kernel hands over this many zero-terminated strings, which nobody changes.
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      guard let start = unsafe CommandLine.unsafeArgv[index] else { return nil }
      return unsafe encode(
        [UInt8](UnsafeRawBufferPointer(start: start, count: strlen(start))))
    }
  }
}
