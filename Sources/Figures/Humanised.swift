/// Numbers for people: three or four figures and a fitting unit.
package enum Humanised {
  /// `12.3 MiB`
  package static func bytes(_ bytes: UInt64) -> String {
    scaled(Double(bytes), step: 1024, ["B", "KiB", "MiB", "GiB", "TiB", "PiB"])
  }

  /// `24.5 MP`, from a number of pixels.
  package static func pixels(_ pixels: UInt64) -> String {
    scaled(Double(pixels), step: 1000, ["px", "kpx", "MP", "GP", "TP"])
  }

  /// `412 ns`, `5.00 ms`, `12.3 s`, `4 min 05 s`, `2 h 03 min`, from nanoseconds.
  package static func duration(_ nanoseconds: UInt64) -> String {
    if nanoseconds < 60_000_000_000 {
      return scaled(Double(nanoseconds), step: 1000, ["ns", "µs", "ms", "s"])
    }
    let seconds = (nanoseconds + 500_000_000) / 1_000_000_000
    if seconds < 3600 { return "\(seconds / 60) min \(two(seconds % 60)) s" }
    let minutes = (seconds + 30) / 60
    return "\(minutes / 60) h \(two(minutes % 60)) min"
  }

  /// Whole numbers with their thousands apart: `1,204`.
  package static func count(_ value: some BinaryInteger) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `1 file`, `2 files`.
  package static func count(_ value: some BinaryInteger, _ thing: String) -> String {
    "\(count(value)) \(thing)\(value == 1 ? "" : "s")"
  }

  /// A number with so many decimals, rounded half up.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    var factor = 1.0
    for _ in 0..<decimals { factor *= 10 }
    let product = (value.magnitude * factor).rounded()
    guard product < 0x1p53 else { return "\(value)" }
    let whole = UInt64(product)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let fraction = String(whole % UInt64(factor))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(whole / UInt64(factor)).\(zeros)\(fraction)"
  }

  /// Three significant figures below 1000; as many as it takes above.
  package static func figures(_ value: Double) -> String {
    let size = value.magnitude
    return fixed(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0)
  }

  private static func scaled(_ value: Double, step: Double, _ units: [String]) -> String {
    var value = value
    var unit = 0
    // 999.6 would read as 1000 of the smaller unit.
    while value >= step - 0.5, unit < units.count - 1 {
      value /= step
      unit += 1
    }
    // The smallest unit comes in whole numbers.
    return (unit == 0 ? fixed(value, 0) : figures(value)) + " " + units[unit]
  }

  private static func two(_ value: UInt64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
