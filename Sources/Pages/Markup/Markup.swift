/// A piece of HTML or SVG that is well formed, and in which every text from outside is escaped.
///
/// It can be made from plain text, which is escaped, and of elements; `trusted` is for what this
/// room itself wrote.
package struct Markup: Sendable, Hashable {
  package private(set) var text = ""

  package init() {}

  /// Plain text, whatever it holds.
  package init(_ plain: String) { Escaping.append(plain, to: &text) }

  /// Markup that was written by hand: style sheets, scripts. Never anything read or measured.
  static func trusted(_ text: String) -> Markup {
    var markup = Markup()
    markup.text = text
    return markup
  }

  package var isEmpty: Bool { text.isEmpty }

  package static func + (a: Markup, b: Markup) -> Markup { .trusted(a.text + b.text) }

  package static func += (a: inout Markup, b: Markup) { a.text += b.text }
}

/// Lets elements be written inside each other, with conditions and loops among them. Strings are
/// plain text.
@resultBuilder
package enum MarkupBuilder {
  package static func buildExpression(_ markup: Markup) -> Markup { markup }
  package static func buildExpression(_ plain: String) -> Markup { Markup(plain) }
  package static func buildBlock(_ parts: Markup...) -> Markup { parts.reduce(Markup(), +) }
  package static func buildOptional(_ part: Markup?) -> Markup { part ?? Markup() }
  package static func buildEither(first: Markup) -> Markup { first }
  package static func buildEither(second: Markup) -> Markup { second }
  package static func buildArray(_ parts: [Markup]) -> Markup {
    parts.reduce(into: Markup()) { $0 += $1 }
  }
}
