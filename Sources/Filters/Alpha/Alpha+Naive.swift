/// Pre-multiplication in double precision, what the fast one is checked against.
package enum NaiveAlpha {
  /// - Parameters: 16-bit values.
  package static func premultiplied(_ v: Int, _ alpha: Int) -> Int {
    Int((Double(v) * Double(alpha) / 65_535).rounded())
  }

  /// - Parameter maximum: the largest sample of the output's depth.
  package static func unpremultiplied(_ p: Int, _ alpha: Int, maximum: Int) -> Int {
    let narrow = (Double(alpha) * Double(maximum) / 65_535).rounded()
    if narrow == 0 { return 0 }
    return min(maximum, Int((Double(p) * Double(maximum) / Double(alpha)).rounded()))
  }
}
