/// What a scene says of one pixel: red, green, blue and alpha (not pre-multiplied), 16 bits each.
package struct Paint: Hashable, Sendable {
  var red: Int
  var green: Int
  var blue: Int
  var alpha: Int

  init(_ red: Int, _ green: Int, _ blue: Int, alpha: Int = 65_535) {
    self.red = Self.held(red)
    self.green = Self.held(green)
    self.blue = Self.held(blue)
    self.alpha = Self.held(alpha)
  }

  /// Grey of this lightness.
  init(gray: Int) { self.init(gray, gray, gray) }

  /// Luma with Rec. 601 weights, which add up to 65,536.
  var luma: Int { (19_595 * red + 38_470 * green + 7_471 * blue + 32_768) >> 16 }

  /// `share` of 65,536 on the way to another paint.
  func mixed(with other: Paint, share: Int) -> Paint {
    func mix(_ a: Int, _ b: Int) -> Int { a + (((b - a) * share) >> 16) }
    return Paint(
      mix(red, other.red), mix(green, other.green), mix(blue, other.blue),
      alpha: mix(alpha, other.alpha))
  }

  /// Every colour moved by the same amount.
  func shifted(by amount: Int) -> Paint {
    Paint(red + amount, green + amount, blue + amount, alpha: alpha)
  }

  static let black = Paint(gray: 0)
  static let white = Paint(gray: 65_535)

  private static func held(_ value: Int) -> Int { min(max(value, 0), 65_535) }
}
