extension Double {
  /// Rounded to a fixed number of decimals (0 to 9), as text.
  package func text(decimals: Int) -> String {
    var unit = 1.0
    for _ in 0..<decimals { unit *= 10 }
    let scaled = (abs(self) * unit).rounded()
    guard scaled.isFinite, scaled < 9e15 else { return "\(self)" }
    let sign = self < 0 && scaled > 0 ? "-" : ""
    let whole = Int(scaled) / Int(unit)
    guard decimals > 0 else { return "\(sign)\(whole)" }
    let rest = String(Int(scaled) % Int(unit))
    return "\(sign)\(whole)." + String(repeating: "0", count: decimals - rest.count) + rest
  }
}
