/// Numbers in geometry texts such as `640x480+10+20`.
enum Geometry {
  /// Larger than any PNG or JPEG could use in practice, and small enough that products of two fit.
  static let largest = 10_000_000

  /// A whole number written in digits only, from `least` to `largest`.
  static func whole(_ text: Substring, from least: Int) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(text),
      (least...largest).contains(value)
    else { return nil }
    return value
  }
}
