/// The attributes of an element, in the order in which they are given.
package struct Attributes: ExpressibleByDictionaryLiteral {
  private(set) var pairs: [(name: String, value: String)] = []

  package init(dictionaryLiteral elements: (String, any AttributeValue)...) {
    for (name, value) in elements {
      if let text = value.attributeText { pairs.append((name, text)) }
    }
  }
}

/// What can be the value of an attribute.
package protocol AttributeValue {
  /// Nil where the attribute is to be left out.
  var attributeText: String? { get }
}

extension String: AttributeValue { package var attributeText: String? { self } }
extension Int: AttributeValue { package var attributeText: String? { String(self) } }

/// A length or place in a drawing.
extension Double: AttributeValue { package var attributeText: String? { coordinate } }

extension Optional: AttributeValue where Wrapped: AttributeValue {
  package var attributeText: String? { flatMap(\.attributeText) }
}

extension Double {
  /// The number to a hundredth, without needless zeros: finer than any screen shows.
  package var coordinate: String {
    guard isFinite, magnitude < 1e12 else { return "0" }
    let hundredths = Int((self * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
