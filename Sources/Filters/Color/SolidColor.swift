import Pixels

/// A colour that a chain names, in levels of 255.
package struct SolidColor: Sendable, Hashable {
  /// 0…255.
  package var red, green, blue, alpha: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// How colours may be written, for manuals and messages.
  static let forms = "#rgb, #rrggbb, #rrggbbaa, black, white or transparent"

  init(_ arguments: FilterArguments, _ parameter: String) throws(ChainError) {
    guard let color = SolidColor(arguments.text(parameter) ?? "") else {
      throw arguments.wrong(parameter, "wants a colour: \(Self.forms)")
    }
    self = color
  }

  package init?(_ text: String) {
    switch text {
    case "black": self.init(red: 0, green: 0, blue: 0)
    case "white": self.init(red: 255, green: 255, blue: 255)
    case "transparent": self.init(red: 0, green: 0, blue: 0, alpha: 0)
    default:
      guard text.first == "#" else { return nil }
      let digits = text.dropFirst().compactMap { $0.isASCII ? $0.hexDigitValue : nil }
      guard digits.count == text.count - 1 else { return nil }
      let bytes: [Int]
      switch digits.count {
      case 3: bytes = digits.map { $0 * 17 }
      case 6, 8:
        bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] * 16 + digits[$0 + 1] }
      default: return nil
      }
      self.init(
        red: UInt8(bytes[0]), green: UInt8(bytes[1]), blue: UInt8(bytes[2]),
        alpha: bytes.count == 4 ? UInt8(bytes[3]) : 255)
    }
  }

  /// Red, green or blue, in levels of 255.
  func channel(_ index: Int) -> Double { Double([red, green, blue][index]) }

  /// The colour as a pixel of a format, one value for each channel; grey pictures get its luma,
  /// and pictures without alpha nothing of its alpha.
  package func samples(_ format: PixelFormat) -> [UInt16] {
    let luma = Luma(.rec709).of(red, green, blue)
    let levels: [UInt8] =
      switch format.model {
      case .gray: [luma]
      case .grayAlpha: [luma, alpha]
      case .rgb: [red, green, blue]
      case .rgba: [red, green, blue, alpha]
      }
    return levels.map { format.depth == .eight ? UInt16($0) : UInt16($0) * 257 }
  }
}
