/// Durations as options spell them: `5ms`, `250us`, `1.5s`, `800ns`.
package enum TimeSpan {
  /// Nanoseconds. A unit is required except for 0: nobody should have to guess what 5 means.
  package static func parse(_ text: String) throws(ValueError) -> UInt64 {
    let factors: [String: Double] = ["ns": 1, "us": 1e3, "µs": 1e3, "ms": 1e6, "s": 1e9]
    guard let quantity = Quantity(text) else { throw mistake }
    if quantity.unit.isEmpty, quantity.number == 0 { return 0 }
    guard let factor = factors[quantity.unit], let value = quantity.scaled(by: factor) else {
      throw mistake
    }
    return UInt64(value)
  }

  /// The same, where none at all makes no sense.
  package static func parsePositive(_ text: String) throws(ValueError) -> UInt64 {
    let value = try parse(text)
    guard value > 0 else { throw ValueError("wants more than 0, such as 5ms") }
    return value
  }

  private static let mistake = ValueError(
    "wants a number and a unit (ns, us, ms or s), such as 5ms or 1.5s")
}

/// Durations of options that are named after their unit: `30`, `2.5`.
package enum Seconds {
  /// Nanoseconds, more than 0.
  package static func parse(_ text: String) throws(ValueError) -> UInt64 {
    guard let quantity = Quantity(text), quantity.unit.isEmpty || quantity.unit == "s",
      let value = quantity.scaled(by: 1e9), value > 0
    else { throw ValueError("wants a number of seconds above 0, such as 30 or 2.5") }
    return UInt64(value)
  }
}
