/// An element with its attributes and what is in it.
package func element(
  _ name: String, _ attributes: Attributes = [:],
  @MarkupBuilder _ content: () -> Markup = { Markup() }
) -> Markup {
  var text = "<\(name)"
  for (name, value) in attributes.pairs {
    text += " \(name)=\""
    Escaping.append(value, to: &text)
    text += "\""
  }
  if childless.contains(name) {
    text += "/>"
  } else {
    text += ">\(content().text)</\(name)>"
  }
  return .trusted(text)
}

/// The elements that never hold anything. Their slash is required in SVG and ignored in HTML.
private let childless: Set<String> = [
  "br", "circle", "line", "link", "meta", "path", "rect", "use",
]
