/// Why an option's value was refused, and what would have been accepted.
package struct ValueError: Error, Sendable, Hashable, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }
}

/// A decimal number followed by a unit, such as `1.5GiB` or `20ms`, cut in two.
struct Quantity {
  var number: Double
  var unit: String

  /// Nil where there is no number, it is negative, or it is not written in plain decimals.
  init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), digits.first != ".", digits.last != "." else { return nil }
    self.number = number
    unit = String(text.dropFirst(digits.count))
  }

  /// The number times a factor, where that is a whole number that fits.
  func scaled(by factor: Double) -> Int? {
    let product = (number * factor).rounded()
    guard product < 0x1p62 else { return nil }
    return Int(product)
  }
}

/// Numbers of bytes as options spell them.
package enum ByteSize {
  /// `4096`, `64K`, `1.5GiB`: K, M, G and T alone mean powers of 1024 as in GNU tools, and so do
  /// KiB … TiB; KB … TB are powers of 1000. Upper and lower case are the same.
  package static func parse(_ text: String) throws(ValueError) -> Int {
    guard let quantity = Quantity(text), let factor = factors[quantity.unit.lowercased()],
      let bytes = quantity.scaled(by: factor)
    else {
      throw ValueError("wants a number of bytes such as 65536, 512M, 1.5GiB or 2GB")
    }
    return bytes
  }

  /// The same, where none at all makes no sense.
  package static func parsePositive(_ text: String) throws(ValueError) -> Int {
    let bytes = try parse(text)
    guard bytes > 0 else { throw ValueError("wants more than 0 bytes, such as 10M") }
    return bytes
  }

  private static let factors: [String: Double] = [
    "": 1, "b": 1,
    "k": 0x1p10, "kib": 0x1p10, "kb": 1e3,
    "m": 0x1p20, "mib": 0x1p20, "mb": 1e6,
    "g": 0x1p30, "gib": 0x1p30, "gb": 1e9,
    "t": 0x1p40, "tib": 0x1p40, "tb": 1e12,
  ]
}

/// Numbers of things that are counted, not measured: K, M and G are powers of 1000.
package enum CountSize {
  package static func parse(_ text: String) throws(ValueError) -> Int {
    let factors: [String: Double] = ["": 1, "k": 1e3, "m": 1e6, "g": 1e9]
    guard let quantity = Quantity(text), let factor = factors[quantity.unit.lowercased()],
      let count = quantity.scaled(by: factor), count > 0
    else {
      throw ValueError("wants a number above 0 such as 500000, 100M or 1G")
    }
    return count
  }
}

/// Shares as options spell them: `5%`.
package enum Percentage {
  /// As a number, 1 for all of it.
  package static func parse(_ text: String) throws(ValueError) -> Double {
    guard let quantity = Quantity(text), quantity.unit == "%" else {
      throw ValueError("wants a share such as 5%")
    }
    return quantity.number / 100
  }
}

/// How much memory a batch may take: so many bytes, or a share of what the machine grants.
package enum MemoryBudget: Sendable, Hashable {
  case bytes(Int)
  /// Percent of memory, above 0 and at most 100.
  case percent(Double)

  /// Half of what there is: a budget is a ceiling, and other programs live here too.
  package static let standard = MemoryBudget.percent(50)
  /// Less than this holds no picture worth the name.
  package static let minimum = 1 << 20

  package static func parse(_ text: String) throws(ValueError) -> MemoryBudget {
    if text.hasSuffix("%") {
      guard let quantity = Quantity(text), quantity.unit == "%", quantity.number > 0,
        quantity.number <= 100
      else {
        throw ValueError("wants a share above 0% and up to 100%, such as 25%")
      }
      return .percent(quantity.number)
    }
    let bytes = try ByteSize.parse(text)
    guard bytes >= minimum else { throw ValueError("wants at least 1M") }
    return .bytes(bytes)
  }

  /// - Parameter available: bytes of memory that the machine or its container grants.
  package func resolved(available: Int) -> Int {
    switch self {
    case .bytes(let bytes): bytes
    case .percent(let share):
      max(Int(Double(available) * share / 100), MemoryBudget.minimum)
    }
  }
}
